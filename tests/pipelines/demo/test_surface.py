"""Cutting, crossing and rewording keep natural boundaries."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipelines.demo import slips, surface

QUOTE = "「払いました。」と言ったら、「まだです。」と言われました。それだけです。"


def reworded(text: str, rng: Random) -> str:
    return surface.reword(text, surface.swappable_words(text, True), 1.0, rng)


@given(st.text("あ。、 「」!?けど", max_size=60))
def test_sentences_join_to_the_text(text: str) -> None:
    assert "".join(surface.split_sentences(text)) == text


def test_no_cut_inside_a_quote() -> None:
    assert surface.split_sentences(QUOTE) == [
        "「払いました。」と言ったら、「まだです。」と言われました。",
        "それだけです。",
    ]


def test_cross_takes_the_head_of_one_and_the_tail_of_the_other() -> None:
    first = "お盆の前にコンビニで払ったんですけど、督促が来ました。"
    second = "先週ちゃんと振り込んだのに、まだ未払いの表示のままです。"
    assert surface.cross(first, second, Random(0)) == (
        "お盆の前にコンビニで払ったんですけど、まだ未払いの表示のままです。"
    )


def test_cross_needs_a_boundary_in_both() -> None:
    assert surface.cross("区切りのない文です", "先週払ったのに、まだです。", Random(0)) is None


def test_reword_leaves_idioms_and_longer_words_alone() -> None:
    for seed in range(30):
        rng = Random(seed)
        assert reworded("どうしても嫌なんです", rng) == "どうしても嫌なんです"
        told = reworded("コンビニエンスストアで", rng)
        assert told == "コンビニで"


def test_invert_says_the_main_clause_first() -> None:
    told = surface.invert("先週払ったはずなんですけど、まだ届かないんです。")
    assert told == "まだ届かないんです、先週払ったはずなんですけど。"


def test_recogniser_without_marks_keeps_every_word() -> None:
    assert slips.drop_marks("はい、払いました。控えもあります。", "bare") == (
        "はい払いました控えもあります"
    )
    assert slips.drop_marks("はい、払いました。控えもあります。", "spaced") == (
        "はい払いました 控えもあります"
    )


def test_cp932_keeps_what_windows_can_write() -> None:
    assert slips.as_cp932("9〜10時😢") == "9～10時"
