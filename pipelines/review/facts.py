"""What the monthly review is made of: plain values read from the published file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


def earlier(month: date, months: int) -> date:
    """Return the first day of the month that lies `months` before another."""
    number = month.year * 12 + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True)
class MonthCount:
    """Everything received in one calendar month; `month` is its first day.

    Copies of contacts are in `count_copies` only: what was received is contacts + copies.
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

    @property
    def share_explained(self) -> float | None:
        """Voices with a theme / voices that themes are made of, 0 to 1; None without one."""
        compared = self.count_voices_compared
        return self.count_voices_explained / compared if compared else None


@dataclass(frozen=True)
class ThemeMonth:
    """One theme in one month, as in mart.theme_by_month."""

    count_contacts: int
    count_customers: int
    share_of_contacts: float | None


SILENT = ThemeMonth(0, 0, 0.0)


@dataclass(frozen=True)
class Theme:
    """One theme with its months; a month that is not there is a month of 0."""

    theme_id: str
    name: str | None
    category: str | None
    born_on: date
    first_seen_on: date
    by_month: Mapping[date, ThemeMonth]

    def at(self, month: date) -> ThemeMonth:
        """Return the counts of a month."""
        return self.by_month.get(month, SILENT)


@dataclass(frozen=True)
class Quote:
    """One masked customer statement."""

    received_on: date
    channel: str | None
    product: str | None
    text: str


@dataclass(frozen=True)
class Marker:
    """One change that may move a series without customers having changed."""

    marked_on: date
    scope: str
    description: str


@dataclass(frozen=True)
class Taken:
    """Rows of the inbox: read = taken + rejected; known rows were there already."""

    count_read: int
    count_taken: int
    count_known: int


@dataclass(frozen=True)
class Reject:
    """Rows set aside for one reason, in words."""

    reason: str
    count_of_month: int
    count_ever: int


@dataclass(frozen=True)
class Origin:
    """The published file and run that the numbers come from."""

    file_name: str
    run_id: str | None
    data_from: date
    data_until: date


@dataclass(frozen=True)
class Facts:
    """All values of one month's review.

    `months` holds every month of the history up to the reviewed one, in order and without a
    gap; `oldest_born_on` is the birthday of the oldest theme, None without themes.
    """

    month: date
    months: tuple[MonthCount, ...]
    themes: tuple[Theme, ...]
    oldest_born_on: date | None
    quotes: Mapping[str, tuple[Quote, ...]]
    markers: tuple[Marker, ...]
    taken_of_month: Taken
    taken_ever: Taken
    rejects: tuple[Reject, ...]
    origin: Origin
    _by_month: dict[date, MonthCount] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_month", {month.month: month for month in self.months})

    @property
    def now(self) -> MonthCount:
        """The reviewed month."""
        return self._by_month[self.month]

    def before(self, months: int) -> MonthCount | None:
        """Return the month `months` earlier if the two may be compared, else None.

        An unfinished month is never compared: half a month looks like a fall.
        """
        found = self._by_month.get(earlier(self.month, months))
        return found if found and found.is_complete and self.now.is_complete else None

    def window(self, months: int) -> tuple[MonthCount, ...]:
        """Return the last `months` months of history, the reviewed one included."""
        return self.months[-months:]
