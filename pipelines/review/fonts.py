"""The fonts of the review: what they hold, how wide a text is, and only the glyphs a page uses."""

from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "VOC Sans JP"
REGULAR, BOLD = "VOCSansJP-Regular.otf", "VOCSansJP-Bold.otf"

# Characters that browsers and printers never draw.
UNDRAWN = frozenset("\n\r\t\u200b\u2060\ufeff")


@dataclass(frozen=True)
class Fonts:
    """The folder that holds the two faces, config/fonts."""

    folder: Path

    @property
    def regular(self) -> Path:
        """The face for reading."""
        return self.folder / REGULAR

    @property
    def bold(self) -> Path:
        """The face for headings and what matters."""
        return self.folder / BOLD

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a text is at a size, both in the same unit; kerning is left out."""
        advances = _advances(self.folder, BOLD if bold else REGULAR)
        return size * sum(advances.get(ord(one), 1.0) for one in text if one not in UNDRAWN)

    def missing(self, text: str) -> frozenset[str]:
        """Return the characters of a text that neither face can draw."""
        known = _drawn_by_both(self.folder)
        return frozenset(one for one in text if one not in known)

    def used_subset(self, text: Set[str] | str, *, bold: bool = False) -> bytes:
        """Return a WOFF2 file of a face with the glyphs of a text only; same text, same bytes."""
        return _cut(self.bold if bold else self.regular, "".join(sorted(set(text))))


# Asked for every word of a review: the folder is the key, for its hash is worked out once.
@lru_cache(maxsize=8)
def _advances(folder: Path, name: str) -> dict[int, float]:
    """Width of each character, in parts of the size."""
    with TTFont(folder / name, lazy=True) as font:
        metrics, units = font["hmtx"].metrics, font["head"].unitsPerEm
        return {point: metrics[glyph][0] / units for point, glyph in font.getBestCmap().items()}


@lru_cache(maxsize=4)
def _drawn_by_both(folder: Path) -> frozenset[str]:
    """Every character that needs no other font."""
    points = _advances(folder, REGULAR).keys() & _advances(folder, BOLD).keys()
    return UNDRAWN | {chr(point) for point in points}


def _cut(path: Path, characters: str) -> bytes:
    # Without a fixed time of change the file would differ from run to run.
    with TTFont(path, lazy=True, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(
            subset.Options(layout_features=["kern", "palt", "ccmp"], name_IDs=[1, 2, 4, 6, 13, 14])
        )
        cutter.populate(text=characters)
        cutter.subset(font)
        font.flavor = "woff2"
        out = BytesIO()
        font.save(out)
    return out.getvalue()
