"""Names of themes on tiny word lists: exact names, uniqueness, and what makes a name change."""

from collections.abc import Sequence

import numpy as np

from pipelines.themes.candidates import Encode, NameRules, NameSettings, common_things
from pipelines.themes.clauses import TokenLike
from pipelines.themes.mentions import mentions_of
from pipelines.themes.name import ThemeName, name_themes
from pipelines.themes.name_words import parse_name_words
from pipelines.themes.term_counts import TermCounts
from tests.pipelines.themes.word_rows import GA, NO, NOT, WO, Word, noun, other, verb

WORDS = parse_name_words(
    """
[heads]
"遅れ" = { words = "遅れる 遅い" }
"強制終了" = { of = "アプリ", of_words = "落ちる" }
"態度" = { words = "失礼", of = "店員", alone = "応対の態度" }
"{}がつながらない" = { words = "つながらない" }
"連絡の約束が守られない" = { of = "連絡", of_words = "破る", whole = true }
"""
)
LATE = [noun("返金"), GA, verb("遅れ", "遅れる")]
DOWN = [noun("アプリ"), GA, verb("落ちる", "落ちる")]
RUDE = [other("は"), noun("失礼")]
OTHER = [noun("天気"), GA, verb("晴れる", "晴れる")]


def same_for_all(names: Sequence[str]) -> np.ndarray:
    """Return one vector for all names: their words alone decide."""
    return np.ones((len(names), 1))


def points(**place_of: tuple[float, ...]) -> Encode:
    """Return an encoder that knows these names; others lie far from everything."""
    size = len(next(iter(place_of.values())))
    return lambda names: np.array([place_of.get(name, (0.0,) * size) for name in names])


def rules(encode: Encode = same_for_all, **settings: object) -> NameRules:
    return NameRules(WORDS, NameSettings.model_validate(settings), encode)


def counted(*groups: Sequence[Sequence[TokenLike]], kind: str | None = None) -> TermCounts:
    """Count groups of texts; the last group belongs to no theme."""
    themes = [n if n < len(groups) - 1 else -1 for n, group in enumerate(groups) for _ in group]
    said = [mentions_of(tokens, WORDS) for group in groups for tokens in group]
    return TermCounts(said, themes, 30.0, [kind] * len(said))


def named(
    counts: TermCounts,
    asked: NameRules,
    present: dict[int, str] | None = None,
    taken: Sequence[str] = (),
) -> dict[int, ThemeName]:
    wanted = present or dict.fromkeys(range(counts.count_themes), "")
    size = asked.encode(["x"]).shape[1]
    centroids = np.ones((counts.count_themes, 1)) if size == 1 else np.eye(size)
    return name_themes(counts, centroids[: counts.count_themes], wanted, taken, asked)


def test_a_name_is_a_thing_and_what_is_said_of_it() -> None:
    names = named(counted([LATE] * 6, [DOWN] * 6, [OTHER] * 12), rules())
    assert [names[n].name for n in (0, 1)] == ["返金の遅れ", "アプリの強制終了"]
    assert set(names[0].terms) == {"返金", "遅れ"}


def test_meaning_decides_between_names_that_words_allow() -> None:
    both = [*LATE, other("、"), noun("電話")]
    place = {"返金の遅れ": (0.0, 0.9), "電話に関する申し出": (0.9, 0.0)}
    names = named(counted([both] * 6, [OTHER] * 6, [OTHER] * 6), rules(points(**place)))
    assert names[0].name == "電話に関する申し出"


def test_a_theme_without_a_thing_is_named_by_the_head_alone() -> None:
    assert named(counted([RUDE] * 4, [OTHER] * 8), rules())[0].name == "応対の態度"


def test_equal_themes_get_different_names() -> None:
    names = named(counted([LATE] * 6, [LATE] * 5, [LATE] * 4, [OTHER] * 30), rules())
    assert names[0].name == "返金の遅れ"
    assert len({theme.name for theme in names.values()}) == 3


def test_where_the_best_name_is_taken_a_second_thing_stands_in_brackets() -> None:
    named_twice = [noun("旅券"), GA, *LATE]
    names = named(counted([LATE] * 6, [named_twice] * 5, [OTHER] * 30), rules())
    assert [names[n].name for n in (0, 1)] == ["返金の遅れ", "返金の遅れ(旅券)"]


def test_where_the_best_name_is_taken_one_that_is_nearly_as_good_is_given() -> None:
    down_too = [*LATE, other("、"), *DOWN]
    counts = counted([LATE] * 9, [down_too] * 5, [OTHER] * 30)
    names = named(counts, rules(), None, ("返金の遅れ",))
    assert names[1].name == "アプリの強制終了"


def test_a_name_that_another_theme_bears_is_not_given() -> None:
    names = named(counted([LATE] * 4, [OTHER] * 8), rules(), None, ("返金の遅れ", "返金"))
    assert names[0].name not in {"返金の遅れ", "返金"}


def test_a_theme_without_words_is_still_named() -> None:
    names = named(counted([[GA]], [[GA]], [OTHER]), rules())
    assert [names[n].name for n in (0, 1)] == ["テーマ1", "テーマ2"]
    assert name_themes(counted([OTHER]), np.zeros((0, 1)), {}, (), rules()) == {}


