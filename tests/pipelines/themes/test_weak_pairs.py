"""Weak pairs: the operator's recap, and what is no evidence."""

from pipelines.themes.weak_pairs import distinct, recap_pairs

VOICE = "お盆の前に振り込んだのに届かない。"


def test_the_first_turn_that_takes_the_voice_up_is_its_recap() -> None:
    turns = [
        (VOICE, "はい。"),
        (VOICE, "[氏名1]様、お調べいたします。"),
        (VOICE, "お振り込み済みの商品が届かないということですね。"),
        (VOICE, "発送が遅れているとのことで申し訳ございません。"),
    ]
    assert recap_pairs(turns) == [(VOICE, "お振り込み済みの商品が届かないということですね。")]


def test_placeholders_are_no_part_of_a_recap() -> None:
    turns = [(VOICE, "[氏名1]様、商品が届かない件でございますね。")]
    assert recap_pairs(turns) == [(VOICE, "様、商品が届かない件でございますね。")]


def test_a_voice_without_a_recap_has_no_pair() -> None:
    assert recap_pairs([(VOICE, "少々お待ちくださいませ、確認いたします。")]) == []
    assert recap_pairs([]) == []


def test_a_sentence_said_with_many_voices_tells_nothing_more() -> None:
    pairs = [("a", "同じ"), ("b", "同じ"), ("c", "c"), ("d", "e")]
    assert distinct(pairs) == [("a", "同じ"), ("d", "e")]
