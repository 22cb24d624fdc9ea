"""What people write: questions in any spelling, names of products, channels and themes."""

import pytest

from flows.voice_model import shipped_voice_model
from pipelines.errors import InputError
from pipelines.search.asked import Known, as_statement, chosen, nearest_words
from pipelines.text.extract import Extractor, TurnText
from pipelines.text.extract_rules import parse_extract_rules
from pipelines.text.mask import MaskedText
from tests.flows.conftest import ROOT

PRODUCTS = [
    Known(name, name) for name in ("みどり光", "みどりモバイル", "ポイント", "WiFiルーター")
]
THEMES = [Known("T0001", "届く・遅れる"), Known("T0001", "T0001"), Known("T0002", "届く・遅れる")]


@pytest.mark.parametrize(
    "query", ["振り込んだのに届かない", "ﾌﾘｺﾝﾀﾞのに\n届かない。", "いつになったら届くのですか？"]
)
def test_a_question_is_spelt_as_the_same_statement_of_a_customer(query: str) -> None:
    rules = parse_extract_rules((ROOT / "config" / "extract.toml").read_text("utf-8"))
    extractor = Extractor(rules, shipped_voice_model())
    [voice] = extractor.extract([TurnText("customer", query, MaskedText(query, []))])
    assert as_statement(query) == voice.vector_text


@pytest.mark.parametrize("query", ["", "  \n", "、。!?", "…\u200b", "★"])
def test_a_question_without_words_is_a_mistake(query: str) -> None:
    with pytest.raises(InputError) as caught:
        as_statement(query)
    assert caught.value.key == "search_empty"


@pytest.mark.parametrize(
    ("wanted", "values"),
    [
        ((), ()),
        (("みどり光",), ("みどり光",)),
        (("ｗｉｆｉルーター", "みどり光", "みどり光"), ("WiFiルーター", "みどり光")),
    ],
)
def test_names_are_found_in_any_width_and_case(
    wanted: tuple[str, ...], values: tuple[str, ...]
) -> None:
    assert chosen("--product", wanted, PRODUCTS) == values


def test_a_name_of_two_themes_means_both() -> None:
    assert chosen("--theme", ["届く・遅れる"], THEMES) == ("T0001", "T0002")
    assert chosen("--theme", ["t0002"], THEMES) == ("T0002",)


def test_an_unknown_name_is_answered_with_the_nearest_known() -> None:
    with pytest.raises(InputError) as caught:
        chosen("--product", ["みどり"], PRODUCTS)
    assert (caught.value.key, caught.value.values) == (
        "search_unknown_name",
        {
            "option": "--product",
            "name": "みどり",
            "nearest": "みどり光、みどりモバイル、WiFiルーター、ポイント",
        },
    )


def test_no_more_than_five_names_are_told() -> None:
    known = [Known(str(number), f"商品{number:03d}") for number in range(500)]
    assert nearest_words("商品042番", known)[0] == "商品042"
    assert len(nearest_words("商品", known)) == 5


def test_where_nothing_has_a_product_there_is_nothing_near() -> None:
    with pytest.raises(InputError) as caught:
        chosen("--product", ["みどり光"], [])
    assert (caught.value.key, caught.value.values) == ("search_no_names", {"option": "--product"})
