"""What the sections of the review say, beside the themes themselves."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.review.facts_theme import Season
from pipelines.review.traces import Number

Span = Literal["season", "quarter", "year"]


@dataclass(frozen=True)
class Part:
    """A piece of a sentence: words, or a number that can be looked up written as `text`."""

    text: str
    number: Number | None = None


@dataclass(frozen=True)
class Sentence:
    """One of the three sentences; `kind` is volume, change or outlook, `also` lines below it."""

    kind: str
    parts: tuple[Part, ...]
    also: tuple[tuple[Part, ...], ...] = ()

    @property
    def text(self) -> str:
        """The sentence in plain words."""
        return "".join(part.text for part in self.parts)

    @property
    def also_texts(self) -> tuple[str, ...]:
        """The lines below it in plain words."""
        return tuple("".join(part.text for part in line) for line in self.also)


@dataclass(frozen=True)
class Raised:
    """A theme that rose, by the newest alert of its kind in the month or beside the year before.

    `kind` is spike, slow_rise, new_theme or comeback (mart.alert), or a Span: the month, three or
    twelve months, surely above the same a year before. `size` contacts since `since_on` beside
    `expected`. `is_together`: themes that split off it or were merged in between are counted too.
    `segment`, `product` and `channel` carry the rise where a single one does. `is_seasonal`: the
    one earlier year that is known would explain it.
    """

    theme_id: str
    name: str
    kind: str
    raised_on: date
    since_on: date
    size: Number
    expected: Number
    customers: Number
    segment: str | None
    product: str | None
    channel: str | None
    is_seasonal: bool
    is_together: bool = False


@dataclass(frozen=True)
class NewTheme:
    """A theme first heard, or first found, in the month; checked when it is surely one issue."""

    theme_id: str
    name: str
    contacts: Number
    customers: Number
    first_heard_on: date
    born_on: date
    is_checked: bool


@dataclass(frozen=True)
class Fading:
    """A theme that surely fell: contacts of the month, or of three or twelve, and a year before.

    Several months are counted alike, and their keys name the first and the last:
    T0012|2026-01/2026-03|year_before|count_contacts_alike.
    """

    theme_id: str
    name: str
    span: Span
    now: Number
    before: Number
    is_together: bool = False


@dataclass(frozen=True)
class Usual:
    """A theme that surely moved since last month, as it does in this season: not so by the year."""

    theme_id: str
    name: str


@dataclass(frozen=True)
class Changes:
    """New, rising, back again and fading; `count_new` is all of them, `new` those shown.

    `usual` rose since last month, and is in none of the other lists.
    """

    new: tuple[NewTheme, ...]
    count_new: int
    rising: tuple[Raised, ...]
    back: tuple[Raised, ...]
    fading: tuple[Fading, ...]
    usual: tuple[Usual, ...] = ()


@dataclass(frozen=True)
class Step:
    """One step of the waterfall, in voices; `theme_id` is None for the steps that are no theme.

    `kind` is theme, others (all other themes), unexplained or aside (kinds that themes are not
    made of); steps that are no theme get their name from words (waterfall.<kind>).
    """

    kind: str
    theme_id: str | None
    name: str
    step: int


@dataclass(frozen=True)
class Waterfall:
    """Customers' voices of last month, what changed, and of this month: before + steps = now.

    Counted in voices, because a voice has one theme where a contact may have several. The two
    months differ by `days_now` - `days_before` days.
    """

    month_before: date
    before: Number
    steps: tuple[Step, ...]
    now: Number
    days_before: int
    days_now: int


@dataclass(frozen=True)
class Coming:
    """One entry of the list of coming seasons (mart.season_list)."""

    theme_id: str
    name: str
    season_label: str | None
    warn_by: date
    onset_on: date
    peak_on: date
    end_on: date
    expected: Number
    low: Number
    high: Number
    usual: Number
    factor: Number
    count_year_before: Number
    count_two_years_before: Number
    count_years: int
    sureness: str
    segment: str | None
    product: str | None
    channel: str | None
    notice: str
    is_late: bool


@dataclass(frozen=True)
class Foretold:
    """What became of a season (mart.season_backtest); outcome hit, false_warning or miss."""

    outcome: str
    theme_id: str
    name: str
    judged_on: date
    onset_on: date
    end_on: date
    expected: Number
    low: Number
    high: Number
    count_contacts: Number
    is_in_range: bool | None


@dataclass(frozen=True)
class Score:
    """How good the lists had been by the day of the list (mart.season_score).

    `known_from` is two_years_or_more, one_year or all: what the forecasts were made from.
    """

    known_from: str
    count_hits: Number
    count_misses: Number
    count_false_warnings: Number
    share_in_range: Number
    skill_over_last_year: Number
    skill_over_last_month: Number


@dataclass(frozen=True)
class Ahead:
    """The list in force at the end of the month; `listed_on` None when there is none yet.

    `judged` are seasons judged in the last months (sizes.judged_months), the newest first; `scores`
    those of two years, of one and of all, as far as there are any; `calendar` the seasons of the
    business calendar that are named (sizes.seasons), in weeks.
    """

    listed_on: date | None
    entries: tuple[Coming, ...]
    judged: tuple[Foretold, ...]
    scores: tuple[Score, ...]
    calendar: tuple[Season, ...] = ()


@dataclass(frozen=True)
class Ignored:
    """A living theme that customers wait for longest (mart.theme_age)."""

    rank: int
    theme_id: str
    name: str
    first_heard_on: date
    months_alive: Number
    months_since_acted: Number
    count_years_back: Number
    count_reviews: Number
    count_measures: Number
    customers_waiting: Number
    customer_years_waiting: Number
    last_acted_on: date | None
    is_measure_planned: bool


@dataclass(frozen=True)
class MeasureFacts:
    """One measure and what it did so far (mart.measure).

    `status` is planned, running, done or stopped; `verdict` helped, worse, unclear, too_early,
    not_comparable, or planned for what has not begun. The effect is relative: -0.2 for a fifth
    fewer; it is told only where the verdict is one of the first three.
    """

    measure_id: str
    theme_id: str
    name: str
    what: str
    owner: str | None
    from_on: date
    status: str
    verdict: str | None
    expected_effect: Number
    effect: Number
    low: Number
    high: Number
    contacts_after: Number
    contacts_expected: Number
    weeks_after: Number
    judged_on: date | None


@dataclass(frozen=True)
class Where:
    """One theme in one value of a facet (segment or product), over 12 whole months.

    `quadrant` is focus, own, common or rest; cells of fewer customers than sizes.quote_customers
    are left out.
    """

    facet: str
    value: str
    theme_id: str
    name: str
    customers: Number
    share: Number
    share_elsewhere: Number
    log_odds_low: Number
    quadrant: str


@dataclass(frozen=True)
class FlagCount:
    """Voices of a flag (safety, legal, harassment, or all) by severity 3, 2 and 1.

    `usual_a_month` is the mean of up to 12 months before; `by_month` has one count for every month
    of Facts.axis; what the vote doubts is in `doubted` only. `categories`: sort and voices.
    """

    flag: str
    now: Number
    grave: Number
    middle: Number
    light: Number
    month_before: Number
    usual_a_month: float | None
    doubted: Number
    by_month: tuple[int, ...]
    categories: tuple[tuple[str, Number], ...]


@dataclass(frozen=True)
class FastLane:
    """What must not wait: by flag, all voices of any flag, and alerts raised in the month."""

    flags: tuple[FlagCount, ...]
    total: FlagCount
    alerts: Number

    @property
    def is_empty(self) -> bool:
        """Whether the month has no such voice, not even a doubted one."""
        return not self.total.now and not self.total.doubted


@dataclass(frozen=True)
class Line:
    """One theme that split or merged in the month (mart.theme_lineage, applied ones).

    kind split: theme came out of `other`; merged: theme went into `other`.
    """

    kind: str
    happened_on: date
    theme_id: str
    name: str
    other_theme_id: str
    other_name: str
    count_voices: Number
    count_shared: Number
