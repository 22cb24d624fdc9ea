"""Room reviews: which themes the monthly reviews showed, from what lies beside their pages."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.night import Night
from warehouse.ledger import stage
from warehouse.statements import load, rows

SHOWN = "themes.json"

ROW = pa.schema(
    {
        "month": pa.date32(),
        "theme_id": pa.string(),
        "place": pa.int32(),
        "run_id": pa.string(),
    }
)


class Shown(BaseModel):
    """What the page of a month showed: themes in its order, from the file of which night."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    month: date
    run_id: str | None = None
    themes: list[str]


def take_up_reviews(night: Night, reports: Path) -> None:
    """Bring core.review_theme in line with the reviews that were written.

    The files are the record: a database made anew knows of all of them. One that cannot be read is
    told and left out.
    """
    shown = list(_shown(night, reports))
    with stage(night.con, night.run, "reviews", "review") as counts:
        found = [
            {"month": one.month, "theme_id": theme_id, "place": place, "run_id": one.run_id}
            for one in shown
            for place, theme_id in enumerate(dict.fromkeys(one.themes), start=1)
        ]
        incoming = pa.Table.from_pylist(found, ROW)
        night.con.register("incoming", incoming)
        [(changed,)] = rows(night.con, "review_shown_changes")
        night.con.unregister("incoming")
        if changed:
            load(night.con, "review_shown_write", incoming)
        counts.wrote(changed)


def _shown(night: Night, reports: Path) -> Iterator[Shown]:
    met = set[date]()
    for path in sorted(reports.glob(f"*/{SHOWN}")):
        try:
            shown = Shown.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            night.tell("review_shown_broken", file=f"{path.parent.name}/{path.name}")
            continue
        # Copies that people leave in folders of their own are theirs.
        if path.parent.name == f"{shown.month:%Y-%m}" and shown.month not in met:
            met.add(shown.month)
            yield shown
