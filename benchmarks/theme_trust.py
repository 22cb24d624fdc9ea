"""Are themes whose numbers may be quoted really about one thing? Trust beside a truth.

    python -m benchmarks.theme_trust --home DIR [--truth demo-truth.json | --silver issue_tags.csv]

Trust is measured on a copy of the home's work database, as `voc run rediscover` does. A theme's
purity is the share of its voices that are about its most frequent issue, its completeness the share
of that issue's voices that it holds. With `--truth`, a voice is about the issue of the planted
statement that it shares most characters with, and one about no issue (one-offs, requests) counts
as foreign; themes mostly of such voices are told apart, nobody knows what they are. With
`--silver`, untagged voices are left out, and themes with fewer than ten tagged ones.
"""

import argparse
import json
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.silver_scoring import read_column
from benchmarks.theme_life_home import open_copy
from pipelines.night import Night
from pipelines.themes.discover import DiscoverSettings
from pipelines.themes.theme_days import Held
from pipelines.themes.trust_room import TrustSettings, measure_trust
from warehouse.ledger import open_run, stage
from warehouse.statements import Connection

THEMES_OF_VOICES = ("contact_copy", "theme", "theme_shape", "assignment", "text_theme")
NO_ISSUE = ""
SHARED_TRIPLES = 0.5
LEAST_TAGGED = 10
# Voices from which on a theme is listed with the larger ones.
LARGER = (20, 50, 100)
PURE = 0.7


@dataclass(frozen=True)
class Judged:
    """One theme: its voices, its trust, and how well it fits its issue (NaN: nobody knows)."""

    count_voices: int
    share_found: float
    separation: float
    is_quotable: bool
    purity: float = np.nan
    completeness: float = np.nan


def measured(home: Path, folder: Path, settings: TrustSettings) -> Connection:
    """Measure trust on a copy of a home's voices and themes, on the day of its newest contact."""
    life = open_copy(home, folder, datetime.now(UTC))
    _copy_themes(life.con, home)
    night = Night(
        life.con, open_run(life.con, "rediscover", life.last_day, life.now, "{}"), life.now
    )
    with stage(life.con, night.run, "rediscover", "voice") as counts:
        held = Held(night, counts, life.encoder, life.last_day)
        measure_trust(held, DiscoverSettings(), settings)
    return life.con


def _copy_themes(con: Connection, home: Path) -> None:
    """Copy what says which voice is in which theme; an older home lacks some of it."""
    con.execute("attach $path as origin (read_only)", {"path": str(home / "work.duckdb")})
    there = con.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = 'origin' and table_schema = 'core'"
    ).fetchall()
    for table in THEMES_OF_VOICES:
        if (table,) in there:
            # Names of tables cannot be parameters; these are constants.
            con.execute(f"insert into core.{table} by name from origin.core.{table}")
    con.execute("detach origin")


def voices(con: Connection) -> list[tuple[str, str, str]]:
    """Return source id of the contact, theme and masked text of every voice in a living theme."""
    return con.execute(
        "select source_contact_id, theme_id, masked from core.assignment "
        "inner join core.theme using (theme_id) inner join core.voice using (voice_id) "
        "inner join core.contact on contact.contact_id = voice.contact_id "
        "where theme.status <> 'retired' "
        "and contact.contact_id not in (select contact_id from core.contact_copy)"
    ).fetchall()


def planted_issue(text: str, statements: Sequence[tuple[str, str]]) -> str:
    """Issue of the statement (issue, text) that shares most triples of characters with a voice."""
    said = _triples(text)
    shares = [
        (len(said & other) / max(1, min(len(said), len(other))), issue)
        for issue, other in ((issue, _triples(one)) for issue, one in statements)
    ]
    share, issue = max(shares, key=lambda one: one[0], default=(0.0, NO_ISSUE))
    return issue if share >= SHARED_TRIPLES else NO_ISSUE


def _triples(text: str) -> set[str]:
    bare = "".join(text.split())
    return {bare[start : start + 3] for start in range(len(bare) - 2)}


def planted(con: Connection, truth: Path) -> Iterator[tuple[str, str]]:
    """Theme and planted issue of every voice."""
    contacts = json.loads(truth.read_text("utf-8"))["contacts"]
    for contact, theme, text in voices(con):
        statements = contacts.get(contact, {}).get("statements", [])
        spoken = [(one["theme_id"] or NO_ISSUE, one["text"]) for one in statements]
        yield theme, planted_issue(text, spoken)


def tagged(con: Connection, silver: Path) -> Iterator[tuple[str, str]]:
    """Theme and tag of every voice that has a tag."""
    tags = read_column(silver, "id", "issue")
    for contact, theme, _ in voices(con):
        if contact in tags:
            yield theme, tags[contact]


def fits(
    pairs: Sequence[tuple[str, str]], least_voices: int, least_share: float
) -> dict[str, tuple[float, float]]:
    """Purity and completeness of each theme with so many voices and such a share of any issue."""
    of_issue = Counter(issue for _, issue in pairs)
    inside: dict[str, Counter[str]] = defaultdict(Counter)
    for theme, issue in pairs:
        inside[theme][issue] += 1
    found = {}
    for theme, issues in inside.items():
        total, about = issues.total(), issues.total() - issues.pop(NO_ISSUE, 0)
        if total >= least_voices and about > least_share * total:
            [(issue, count)] = issues.most_common(1)
            found[theme] = (count / total, count / of_issue[issue])
    return found


def judged(con: Connection, known: dict[str, tuple[float, float]]) -> list[Judged]:
    """Put trust and truth together."""
    sizes = Counter(theme for _, theme, _ in voices(con))
    rows = con.execute(
        "select theme_id, share_found, separation, is_quotable from core.theme_trust order by 1"
    ).fetchall()
    return [
        Judged(sizes[theme], found, separation, quotable, *known.get(theme, (np.nan, np.nan)))
        for theme, found, separation, quotable in rows
    ]


def report(themes: Sequence[Judged]) -> None:
    """Print the share of quotable themes by size, and how well these and the others fit."""
    for least in (1, *LARGER):
        part = [one for one in themes if one.count_voices >= least]
        share = np.mean([one.is_quotable for one in part])
        heard = sum(one.count_voices for one in part)
        quoted = sum(one.count_voices for one in part if one.is_quotable)
        print(f"themes of at least {least} voices: {len(part)}, quotable {share:.0%}, "
              f"with {quoted / heard:.0%} of their voices")  # fmt: skip
        known = [one for one in part if not np.isnan(one.purity)]
        for name, is_quotable in (("quotable", True), ("not", False)):
            _fit(name, [one for one in known if one.is_quotable == is_quotable])


def _fit(name: str, themes: Sequence[Judged]) -> None:
    if not themes:
        return
    purity = np.array([one.purity for one in themes])
    completeness = np.mean([one.completeness for one in themes])
    print(f"  {name:8s} {len(themes):3d} with a truth: purity {purity.mean():.3f}, "
          f"below {PURE} {np.mean(purity < PURE):.1%}, complete {completeness:.2f}")  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--silver", type=Path)
    parser.add_argument("--settings", default="{}", help="TrustSettings as JSON")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        settings = TrustSettings.model_validate_json(given.settings)
        con = measured(given.home, folder, settings)
        known: dict[str, tuple[float, float]] = {}
        if given.truth:
            known = fits(list(planted(con, given.truth)), 1, 0.5)
        elif given.silver:
            known = fits(list(tagged(con, given.silver)), LEAST_TAGGED, 0.0)
        report(judged(con, known))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
