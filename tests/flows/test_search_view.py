"""What `voc search` shows on terminals of any width."""

from dataclasses import replace
from datetime import date

import click
import pytest
from rich.cells import cell_len

from flows.messages import catalogue
from flows.search import Answer
from flows.search_view import View, aligned, render
from pipelines.search.search_room import FoundTheme, FoundVoice, Matching

LONG = "振り込んだのに、いつまで待っても商品が届かないんですけど、どうなっているんでしょうか。"
VOICE = FoundVoice(
    0.8312, date(2024, 3, 9), "call", "みどりモバイル", "T0001", "配送・遅延", 1234, LONG, "v", "c"
)
ANSWER = Answer(
    Matching(5000, 4000, date(2024, 1, 1), date(2024, 3, 9)),
    Matching(5000, 4000, date(2024, 1, 1), date(2024, 3, 9)),
    [VOICE, replace(VOICE, product=None, theme_name=None, theme_id=None, text="短い")],
    [FoundTheme(0.7, "T0001", "配送・遅延", "配送", 900, 1234, date(2024, 3, 9))],
    only_themes=False,
)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140, 300])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    view = View("table", width, catalogue("ja"), {"call": "電話"})
    lines = click.unstyle(render(ANSWER, view)).splitlines()
    table = [line for line in lines if line.startswith(("近さ", "0.83", "0.70"))]
    assert len(table) == 5
    assert max(map(cell_len, table)) <= width
    assert width < 60 or any("振り込んだ" in line for line in table)


def test_on_a_terminal_of_80_the_words_keep_two_fifths_of_the_line() -> None:
    shown = render(ANSWER, View("table", 80, catalogue("ja"), {"call": "電話"}))
    lines = click.unstyle(shown).splitlines()
    [line] = [line for line in lines if "振り込んだ" in line]
    assert cell_len(line) in (79, 80)
    assert cell_len(line[line.index("振り込んだ") :]) >= 0.4 * (80 - 6) - 2
    assert line.endswith("…")


def test_columns_stand_below_each_other_whatever_the_script() -> None:
    lines = [["日", "n", "x"], ["abc", "12", "いろはにほ"], ["あい", "3", "end"]]
    assert aligned(lines, frozenset({1}), (), None) == [
        "日     n  x",
        "abc   12  いろはにほ",
        "あい   3  end",
    ]
    assert aligned(lines, frozenset({1}), (), 13)[1] == "abc  12 いろ…"
