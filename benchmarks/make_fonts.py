"""Make config/fonts from an installed Noto Sans CJK: Japanese glyphs only, under another name.

    python -m benchmarks.make_fonts [--from /usr/share/fonts/opentype/noto]

Run once, when the set of characters or the version of the font changes; needs fonttools only.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

TARGET = Path(__file__).resolve().parents[1] / "config" / "fonts"
FAMILY = "VOC Sans JP"
JAPANESE_FACE = 0
# kern and palt set text, ccmp joins か and ゜; the rest is for vertical text and old forms.
FEATURES = ["kern", "palt", "ccmp", "mark"]
EXTRA = "−‐‑‒–—―‘’“”•…‰′″※→←↑↓↗↘↙↖⇒▲△▼▽●○◎◯◉■□◆◇★☆✓✕×÷±≒≦≧～〜㎡㎏㎝㎜㍉㌔㈱①②③④⑤⑥⑦⑧⑨⑩"
FAMILY_NAMES, STYLE_NAMES = (1, 16), (2, 17)


def main() -> None:
    """Write VOCSansJP-Regular.otf and -Bold.otf."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--from", dest="source", type=Path)
    options.set_defaults(source=Path("/usr/share/fonts/opentype/noto"))
    source = options.parse_args().source
    for style in ("Regular", "Bold"):
        font = TTCollection(source / f"NotoSansCJK-{style}.ttc").fonts[JAPANESE_FACE]
        path = TARGET / f"VOCSansJP-{style}.otf"
        _reduce(font)
        _rename(font, style)
        font.save(path)
        print(f"{path.name}: {len(font.getBestCmap()):,} characters, {path.stat().st_size:,} bytes")


def _characters() -> Iterator[str]:
    """Every character of JIS X 0208 and 0213, of code page 932, and Latin letters with marks."""
    for point in range(0x20, 0x30000):
        if 0xD800 <= point <= 0xDFFF or 0xE000 <= point <= 0xF8FF:
            continue
        if any(_holds(chr(point), name) for name in ("euc_jis_2004", "cp932")) or point < 0x180:
            yield chr(point)
    yield from EXTRA


def _holds(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _reduce(font: TTFont) -> None:
    settings = subset.Options(
        layout_features=FEATURES,
        notdef_outline=True,
        name_IDs=["*"],
        drop_tables=["vhea", "vmtx", "VORG", "BASE", "DSIG"],
    )
    settings.hinting = False
    cutter = subset.Subsetter(settings)
    cutter.populate(text="".join(_characters()))
    cutter.subset(font)


def _rename(font: TTFont, style: str) -> None:
    post_script = f"{FAMILY.replace(' ', '')}-{style}"
    names = {4: f"{FAMILY} {style}", 6: post_script, 3: f"2.004;{post_script}"}
    names |= dict.fromkeys(FAMILY_NAMES, FAMILY) | dict.fromkeys(STYLE_NAMES, style)
    table = font["name"]
    # The Japanese names would bring the old family back in a menu set to Japanese.
    table.names = [one for one in table.names if one.langID == 0x409]
    for one in table.names:
        one.string = names.get(one.nameID, str(one))
    cff = font["CFF "].cff
    cff.fontNames = [post_script]
    top = cff.topDictIndex[0]
    top.FamilyName, top.FullName = FAMILY, names[4]


if __name__ == "__main__":
    main()
