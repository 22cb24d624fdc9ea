"""What the monthly review is made of: plain values read from the published file.

Every picture, page, document and workbook shows these and reads nothing else. The parts lie in
facts_theme (one theme) and facts_sections (what the sections say).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pipelines.review.facts_sections import (
    Ahead,
    Changes,
    FastLane,
    Ignored,
    Line,
    MeasureFacts,
    Sentence,
    Waterfall,
    Where,
)
from pipelines.review.facts_theme import ThemeFacts
from pipelines.review.facts_trust import Trust
from pipelines.review.months import is_long_over
from pipelines.review.traces import Number


@dataclass(frozen=True)
class MonthCount:
    """Everything received in one calendar month; `month` is its first day.

    Copies of contacts are in `count_copies` only: what was received is contacts + copies. A month
    is complete when it is over; only one that is whole, on record from its first day on, may be
    compared with.
    """

    month: date
    count_contacts: int
    count_contacts_heard: int
    count_voices: int
    count_voices_compared: int
    count_voices_explained: int
    count_themes: int
    is_complete: bool
    count_copies: int = 0
    count_no_content: int = 0
    is_whole: bool = True

    @property
    def share_explained(self) -> float | None:
        """Voices with a theme / voices that themes are made of, 0 to 1; None without one."""
        compared = self.count_voices_compared
        return self.count_voices_explained / compared if compared else None

    @property
    def count_unexplained(self) -> int:
        """Voices that could have had a theme and have none; those without content among them."""
        return self.count_voices_compared - self.count_voices_explained


@dataclass(frozen=True)
class Origin:
    """The published file and run that the numbers come from.

    `is_frozen` is true for a closed month, which is read from its own file from then on;
    `is_anew` when that file was put in the place of an earlier one.
    """

    file_name: str
    run_id: str | None
    data_from: date
    data_until: date
    is_frozen: bool = False
    is_anew: bool = False


@dataclass(frozen=True)
class Headline:
    """One number at the top, with last month and the same month last year beside it.

    `key` names its words (headline.<key>): contacts, themes, unexplained or urgent. `unit` is
    count or share (0 to 1).
    """

    key: str
    unit: str
    now: Number
    month_before: Number
    year_before: Number


@dataclass(frozen=True)
class Facts:
    """All values of one month's review, in the order in which it is read.

    `month` is the first day of the month. `months` holds every month of the history up to it, in
    order and without a gap; `axis` the newest of them that trends are drawn over. `themes` are all
    that were heard up to the month: those of the month first, by contacts. `loud` and `cards` are
    theme_ids in the order of the page. `missing` has one sentence for each section that has
    nothing to show (keys: loud, new, rising, back, fading, waterfall, ahead, score, ignored,
    measures, segment, product, fast_lane, stability, markers, rejects), and no key for the others.
    """

    month: date
    is_complete: bool
    months: tuple[MonthCount, ...]
    axis: tuple[date, ...]
    sentences: tuple[Sentence, ...]
    headlines: tuple[Headline, ...]
    themes: tuple[ThemeFacts, ...]
    loud: tuple[str, ...]
    cards: tuple[str, ...]
    rate_kind: str | None
    changes: Changes
    waterfall: Waterfall | None
    ahead: Ahead
    ignored: tuple[Ignored, ...]
    measures: tuple[MeasureFacts, ...]
    where: tuple[Where, ...]
    fast_lane: FastLane
    lineage: tuple[Line, ...]
    trust: Trust
    origin: Origin
    missing: Mapping[str, str]
    _by_month: dict[date, MonthCount] = field(init=False, repr=False, compare=False)
    _by_theme: dict[str, ThemeFacts] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_month", {month.month: month for month in self.months})
        object.__setattr__(self, "_by_theme", {theme.theme_id: theme for theme in self.themes})

    @property
    def now(self) -> MonthCount:
        """The reviewed month."""
        return self._by_month[self.month]

    @property
    def is_hindsight(self) -> bool:
        """Tell whether what has no month of its own is as of a day long after the month."""
        return is_long_over(self.month, self.origin.data_until)

    def theme(self, theme_id: str) -> ThemeFacts:
        """Return a theme by its identifier."""
        return self._by_theme[theme_id]

    def at(self, month: date) -> MonthCount | None:
        """Return a month of the history; None when it is not on record."""
        return self._by_month.get(month)
