"""One theme as the review tells of it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.review.traces import Number

Against = Literal["month_before", "year_before", "two_years_before"]
# up and down only where chance alone does not explain the difference; unknown: not compared.
Verdict = Literal["up", "down", "unclear", "unknown"]
# Why there is no comparison, or what it leaves out (words: versus.<reason>).
VersusReason = Literal["", "unfinished", "no_record", "not_comparable", "like_for_like"]
# Why a theme has no quotes (words: cards.quotes_<gate>).
QuoteGate = Literal["shown", "too_few", "none"]

# A line of the ranking on A4 holds so many characters below a name.
TOLD_CHARACTERS = range(12, 19)


@dataclass(frozen=True)
class ThemeMonth:
    """Contacts, customers and voices of a theme in one month (mart.theme_by_month)."""

    month: date
    count_contacts: int
    count_customers: int
    count_voices: int
    is_complete: bool


@dataclass(frozen=True)
class WeekCount:
    """Contacts of a theme in one week from Monday (mart.theme_by_week)."""

    week: date
    count_contacts: int
    is_complete: bool


@dataclass(frozen=True)
class Versus:
    """Contacts of the month beside those of another one.

    The years before are the same season by the business calendar, the month before is the
    calendar month, of which both are counted a day, since months differ in length. `verdict` is
    that of versus.chance; `low` and `high` are the 95 % range of now over before of
    versus.ratio_range. `broken_by` names the markers that forbid or narrow the comparison.
    """

    against: Against
    before: Number
    step: int | None
    ratio: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    reason: VersusReason
    broken_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rate:
    """Contacts per 1,000 of a denominator; `kind` is customers, shipments, sales, calls_offered."""

    kind: str
    per_1000: Number
    denominator: Number
    is_comparable: bool


@dataclass(frozen=True)
class Carrier:
    """A value of a facet (segment, product, channel, region) of which the theme is typical.

    Shares are of the customers of the value and of all others, over the last 12 whole months.
    """

    facet: str
    value: str
    count_customers: Number
    share: Number
    share_elsewhere: Number
    log_odds_low: Number


@dataclass(frozen=True)
class Season:
    """Days of the year on which the theme was clearly raised in earlier years (season_profile).

    Days are those of the year around the review; `labels` are names of the business calendar.
    """

    from_on: date
    until_on: date
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Quote:
    """One masked customer statement (mart.voice)."""

    voice_id: str
    received_on: date
    channel: str | None
    product: str | None
    segment: str | None
    text: str


@dataclass(frozen=True)
class ThemeFacts:
    """One theme: counts of the month, comparisons, series and people.

    `rank` is 1 for the largest of the month, equal counts share a place, 0 when it was not heard.
    `by_month` has one entry for every month of Facts.axis. `weeks`, `seasons`, `carriers` and
    `quotes` are filled for themes with a card only. `is_quotable` is None while nobody looked.
    `measures` are measure_ids, `owners` the people of those in force or planned.
    """

    theme_id: str
    name: str
    category: str
    status: str
    is_named_by_person: bool
    born_on: date
    first_heard_on: date
    last_heard_on: date | None
    rank: int
    is_new: bool
    is_quotable: bool | None
    contacts: Number
    customers: Number
    voices: Number
    wordings: Number
    share: Number
    rate: Rate | None
    on_month_before: Versus
    on_year_before: Versus
    on_two_years_before: Versus
    by_month: tuple[ThemeMonth, ...]
    weeks: tuple[WeekCount, ...] = ()
    seasons: tuple[Season, ...] = ()
    carriers: tuple[Carrier, ...] = ()
    quotes: tuple[Quote, ...] = ()
    quote_gate: QuoteGate = "none"
    measures: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()

    @property
    def told_as(self) -> str | None:
        """The first quote that is short enough to stand whole below its name; None without one.

        A name alone may tell little, and so does half a sentence or an exclamation.
        """
        texts = (quote.text for quote in self.quotes)
        return next((text for text in texts if len(text) in TOLD_CHARACTERS), None)
