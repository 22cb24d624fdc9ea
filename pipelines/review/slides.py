"""The pictures of a review as files of their own, to paste into slides."""

from collections.abc import Mapping
from pathlib import Path

from pipelines.review.drawings import Drawing
from pipelines.review.fonts import FAMILY, Fonts
from pipelines.review.pictures.render import png_of_svg
from warehouse.publish import replace_bytes, replace_text

FOLDER = "pictures"
# Small ones make sense in the line of a table only.
WITHIN_TABLES = ("spark-", "flag-")
ENDINGS = (".svg", ".png")
# Beside a page its fonts are inside; a picture alone is shown with what a desk has instead.
ALONE = f"{FAMILY}, Noto Sans JP, Yu Gothic, Hiragino Sans, Meiryo, sans-serif"


def write_slides(drawn: Mapping[str, Drawing], fonts: Fonts, folder: Path) -> list[Path]:
    """Write pictures/<key>.svg and .png of a review; returns their paths.

    Pictures of an earlier review of the month that are not drawn any more are taken away; the
    theme map is not among them.
    """
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for key, drawing in drawn.items():
        if not key.startswith(WITHIN_TABLES):
            picture = drawing.svg(drawing.first_width, fonts)
            svg, png = (target / f"{key}{ending}" for ending in ENDINGS)
            replace_text(svg, picture.replace(f'"{FAMILY}"', f'"{ALONE}"') + "\n")
            replace_bytes(png, png_of_svg(picture))
            written += [svg, png]
    for left in target.iterdir():
        if left.suffix in ENDINGS and left not in written and not left.name.startswith("theme_map"):
            left.unlink()
    return written
