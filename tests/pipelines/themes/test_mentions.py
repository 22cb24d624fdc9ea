"""What a text mentions: things, heads, and which is said of which."""

from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.themes.clauses import TokenLike, is_denied, negated, predicate_at, statement_at
from pipelines.themes.mentions import Mentions, mentions_of
from pipelines.themes.name_words import parse_name_words
from tests.pipelines.themes.word_rows import (
    GA,
    NO,
    NOT,
    PAST,
    TE,
    WO,
    Word,
    adjective,
    mark,
    noun,
    other,
    verb,
)

ROOT = Path(__file__).parents[3]
WORDS = parse_name_words(
    """
stop_words = "件 先日"
part_words = "無料"
legal_forms = "株式会社"
abstract_things = "予約"
quality_stop_words = "良い"
statement_stop_words = "選ばない"
counter_things = "ポイント"
[things]
"支払い" = "払う"
"交換" = "取り替え"
[heads]
"遅れ" = { words = "遅れる" }
"未着" = { of = "荷物", of_words = "届かない" }
"{}との違い" = { words = "違う", after = "と" }
"{}不可" = { words = "できない" }
"破損" = { words = "割れる", physical = true }
"態度" = { words = "失礼", of = "店員", alone = "応対の態度" }
"""
)
CANNOT = [Word("でき", "動詞", False, "出来る", "できる"), NOT]


def found(*tokens: TokenLike) -> Mentions:
    return mentions_of(tokens, WORDS)


def test_nouns_in_a_row_are_things_and_so_are_their_parts() -> None:
    assert set(found(noun("返金"), noun("手続"), GA, verb("遅れ", "遅れる")).things) == {
        "返金",
        "手続",
        "返金手続",
    }


def test_stop_words_join_nothing_and_part_words_stand_in_compounds_only() -> None:
    assert set(found(noun("先日"), noun("返金"), noun("件")).things) == {"返金"}
    assert set(found(noun("無料"), noun("体験")).things) == {"体験", "無料体験"}


def test_a_verb_may_speak_of_a_thing() -> None:
    assert set(found(verb("払っ", "払う"), PAST).things) == {"支払い"}


def test_names_of_companies_and_placeholders_are_no_things() -> None:
    assert found(noun("架空"), noun("商会"), noun("株式会社")).things == {}
    masked = [noun("担当"), mark("["), noun("氏名"), noun("1"), mark("]"), noun("対応")]
    assert set(found(*masked).things) == {"担当", "対応"}
    assert set(found(noun("担当"), noun("[氏名1]"), noun("対応")).things) == {"担当", "対応"}
    lone = [mark("["), *[noun("料金"), GA] * 5]
    assert set(found(*lone).things) == {"料金"}


def test_only_latin_proper_nouns_are_things() -> None:
    proper = [Word("みなと屋", "固有名詞"), GA, Word("PayPay", "固有名詞")]
    assert set(found(*proper).things) == {"PayPay"}


def test_a_head_is_said_of_what_stands_before_it_in_the_clause() -> None:
    said = found(noun("返金"), GA, verb("遅れ", "遅れる"), mark("、"), noun("電話"))
    assert said.links == {("返金", "遅れ")}


def test_a_head_is_said_of_what_it_describes() -> None:
    assert found(verb("割れ", "割れる"), PAST, noun("皿")).links == {("皿", "破損")}


def test_words_for_certain_things_count_only_beside_them() -> None:
    assert found(noun("荷物"), GA, verb("届か", "届く"), NOT).links == {("荷物", "未着")}
    assert found(noun("声"), GA, verb("届か", "届く"), NOT).heads == set()


def test_a_head_that_needs_no_thing_counts_without_one() -> None:
    assert found(noun("失礼")).heads == {"態度"}
    assert found(noun("皿"), GA, noun("失礼")).links == set()


def test_the_particle_decides_what_differs_from_what() -> None:
    said = found(noun("写真"), other("と"), verb("違う", "違う"), noun("色"))
    assert said.links == {("写真", "{}との違い")}


def test_what_cannot_be_done_is_said_of_the_noun_right_before() -> None:
    said = found(noun("画面"), other("で"), noun("登録"), GA, *CANNOT)
    assert said.links == {("登録", "{}不可")}
    assert found(noun("登録"), other("は"), *CANNOT).links == set()


def test_adjectives_outside_the_list_are_heads_of_their_own() -> None:
    assert found(noun("文字"), GA, adjective("小さい", "小さい")).links == {("文字", "{}が小さい")}
    assert found(noun("味"), GA, adjective("良い", "良い")).links == set()
    assert found(noun("文字"), GA, adjective("小さく", "小さい"), NOT).links == set()


