"""Where labels stand, so that no two overlap and none leaves the picture.

Vega puts labels where it is told. Here each label comes with the places it would like, best
first, and takes the first one that is free; a label without a free place is left out, so the ones
that matter come first. Greedy, and therefore the same every time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.review.pictures.layers import Text
from pipelines.review.pictures.pen import ABOVE, BELOW, Pen

GAP = 2.0


@dataclass(frozen=True)
class Spot:
    """A part of the picture in pixels, y from the top."""

    x: float
    y: float
    x2: float
    y2: float

    def meets(self, other: "Spot", gap: float = 0.0) -> bool:
        """Tell whether two parts overlap or come nearer than `gap`."""
        return (
            self.x < other.x2 + gap
            and other.x < self.x2 + gap
            and self.y < other.y2 + gap
            and other.y < self.y2 + gap
        )

    def lies_in(self, area: "Spot") -> bool:
        """Tell whether this part lies within another one."""
        return self.x >= area.x and self.y >= area.y and self.x2 <= area.x2 and self.y2 <= area.y2


def spot_of(text: Text, pen: Pen) -> Spot:
    """Return the part of the picture that a text covers."""
    width = pen.width(text.text, text.size, bold=text.bold)
    left = text.x - {"left": 0.0, "center": width / 2, "right": width}[text.align]
    return Spot(left, text.y - ABOVE * text.size, left + width, text.y + BELOW * text.size)


def place(
    wishes: Sequence[Sequence[Sequence[Text]]], pen: Pen, area: Spot, taken: Sequence[Spot] = ()
) -> list[int | None]:
    """Return for each label which of its wishes it got, None for none.

    A wish is the lines of a label at one place; `taken` are parts of the picture to keep free.
    """
    held = list(taken)
    got: list[int | None] = []
    for places in wishes:
        spots = [[spot_of(line, pen) for line in lines] for lines in places]
        free = (number for number, one in enumerate(spots) if _is_free(one, held, area))
        chosen = next(free, None)
        got.append(chosen)
        held += spots[chosen] if chosen is not None else []
    return got


def placed(
    wishes: Sequence[Sequence[Text]], pen: Pen, area: Spot, taken: Sequence[Spot] = ()
) -> list[Text]:
    """Return labels of one line each at the places they got, without those that got none."""
    got = place([[[text] for text in places] for places in wishes], pen, area, taken)
    return [
        places[number] for places, number in zip(wishes, got, strict=True) if number is not None
    ]


def _is_free(spots: Sequence[Spot], held: Sequence[Spot], area: Spot) -> bool:
    return all(
        spot.lies_in(area) and not any(spot.meets(other, GAP) for other in held) for spot in spots
    )