def test_a_present_name_stays_until_another_is_clearly_better() -> None:
    counts = counted([LATE] * 6, [OTHER] * 12)
    near = {"返金の遅れ": (0.5,), "お金が戻る日": (0.74,)}
    assert named(counts, rules(points(**near)), {0: "お金が戻る日"})[0].name == "返金の遅れ"
    wide = rules(points(**near), change_margin=5.0)
    assert named(counts, wide, {0: "お金が戻る日"})[0].name == "お金が戻る日"


def test_a_present_name_keeps_what_its_words_are_worth_though_others_are_worth_more() -> None:
    counts = counted([LATE] * 6, [OTHER] * 12)
    far = {"返金の遅れ": (0.0,), "返金に関する申し出": (0.0,)}
    close = rules(points(**far), names_tried=1, change_margin=0.5)
    assert named(counts, close, {0: "返金に関する申し出"})[0].name == "返金に関する申し出"


def test_a_name_without_any_candidate_stays() -> None:
    assert named(counted([[GA]] * 3, [OTHER]), rules(), {0: "古い名前"})[0].name == "古い名前"


def test_company_words_name_nothing() -> None:
    said = [noun("みなと"), GA, verb("遅れ", "遅れる")]
    assert named(counted([said] * 4, [OTHER] * 8), rules())[0].name == "みなとの遅れ"
    without = named(counted([said] * 4, [OTHER] * 8), rules(company_words=("みなと",)))
    assert "みなと" not in without[0].name


def test_what_most_themes_speak_of_names_none() -> None:
    spoken = [[[noun("みなと"), GA, noun(f"品{n}")]] * 3 for n in range(8)]
    counts = counted(*spoken, [OTHER] * 8)
    assert common_things(counts, NameSettings()) == {"みなと"}
    assert named(counts, rules())[0].name == "品0に関する申し出"
    few = counted(*spoken[:3], [OTHER] * 8)
    assert common_things(few, NameSettings()) == frozenset()


def test_no_name_is_longer_than_allowed() -> None:
    counts = counted([DOWN] * 4, [OTHER] * 8)
    assert named(counts, rules(longest_name=8))[0].name == "アプリの強制終了"
    assert named(counts, rules(longest_name=7))[0].name == "テーマ1"


def test_where_nothing_is_said_of_a_thing_the_kind_of_voice_says_what_it_is() -> None:
    said = [noun("暗証"), noun("番号"), GA]
    for kind, expected in (("request", "要望"), ("complaint", "不満"), (None, "申し出")):
        counts = counted([said] * 4, [OTHER] * 8, kind=kind)
        assert named(counts, rules())[0].name == f"暗証番号に関する{expected}"


def test_a_thing_that_few_voices_mention_names_a_theme_that_has_no_other() -> None:
    silent = [other("は"), other("が")]
    said = [[noun("暗証"), noun("番号"), GA]] * 3 + [silent] * 57
    names = named(counted(said, [OTHER] * 60, kind="complaint"), rules())
    assert names[0].name == "暗証番号に関する不満"


def test_what_does_not_happen_or_is_done_to_one_names_a_theme_in_plain_form() -> None:
    not_chosen = [noun("枠"), GA, verb("選べ", "選べる"), Word("ませ", "助動詞", False), NOT]
    cut_off = [noun("電話"), WO, verb("切ら", "切る"), Word("れ", "助動詞", False, "れる", "れる")]
    names = named(counted([not_chosen] * 5, [cut_off] * 5, [OTHER] * 12), rules())
    assert [names[n].name for n in (0, 1)] == ["枠が選べない", "電話を切られる"]


def test_a_verb_that_no_list_knows_is_believed_only_when_it_is_often_said() -> None:
    not_chosen = [noun("枠"), GA, verb("選べ", "選べる"), NOT]
    names = named(counted([not_chosen] * 2 + [LATE] * 6, [OTHER] * 12), rules())
    assert names[0].name == "返金の遅れ"


def test_a_thing_is_told_more_nearly_by_what_it_is_of() -> None:
    line = [noun("解約"), NO, noun("電話"), GA, verb("つながら", "つながる"), NOT]
    phone = [noun("電話"), other("は")]
    names = named(counted([line] * 5, [phone] * 8 + [OTHER] * 8), rules())
    assert names[0].name == "解約の電話がつながらない"
    assert named(counted([line] * 5, [OTHER] * 12), rules())[0].name == "電話がつながらない"


def test_a_whole_name_needs_its_words_in_one_text_and_joins_no_thing() -> None:
    broken = [noun("連絡"), other("、"), noun("昨日"), WO, verb("破っ", "破る")]
    names = named(counted([broken] * 5, [OTHER] * 12), rules())
    assert names[0].name == "連絡の約束が守られない"


def test_denied_words_name_what_is_missing() -> None:
    words = parse_name_words('[heads]\n"未着" = { of = "荷物", of_words = "届かない" }')
    tokens = [noun("荷物"), GA, verb("届か", "届く"), NOT]
    counts = TermCounts([mentions_of(tokens, words)] * 4, [0] * 4, 30.0)
    asked = NameRules(words, NameSettings(), same_for_all)
    assert name_themes(counts, np.ones((1, 1)), {0: ""}, (), asked)[0].name == "荷物の未着"
