"""Room publish: the marts go into a file of their own, put in place in one step."""

import time
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from pipelines.night import Night
from warehouse.ledger import finish_run, record_run, stage
from warehouse.publish import build, point_to, prune
from warehouse.statements import rows
from warehouse.vectors import build_vectors, prune_vectors


class PublishSettings(BaseModel):
    """How many daily published files are kept; month-ends are kept for ever."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep_daily: int = Field(14, ge=1)


def publish(night: Night, home: Path, settings: PublishSettings, encoder_name: str) -> Path:
    """Build and put in place tonight's published file, then close the run; returns its path.

    Beside it lie the vectors for `voc search`, with the name that their encoder is loaded by.
    The run is closed only after the pointers moved: a kill in between publishes again, into
    the same name. Readers who hold an older file open keep it.
    """
    started = time.perf_counter()
    [(data_until,)] = rows(night.con, "publish_data_until", as_of=night.as_of)
    # A repeat that found nothing new is in no table yet, and its file must tell of it.
    record_run(night.con, night.run)
    # Outside the stage: one DuckDB transaction cannot write to two files.
    final, count_tables = build(night.con, home / "published", night.run, data_until)
    build_vectors(night.con, final, encoder_name)
    with stage(night.con, night.run, "publish", "table") as counts:
        counts.started = started
        point_to(home, final, night.run, data_until, night.now)
        prune(home / "published", final, settings.keep_daily)
        prune_vectors(final)
        counts.wrote(count_tables)
        finish_run(night.con, night.run, night.now)
    return final
