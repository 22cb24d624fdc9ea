"""Names, categories and examples on tiny word lists."""

from dataclasses import dataclass

import numpy as np

from pipelines.themes.categorise import categorise, group_centroids
from pipelines.themes.centroids import unit_rows
from pipelines.themes.examples import choose_examples
from pipelines.themes.name import NameSettings, name_themes
from pipelines.themes.terms import terms_of

SETTINGS = NameSettings()


@dataclass(frozen=True)
class Word:
    surface: str
    part_of_speech: str = "名詞"
    is_content: bool = True
    normalised_form: str = ""
    dictionary_form: str = ""

    def __post_init__(self) -> None:
        for field in ("normalised_form", "dictionary_form"):
            object.__setattr__(self, field, getattr(self, field) or self.surface)


def noun(surface: str) -> Word:
    return Word(surface)


def other(surface: str) -> Word:
    return Word(surface, "助詞", is_content=False)


def verb(surface: str, dictionary: str) -> Word:
    return Word(surface, "動詞", True, dictionary, dictionary)


NOT = Word("ない", "助動詞", is_content=False)
BELT = [noun("シート"), noun("ベルト"), other("が"), verb("戻ら", "戻る"), NOT]
MONEY = [noun("入金"), other("の"), noun("反映"), other("が"), noun("遅れ")]
FILLER = [Word("えーと", "感動詞", is_content=False), noun("店員"), other("は")]


def shown(words: list[Word]) -> set[str]:
    return {term.shown for term in terms_of(words)}


def test_adjacent_nouns_join_and_particles_part_them() -> None:
    assert shown(BELT) == {"シート", "ベルト", "シートベルト", "戻らない"}
    assert shown(MONEY) == {"入金", "反映", "遅れ"}


def test_negation_is_kept_whatever_the_politeness() -> None:
    polite = [verb("戻り", "戻る"), Word("ませ", "助動詞", is_content=False)]
    assert shown(polite) == {"戻らない"}
    assert shown([verb("開け", "開ける"), NOT]) == {"開けない"}
    assert shown([verb("動く", "動く"), other("ん")]) == {"動く"}
    assert shown([Word("良く", "形容詞", True, "良い", "良い"), NOT]) == {"良くない"}


def test_placeholders_leave_no_term_and_join_no_neighbours() -> None:
    masked = [noun("担当"), Word("[", "補助記号", False), noun("氏名"), noun("1"),
              Word("]", "補助記号", False), noun("対応")]  # fmt: skip
    assert shown(masked) == {"担当", "対応"}
    assert shown([noun("担当"), noun("[氏名1]"), noun("対応")]) == {"担当", "対応"}
    assert shown([Word("[", "補助記号", False), *[noun("料金"), other("が")] * 5]) == {"料金"}


def test_names_say_what_and_how() -> None:
    documents = [BELT] * 6 + [MONEY] * 6 + [FILLER] * 20
    themes = name_themes(documents, [0] * 6 + [1] * 6 + [-1] * 20, SETTINGS)
    assert [theme.name for theme in themes] == ["シートベルト・戻らない", "入金・反映"]
    assert "遅れ" in themes[1].terms


def test_equal_themes_get_different_names() -> None:
    documents = [BELT] * 4 + [BELT] * 4 + [BELT] * 4 + [FILLER] * 30
    themes = name_themes(documents, [0] * 4 + [1] * 4 + [2] * 4 + [-1] * 30, SETTINGS)
    assert len({theme.name for theme in themes}) == 3
    assert all(theme.name.startswith("シートベルト") for theme in themes)


def test_a_theme_without_words_is_still_named() -> None:
    themes = name_themes([[other("が")], [other("は")]], [0, 1], SETTINGS)
    assert [theme.name for theme in themes] == ["テーマ1", "テーマ2"]
    assert name_themes([], [], SETTINGS) == []


def test_categories_hold_like_themes_and_take_a_noun() -> None:
    draw = np.random.default_rng(0)
    centroids = unit_rows(
        np.repeat(np.eye(4)[:2], [5, 4], axis=0) + 0.02 * draw.normal(size=(9, 4))
    )
    documents = [BELT, BELT] * 5 + [MONEY, MONEY] * 4 + [FILLER] * 10
    themes = [theme for theme in range(9) for _ in range(2)] + [-1] * 10
    found = categorise(centroids, documents, themes, SETTINGS)
    assert len(found.names) == 3
    assert len(set(found.names)) == 3
    assert len(set(found.index[:5].tolist()) & set(found.index[5:].tolist())) == 0
    assert found.names[0] in {"シートベルト", "入金"}


def test_few_centroids_are_one_category() -> None:
    assert group_centroids(np.zeros((0, 4))).tolist() == []
    assert group_centroids(np.eye(4)[:1]).tolist() == [0]
    assert group_centroids(np.eye(4)[:2]).tolist() == [0, 0]


def test_examples_are_typical_first_and_then_different() -> None:
    vectors = unit_rows(np.array([[1, 0, 0], [1, 0.01, 0], [1, 1, 0], [1, 0, 1]], float))
    strengths = np.array([0.9, 0.89, 0.6, 0.5])
    assert choose_examples(vectors, strengths, 3) == [0, 2, 3]
    assert choose_examples(vectors, strengths) == [0, 2, 3, 1]
    assert choose_examples(vectors[:0], strengths[:0]) == []
