"""What every picture is drawn with: colours, words, sizes of text, and the width of a text."""

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.review.fonts import Fonts
from pipelines.review.look import Colours, Words
from pipelines.review.pictures.typesetting import fitted, lines_of, measured

# Sizes of text in pixels: on A4, 720 pixels are as wide as the page, so 11 are 8 points.
TEXT, SMALL = 12.0, 11.0
LINE = 16.0
# A character of the font fills this part of its size above the base line, the rest below.
ABOVE, BELOW = 0.88, 0.12
GETA = "〓"


@dataclass(frozen=True)
class Pen:
    """Colours and words of config/review and the fonts; pictures differ by their data only."""

    colours: Colours
    words: Words
    fonts: Fonts

    def measure(self, size: float = TEXT, *, bold: bool = False) -> Callable[[str], float]:
        """Return the function that tells how many pixels wide a text is."""
        return measured(self.fonts, size, bold)

    def width(self, text: str, size: float = TEXT, *, bold: bool = False) -> float:
        """Return how many pixels wide a text is."""
        return self.fonts.width(text, size, bold=bold)

    def fitted(self, text: str, width: float, size: float = TEXT, *, bold: bool = False) -> str:
        """Return a text shortened to a width, with only characters that can be drawn."""
        return fitted(self.drawable(text), width, self.measure(size, bold=bold))

    def lines(
        self, text: str, width: float, most: int = 2, *, size: float = TEXT, bold: bool = False
    ) -> tuple[str, ...]:
        """Break a text into lines of a width, with only characters that can be drawn."""
        return lines_of(self.drawable(text), width, self.measure(size, bold=bold), most)

    def drawable(self, text: str) -> str:
        """Put 〓 where the font lacks a character, as Japanese printers do; never an empty box."""
        lacking = self.fonts.missing(text)
        return "".join(GETA if one in lacking else one for one in text) if lacking else text


def mixed(one: str, other: str, part: float) -> str:
    """Return the colour that lies `part` (0 to 1) of the way from one colour to another."""
    ends = [[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in (one, other)]
    values = [round(a + (b - a) * part) for a, b in zip(*ends, strict=True)]
    return "#" + "".join(f"{value:02x}" for value in values)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2): what is left of it in grey."""
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
