"""The four numbers at the top, and all contacts beside those of other months."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from pipelines.review.facts import Headline, MonthCount
from pipelines.review.facts_sections import FastLane
from pipelines.review.facts_theme import Verdict
from pipelines.review.months import earlier, last_day
from pipelines.review.reach import is_parted
from pipelines.review.sentences import Volume
from pipelines.review.traces import Number, month_key, traced
from pipelines.review.versus import chance, is_near

Months = Mapping[date, MonthCount]
# Column by the key of the headline and the table that it is counted from.
PLACES = {
    "contacts": ("contact", "count_contacts"),
    "themes": ("voice", "count_themes"),
    "unexplained": ("unexplained_by_month", "share_unexplained"),
}


def headlines(
    now: MonthCount,
    months: Months,
    fast_lane: FastLane,
    axis: Sequence[date],
    founded: date | None,
    broken: Collection[date] = (),
) -> tuple[Headline, ...]:
    """Return contacts, themes heard, the unexplained share and the voices that must not wait.

    An unfinished month is never compared: half a month looks like a fall. Nor is one of the months
    `broken`, since which contacts are counted in another way, nor the unexplained share with one of
    before the day on which all voices were clustered (`founded`).
    """
    dates = (now.month, earlier(now.month, 1), earlier(now.month, 12))
    found = (now, *(_comparable(now, months.get(at), broken) for at in dates[1:]))
    parted = tuple(
        None if at != now.month and is_parted(founded, at, now.month) else one
        for at, one in zip(dates, found, strict=True)
    )
    told = {key: parted if key == "unexplained" else found for key in PLACES}
    counted = tuple(
        Headline(
            key,
            "share" if key == "unexplained" else "count",
            *(_number(key, at, one) for at, one in zip(dates, told[key], strict=True)),
        )
        for key in PLACES
    )
    urgent = (_urgent(at, one, fast_lane, axis) for at, one in zip(dates, found, strict=True))
    return (*counted, Headline("urgent", "count", *urgent))


def volume(now: MonthCount, months: Months, sigmas: float, broken: Collection[date] = ()) -> Volume:
    """Return all contacts of the month beside last month's and those of the month last year.

    Since the months `broken` contacts are counted in another way.
    """
    before, year = (
        _comparable(now, months.get(earlier(now.month, back)), broken) for back in (1, 12)
    )
    return Volume(
        _number("contacts", now.month, now),
        _number("contacts", earlier(now.month, 1), before),
        _number("contacts", earlier(now.month, 12), year),
        _verdict(now, before, sigmas),
        _verdict(now, year, sigmas),
        now.is_complete,
        _is_near(now, before),
        _is_near(now, year),
    )


def _comparable(
    now: MonthCount, found: MonthCount | None, broken: Collection[date]
) -> MonthCount | None:
    is_base = found and found.is_whole and found.month not in broken
    return found if is_base and now.is_complete else None


def _number(key: str, at: date, month: MonthCount | None) -> Number:
    mart, column = PLACES[key]
    return traced(_value(key, month) if month else None, mart, month_key(at), column)


def _value(key: str, month: MonthCount) -> float | None:
    if key == "unexplained":
        compared = month.count_voices_compared
        return month.count_unexplained / compared if compared else None
    return month.count_contacts if key == "contacts" else month.count_themes


def _urgent(
    at: date, month: MonthCount | None, fast_lane: FastLane, axis: Sequence[date]
) -> Number:
    value = None
    if month and at in axis:
        value = fast_lane.total.by_month[axis.index(at)]
    return traced(value, "fast_lane", month_key(at), "all", "all", "count")


def _verdict(now: MonthCount, then: MonthCount | None, sigmas: float) -> Verdict:
    """Compare contacts a day: months differ in length."""
    if then is None:
        return "unknown"
    return chance(now.count_contacts, then.count_contacts, sigmas, _exposure(now, then))


def _is_near(now: MonthCount, then: MonthCount | None) -> bool:
    return then is not None and is_near(
        now.count_contacts, then.count_contacts, _exposure(now, then)
    )


def _exposure(now: MonthCount, then: MonthCount) -> float:
    return last_day(now.month).day / last_day(then.month).day