def test_what_is_near_a_thing_is_said_of_it_only_by_the_grammar() -> None:
    said = found(noun("皿"), GA, noun("玄関"), other("で"), verb("割れ", "割れる"))
    assert said.links == {("皿", "破損"), ("玄関", "破損")}
    assert said.said == set()
    passed = found(noun("皿"), GA, Word("もう", "副詞", False), verb("割れ", "割れる"))
    assert passed.said == {("皿", "破損")}


def test_verbs_that_no_list_knows_say_what_does_not_happen() -> None:
    assert found(noun("枠"), GA, verb("選べ", "選べる"), NOT).said == {("枠", "{}が選べない")}
    assert found(noun("枠"), GA, verb("選べ", "選べる")).heads == set()
    assert found(noun("枠"), WO, verb("選ば", "選ぶ"), NOT).heads == set()
    assert found(noun("枠"), other("で"), verb("選べ", "選べる"), NOT).heads == set()


def test_a_thing_may_have_other_names_and_may_also_count() -> None:
    assert set(found(noun("取り替え")).things) == {"交換"}
    points = Word("ポイント", is_content=False)
    assert set(found(points).things) == {"ポイント"}
    assert found(Word("三", "数詞", False), points).things == {}
    assert found(Word("次第", is_content=False)).things == {}


def test_things_of_things() -> None:
    assert found(noun("店員"), NO, noun("手帳")).pairs == {("店員", "手帳")}


@pytest.mark.parametrize(
    ("word", "is_adjective", "expected"),
    [
        ("戻る", False, "戻らない"),
        ("開ける", False, "開けない"),
        ("出る", False, "出ない"),
        ("しゃべる", False, "しゃべらない"),
        ("来る", False, "来ない"),
        ("使う", False, "使わない"),
        ("動く", False, "動かない"),
        ("良い", True, "良くない"),
    ],
)
def test_plain_negatives(word: str, is_adjective: bool, expected: str) -> None:
    assert negated(word, is_adjective) == expected


def test_negation_is_found_behind_auxiliaries() -> None:
    been = [verb("届い", "届く"), TE, Word("い", "動詞", False, "居る", "いる"), NOT]
    assert predicate_at(been, 0).forms == {"届かない"}
    polite = [
        verb("届き", "届く"),
        Word("ませ", "助動詞", False),
        Word("ん", "助動詞", False, "ず"),
    ]
    assert predicate_at(polite, 0).forms == {"届かない"}
    assert not is_denied([verb("動く", "動く"), Word("ん", "助詞", False, "の")], 0)
    hard = [verb("使い", "使う"), Word("づらい", "接尾辞", False, "辛い")]
    assert predicate_at(hard, 0).forms == {"使いにくい"}


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ([verb("選べ", "選べる"), NOT], "選べない"),
        ([verb("切ら", "切る"), Word("れ", "助動詞", False, "れる", "れる"), PAST], "切られる"),
        (
            [verb("直し", "直す"), TE, Word("もらえ", "動詞", False, "貰う"), NOT],
            "直してもらえない",
        ),
        ([verb("直し", "直す"), TE, Word("くれ", "動詞", False, "呉れる"), PAST], ""),
        ([verb("選ん", "選ぶ"), PAST], ""),
    ],
)
def test_what_is_said_against_somebody_in_plain_form(tokens: list[Word], expected: str) -> None:
    assert statement_at(tokens, 0) == expected


def test_a_head_does_not_repeat_its_thing_and_breaks_nothing_abstract() -> None:
    assert WORDS.repeats(("割れる",), "破損")
    assert WORDS.repeats(("荷物の遅れ",), "遅れ")
    assert not WORDS.repeats(("荷物",), "遅れ")
    assert WORDS.allows(("皿",), "破損") and not WORDS.allows(("予約",), "破損")
    assert (WORDS.phrase("登録", "{}不可"), WORDS.phrase("返金", "遅れ")) == (
        "登録不可",
        "返金の遅れ",
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [("heads = [", "rules_not_toml"), ('[heads]\n"遅れ" = { word = "x" }', "rules_bad_setting")],
)
def test_a_broken_file_is_refused_by_name(text: str, key: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_name_words(text)
    assert raised.value.key == key
    assert raised.value.values["file"] == "theme_names.toml"


def test_the_shipped_words_can_be_read() -> None:
    shipped_words = parse_name_words((ROOT / "config" / "theme_names.toml").read_text("utf-8"))
    assert len(shipped_words.heads) > 60
    assert shipped_words.phrase("返金", "遅れ") == "返金の遅れ"
