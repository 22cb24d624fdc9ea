import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.mask import Span
from pipelines.text.segment import segments


def cut(text: str, *masks: Span) -> list[str]:
    return [text[piece.start : piece.end] for piece in segments(text, masks)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("箱が潰れてました。中身も割れてます", ["箱が潰れてました。", "中身も割れてます"]),
        (
            "先月も同じだったのに、今月もまた届きません",
            ["先月も同じだったのに、", "今月もまた届きません"],
        ),
        # A comma behind a topic parts nothing.
        ("保冷剤はもう、ぬるいお湯みたいでした", ["保冷剤はもう、ぬるいお湯みたいでした"]),
        # A recogniser writes pauses as spaces.
        ("三回かけました 誰も出ません", ["三回かけました", "誰も出ません"]),
        # Or nothing at all.
        (
            "段ボールを全部開けたんですけど食器の箱が足りないんですよ困ってます",
            ["段ボールを全部開けたんですけど", "食器の箱が足りないんですよ", "困ってます"],
        ),
        ("あのね、足りません", ["あのね、足りません"]),
        ("「はい。分かりました。」と言われました", ["「はい。分かりました。」と言われました"]),
    ],
)
def test_clauses_end_where_speech_does(text: str, pieces: list[str]) -> None:
    assert cut(text) == pieces


def test_clauses_of_one_sentence_share_its_number() -> None:
    found = segments("三回かけたのに、誰も出ません。困ります。")
    assert [piece.sentence for piece in found] == [0, 0, 1]


def test_nothing_ends_inside_personal_data() -> None:
    text = "住所は東京都。港区です。届きません。"
    assert cut(text, Span(3, 9, "ADDRESS", "[住所1]")) == [
        "住所は東京都。港区です。",
        "届きません。",
    ]


@given(st.text("届かないですけどます、。 \n?「」a", max_size=60))
def test_no_character_is_lost_or_told_twice(text: str) -> None:
    found = segments(text)
    inside = [place for piece in found for place in range(piece.start, piece.end)]
    assert inside == sorted(set(inside))
    outside = set(range(len(text))) - set(inside)
    assert all(text[place].isspace() for place in outside)
