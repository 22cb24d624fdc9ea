"""What is a copy and what is not, in words small enough to judge by eye."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.copies_planted import contacts, noisy
from flows.data_files import corpus_folder
from pipelines.text.copies import DAY_MS, MINUTE_MS, Collator, CopySettings, Place, Told
from pipelines.text.wording import all_words, compared_words, jaccard

LONG = (
    "先月注文した商品がまだ届きません。問い合わせの電話もつながらず、メールの返事もありません。"
    "いつ届くのか教えてください。"
)
OTHER = (
    "解約したはずなのに今月も料金が引き落とされています。窓口では手続きは済んでいると言われました。"
    "返金をお願いします。"
)
SETTINGS = CopySettings()


def told(
    name: str,
    text: str = LONG,
    *,
    days: float = 0,
    customer: str | None = None,
    segment: str | None = None,
    region: str | None = None,
    product: str | None = None,
) -> Told:
    words, whole = compared_words([text]), all_words([text])
    return Told(name, round(days * DAY_MS), customer, (segment, region, product), words, whole)


def places(*arriving: Told, settings: CopySettings = SETTINGS) -> list[Place]:
    collator = Collator(settings)
    return [collator.place(one) for one in arriving]


def originals(*arriving: Told) -> list[str | None]:
    return [place.original_contact_id for place in places(*arriving)]


def wordings(*arriving: Told) -> list[str | None]:
    return [place.wording_contact_id for place in places(*arriving)]


def test_the_same_words_of_a_customer_are_a_copy_within_days() -> None:
    same = [told(name, days=days, customer="k") for name, days in (("a", 0), ("b", 7), ("c", 7.1))]
    # c lies too far from the original a: it is a contact of its own, and may have copies.
    assert originals(*same) == [None, "a", None]
    assert wordings(*same) == ["a", "a", "a"]


def test_a_template_of_many_customers_is_one_wording_and_no_copy() -> None:
    mails = [told(name, customer=f"k{name}") for name in "abc"]
    assert originals(*mails) == [None, None, None]
    assert wordings(*mails) == ["a", "a", "a"]


def test_a_forwarded_mail_without_a_customer_is_a_copy_of_its_own_original() -> None:
    forwarded = told("c", f"転送:\n\n{LONG}", days=1)
    # Both may be what was forwarded; the earliest is taken.
    assert originals(told("a", customer="k1"), told("b", customer="k2"), forwarded)[2] == "a"


@pytest.mark.parametrize("trait", ["segment", "region", "product"])
def test_contacts_of_different_people_or_matters_are_no_copies(
    trait: str,
) -> None:
    one, other = told("a", **{trait: "東"}), told("b", **{trait: "西"})  # type: ignore[arg-type]
    assert originals(one, other) == [None, None]
    assert originals(one, told("b")) == [None, "a"]


def test_short_words_are_nobodys_copy() -> None:
    few = [told(name, "つながらない", customer=who) for name, who in (("a", "k1"), ("b", "k2"))]
    unknown = [told(name, "つながらない") for name in "cd"]
    assert originals(*few, *unknown) == [None] * 4
    assert wordings(*few, *unknown) == [None] * 4


def test_a_short_form_sent_with_a_double_click_is_a_copy() -> None:
    minute = MINUTE_MS / DAY_MS
    sent = [
        told(name, "つながらない", customer="k", days=minutes * minute)
        for name, minutes in (("a", 0), ("b", 10), ("c", 10.1))
    ]
    assert originals(*sent) == [None, "a", None]
    assert [place.copy_kind for place in places(*sent)] == [None, "exact", None]
    silent = [told(name, "……", customer="k") for name in "ab"]
    assert originals(*silent) == [None, None]


PREAMBLE = (
    "お問い合わせフォームから送信されました。\n"
    "内容を確認のうえ、三営業日以内に担当部署から回答してください。\n-----\n"
)
MATTERS = (
    "炊飯器から煙が出て床が焦げました",
    "頼んだ靴の色が違っていました",
    "解約の電話がつながりません",
    "店員に怒鳴られて不愉快でした",
)


@pytest.mark.parametrize(
    "form",
    [
        f"{PREAMBLE}{{}}",
        f"{PREAMBLE}お名前：[氏名1]\n内容：{{}}",
        f"ご担当者様\n\n{LONG[:40]}\n-----\n{{}}\n-----\n本件は共通の窓口でお受けしたものです",
    ],
)
@pytest.mark.parametrize("customer", [None, "form@example.co.jp"])
def test_mails_of_one_form_are_no_copies(form: str, customer: str | None) -> None:
    sent = [told(str(at), form.format(one), customer=customer) for at, one in enumerate(MATTERS)]
    assert originals(*sent) == [None] * 4
    twice = told("x", form.format(OTHER), customer=customer)
    again = told("y", form.format(OTHER), customer=customer)
    assert originals(*sent, twice, again)[4:] == [None, "x"]


def test_the_same_few_words_of_two_forms_are_exact_only_when_all_is() -> None:
    form = "製品名：{}\n氏名：[氏名1]\n内容：動きません"
    sent = [told(name, form.format(name), customer="form") for name in ("鍋", "釜")]
    assert originals(*sent) == [None, None]
    assert originals(sent[0], told("鍋 2", form.format("鍋"), customer="form")) == [None, "鍋"]


def test_a_customer_who_tells_another_matter_has_called_again() -> None:
    assert originals(told("a", customer="k"), told("b", OTHER, customer="k", days=1)) == [None] * 2


def test_a_call_that_two_recognisers_wrote_is_one() -> None:
    second = noisy(LONG, 0.08, Random(4))
    [_, place] = places(told("a", customer="k"), told("b", second, customer="k"))
    assert (place.original_contact_id, place.copy_kind) == ("a", "near")
    assert place.similarity == jaccard(told("a").shingles, told("b", second).shingles) < 1


def test_a_copy_of_a_copy_is_a_copy_of_the_original() -> None:
    assert originals(*(told(name, customer="k", days=at) for at, name in enumerate("abc"))) == [
        None, "a", "a",
    ]  # fmt: skip


def test_whoever_was_placed_first_stays_the_original() -> None:
    late = told("b", days=-1, customer="k")
    assert originals(told("a", customer="k"), late) == [None, "a"]


def test_names_and_signs_make_no_difference() -> None:
    one, other = f"[氏名1]です。{LONG}", f"[氏名3]です!\n{LONG.replace('、', ' ')}"
    [_, place] = places(told("a", one), told("b", other))
    assert (place.copy_kind, place.similarity) == ("exact", 1.0)


TEXTS = st.sampled_from([LONG, OTHER, LONG + OTHER, LONG[:60], "つながらない", ""])
TOLD = st.builds(
    lambda number, text, days, customer, region: told(
        f"c{number}", text, days=days, customer=customer, region=region
    ),
    number=st.integers(0, 10**6),
    text=TEXTS,
    days=st.integers(0, 20),
    customer=st.sampled_from(["k1", "k2", None]),
    region=st.sampled_from(["東", "西", None]),
)
WORLDS = st.lists(TOLD, max_size=12, unique_by=lambda one: one.contact_id).map(
    lambda world: sorted(world, key=lambda one: one.order)
)


@given(WORLDS)
def test_originals_and_first_wordings_stand_for_themselves(world: list[Told]) -> None:
    placed = dict(zip((one.contact_id for one in world), places(*world), strict=True))
    for contact_id, place in placed.items():
        if place.original_contact_id is not None:
            assert place.original_contact_id != contact_id
            assert placed[place.original_contact_id].original_contact_id is None
        if place.wording_contact_id is not None:
            first = placed[place.wording_contact_id]
            assert first.wording_contact_id == place.wording_contact_id


@given(WORLDS, st.integers(0, 12))
def test_what_was_placed_in_an_earlier_batch_counts_the_same(world: list[Told], cut: int) -> None:
    whole = places(*world)
    later = Collator(SETTINGS)
    for one, place in zip(world[:cut], whole, strict=False):
        later.remember(one, place)
    assert [later.place(one) for one in world[cut:]] == whole[cut:]


def test_the_index_finds_what_comparing_all_pairs_finds() -> None:
    chance = Random(2)
    texts = [text for _, text in contacts(corpus_folder(), 200, chance)]
    texts += [noisy(text, chance.choice((0.01, 0.03, 0.05)), chance) for text in texts[:100]]
    world = [told(f"c{number:03d}", text) for number, text in enumerate(texts)]
    alike = {
        other.contact_id
        for one, other in combinations(world, 2)
        if jaccard(one.shingles, other.shingles) >= SETTINGS.similarity
    }
    found = {
        place.wording_contact_id != one.contact_id and one.contact_id
        for one, place in zip(world, places(*world), strict=True)
    } - {False}
    assert len(alike) > 60
    # Nothing that all pairs do not show, and at most one in a hundred missed.
    assert found <= alike
    assert len(found) >= 0.99 * len(alike)
