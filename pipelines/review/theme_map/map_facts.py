"""What the theme map shows: plain values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MapTheme:
    """A theme on the map, with what the published file holds of it in the months shown.

    `x` and `y` (0..1) are the middle of its voices on the map.
    """

    theme_id: str
    name: str
    count_voices: int
    count_customers: int
    x: float
    y: float


@dataclass(frozen=True)
class MapVoice:
    """A voice on the map; `theme` is the number of its theme in `ThemeMap.themes`.

    `text` is None where too few customers tell of the theme for anybody to be quoted.
    """

    voice_id: str
    x: float
    y: float
    theme: int | None
    text: str | None
    is_of_month: bool


@dataclass(frozen=True)
class ThemeMap:
    """Voices from `first_on` to `last_on`: all of them, or a sample of `count_all`."""

    month: date
    first_on: date
    last_on: date
    count_all: int
    themes: tuple[MapTheme, ...]
    voices: tuple[MapVoice, ...]
    file_name: str
