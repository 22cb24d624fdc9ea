"""How themes live: 52 weekly nights on a home that exists, with three rediscoveries.

    python -m benchmarks.theme_life --home DIR [--truth demo-truth.json] [--weeks 52] [--every 4]

The home's voices and vectors are copied beside it (nothing is encoded again); one night takes what
was received up to a year before the end, then a night a week. Told are: voices that keep their
theme from week to week, or whose change the lineage explains; themes that ended without a line;
months that were over at the first night and were changed since; and when planted themes were born.
"""

import argparse
import hashlib
import json
import shutil
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.theme_life_home import Life, open_copy

Themes = dict[str, str | None]


def explained(life: Life, since: date) -> set[tuple[str, str]]:
    """Pairs of themes of which the lineage says that voices went from the first to the second."""
    lines = life.con.execute(
        "select kind, theme_id, other_theme_id from core.lineage "
        "where is_applied and happened_on >= $since",
        {"since": since},
    ).fetchall()
    pairs = set()
    for kind, theme, other in lines:
        if kind == "split":
            pairs.add((other, theme))
        elif kind == "merged":
            pairs.add((theme, other))
    return pairs


def kept(before: Themes, after: Themes, pairs: set[tuple[str, str]]) -> Counter[str]:
    """Count voices that had a theme by what became of it."""
    told: Counter[str] = Counter()
    for voice, theme in before.items():
        if theme is None:
            continue
        now = after.get(voice)
        if now == theme:
            told["kept"] += 1
        elif now is not None and (theme, now) in pairs:
            told["explained"] += 1
        else:
            told["moved" if now else "lost"] += 1
    return told


def closed_months(life: Life, until: date) -> dict[date, str]:
    """A hash of every published number of each month that was over on a day."""
    rows = life.con.execute(
        "select month, theme_id, count_voices, count_contacts, count_customers "
        "from mart.theme_by_month where month < date_trunc('month', $until::date + 1) "
        "and count_voices > 0 order by all",
        {"until": until},
    ).fetchall()
    by_month: dict[date, list[str]] = {}
    for month, *row in rows:
        by_month.setdefault(month, []).append(repr(row))
    return {
        month: hashlib.sha256("\n".join(lines).encode()).hexdigest()
        for month, lines in by_month.items()
    }


def ended_without_line(life: Life) -> int:
    """Count retired themes of which no lineage says what became of them."""
    [(count,)] = life.con.execute(
        "select count(*) from core.theme where status = 'retired' and not exists "
        "(from core.lineage where lineage.theme_id = theme.theme_id "
        "and kind in ('merged', 'retired'))"
    ).fetchall()
    return int(count)


def births(life: Life, truth: dict[str, object], since: date) -> None:
    """Tell for each planted theme that begins late when a theme mostly made of it was born."""
    contacts = truth["contacts"]
    events = truth["events"]
    assert isinstance(contacts, dict) and isinstance(events, list)
    for event in (event for event in events if event["kind"] == "birth"):
        planted = event["theme_id"]
        said = {key for key, one in contacts.items() if planted in one["theme_ids"]}
        heard = life.con.execute(
            "select contact.received_on, coalesce(customer_key, contact_id), assignment.theme_id, "
            "theme.born_on from core.contact inner join core.voice using (contact_id) "
            "left join core.assignment using (voice_id) left join core.theme using (theme_id) "
            "where list_contains($said, source_contact_id) order by 1",
            {"said": sorted(said)},
        ).fetchall()
        customers: dict[str, date] = {}
        for day, customer, _, _ in heard:
            customers.setdefault(customer, day)
        days = sorted(customers.values())
        first_day = date.fromisoformat(event["first_day"])
        later = Counter((theme, born) for _, _, theme, born in heard if born and born >= first_day)
        print(f"planted {planted}: 4th customer {days[3]}, 10th customer {days[9]}")
        for (theme, born_on), count in later.most_common(3):
            late = (born_on - days[9]).days / 7
            print(f"  {theme} born {born_on}, {late:+.1f} weeks from the 10th, {count} voices")


def main() -> None:
    """Walk the year and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--every", type=int, default=1, help="take one of so many contacts")
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        walk(open_copy(given.home, folder, datetime.now(UTC), given.every), given)
    finally:
        shutil.rmtree(folder)


def walk(life: Life, given: argparse.Namespace) -> None:
    """One night up to a year before the end, then one a week."""
    last = life.last_day
    first = last - timedelta(weeks=given.weeks)
    started = time.perf_counter()
    life.night(first)
    closed, themes = closed_months(life, first), life.themes()
    explained_share = sum(theme is not None for theme in themes.values()) / len(themes)
    seconds = time.perf_counter() - started
    print(f"first night to {first}: {len(themes)} voices, {explained_share:.1%} in a theme, "
          f"{seconds:.0f} s", flush=True)  # fmt: skip
    worst, sums, nights = 1.0, Counter[str](), []
    for week in range(1, given.weeks + 1):
        day, started = first + timedelta(weeks=week), time.perf_counter()
        life.night(day)
        nights.append(time.perf_counter() - started)
        now = life.themes()
        told = kept(themes, now, explained(life, day - timedelta(days=7)))
        worst = min(worst, (told["kept"] + told["explained"]) / max(1, told.total()))
        sums, themes = sums + told, now
        if week in (given.weeks // 4, given.weeks // 2, 3 * given.weeks // 4):
            life.rediscover(day)
            print(f"week {week}: rediscovered, worst week so far {worst:.4f}", flush=True)
    report(life, closed, sums, worst)
    median = sorted(nights)[len(nights) // 2]
    print(f"a weekly night: median {median:.2f} s, worst {max(nights):.1f} s")
    if given.truth:
        births(life, json.loads(given.truth.read_text("utf-8")), first)


def report(life: Life, closed: dict[date, str], sums: Counter[str], worst: float) -> None:
    """Print identity and closed months."""
    after = closed_months(life, max(closed, default=date(1900, 1, 1)) + timedelta(days=32))
    changed = [month for month in closed if after.get(month) != closed[month]]
    share = (sums["kept"] + sums["explained"]) / max(1, sums.total())
    print(f"voices that keep their theme from week to week: {share:.4%} (worst week {worst:.4%}; "
          f"{dict(sums)})")  # fmt: skip
    print(f"themes that ended without a line of lineage: {ended_without_line(life)}")
    print(f"closed months: {len(closed)}, changed: {len(changed)}")
    for table in ("core.theme", "core.lineage", "core.theme_proposal", "core.founding"):
        key = {"core.theme": "status", "core.founding": "theme_day"}.get(table, "kind")
        # Names of tables cannot be parameters; these are the constants above.
        found = life.con.execute(f"select {key}, count(*) from {table} group by 1 order by 1")
        print(f"{table}: " + ", ".join(f"{name} {count}" for name, count in found.fetchall()))
    [(trusted, measured)] = life.con.execute(
        "select count(*) filter (where is_quotable), count(*) from core.theme_trust"
    ).fetchall()
    print(f"quotable themes: {trusted} of {measured}")


if __name__ == "__main__":
    main()
