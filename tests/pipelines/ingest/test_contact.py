"""From a row to a contact."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.contact import ReceivedContact, row_hash, to_contact
from pipelines.ingest.labels import to_speaker
from pipelines.ingest.plain import clean_text, plain_value
from pipelines.ingest.rows import BadRow, Row
from pipelines.ingest.source import SourceColumns, SourceSpec, load_source
from pipelines.ingest.turns import Turn
from tests.pipelines.ingest.one_file import LATEST, TABLE, contacts_of

CONFIG = Path(__file__).parents[3] / "config" / "sources"
MLIT = Path(__file__).parents[4] / "shared" / "data" / "mlit_defects" / "complaints.csv"
STATED = Turn("customer", "音", "", "source", 1.0)
NEEDED: dict[str, object] = {"contact_id": "1", "received_at": "2024-03-01", "text": "音"}


def contact(spec: SourceSpec = TABLE, **values: object) -> ReceivedContact:
    made = to_contact(Row(2, {**NEEDED, **values}), spec, LATEST)
    assert isinstance(made, ReceivedContact)
    return made


def test_every_field_of_a_contact() -> None:
    made = contact(
        received_at="2024-03-01 00:30",
        updated_at="2024/3/2",
        channel="電話",
        product=" 洗濯機　",
        segment=2.0,
        region="",
        customer_id=12345,
        floor="3",
        note="",
    )
    assert made == ReceivedContact(
        source_contact_id="1",
        received_at=datetime(2024, 2, 29, 15, 30, tzinfo=UTC),
        received_on=date(2024, 3, 1),
        updated_at=datetime(2024, 3, 1, 15, 0, tzinfo=UTC),
        channel="電話",
        product="洗濯機",
        segment="2",
        region=None,
        customer_id="12345",
        turns=[STATED],
        attributes={"floor": "3"},
        row_hash=made.row_hash,
    )
    assert len(made.row_hash) == 32


def test_columns_of_a_list_are_joined_by_a_space() -> None:
    columns = SourceColumns(
        contact_id=("店", "番号"), received_at=("日", "時"), text=("件名", "本文")
    )
    row = Row(2, {"店": 7, "番号": "A", "日": "2024/3/1", "時": "9:05", "件名": "", "本文": "音"})
    made = to_contact(row, SourceSpec(name="a", columns=columns), LATEST)
    assert isinstance(made, ReceivedContact)
    assert (made.source_contact_id, made.turns) == ("7 A", [STATED])
    assert made.received_at == datetime(2024, 3, 1, 0, 5, tzinfo=UTC)
    assert made.attributes == {}


def test_channels_are_mapped_whatever_width_and_case() -> None:
    spec = load_source(CONFIG / "table.toml")
    assert contact(spec, channel="ＴＥＬ").channel == "call"
    assert contact(spec, channel=" E-Mail ").channel == "mail"
    assert contact(spec, channel="SNS").channel == "SNS"


def test_speaker_of_a_text_is_the_one_of_the_source() -> None:
    assert contact(SourceSpec(name="a", text_speaker="unknown")).turns == [Turn("unknown", "音")]


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("customer", "customer"),
        ("CUSTOMER ", "customer"),
        ("お客様", "customer"),
        ("オペレーター", "operator"),
        ("ｵﾍﾟﾚｰﾀｰ", "operator"),
        ("Agent", "operator"),
        ("上席", "operator"),
        ("第三者", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
        (1, "unknown"),
    ],
)
def test_speaker_labels(label: object, speaker: str) -> None:
    spec = SourceSpec(name="a", speakers={"上席": "operator"})
    assert to_speaker(label, spec.speakers) == speaker


def test_turns_win_over_text_which_stays_as_an_attribute() -> None:
    made = contact(turns=[{"speaker": "客", "text": "声"}])
    assert made.turns == [Turn("customer", "声", "客", "label", 1.0)]
    assert made.attributes == {"text": "音"}


def test_text_speaks_where_turns_are_silent() -> None:
    assert contact(turns=[]).turns == [STATED]


def test_unreadable_update_stays_as_an_attribute() -> None:
    made = contact(updated_at="未更新")
    assert made.updated_at is None
    assert made.attributes == {"updated_at": "未更新"}


def test_text_limit_counts_all_turns() -> None:
    spec = SourceSpec(name="a", max_text_characters=4)
    turns = [{"text": "上上"}, {"text": "下下"}]
    assert len(contact(spec, turns=turns).turns) == 2
    bad = to_contact(Row(5, {**NEEDED, "turns": [*turns, {"text": "余"}]}), spec, LATEST)
    assert isinstance(bad, BadRow)
    assert (bad.number, bad.reason) == (5, "text_too_long")


def test_bad_row_keeps_all_values() -> None:
    bad = to_contact(Row(2, {"text": "音", "contact_id": None}), TABLE, LATEST)
    assert bad == BadRow(2, "missing_id", '{"contact_id":null,"text":"音"}')


def test_attributes_are_plain() -> None:
    made = contact(
        a=datetime(2024, 3, 1), b=1.5, c=float("nan"), d={"k\ud83d": [1.0]}, e=b"\xff", f="a\x00b"
    )
    assert made.attributes == {
        "a": "2024-03-01T00:00:00",
        "b": 1.5,
        "d": {"k\ufffd": [1]},
        "e": "ff",
        "f": "ab",
    }


def test_hash_changes_with_a_value_and_not_with_an_empty_column() -> None:
    assert row_hash({"a": "1"}) != row_hash({"a": "2"})
    assert row_hash({"a": "1"}) != row_hash({"b": "1"})
    assert row_hash({"a": "1", "b": "", "c": None}) == row_hash({"a": "1"})
    assert row_hash({"a": "\ud83d"}) != row_hash({"a": "\ufffd"})


def test_hash_is_the_same_in_years() -> None:
    # Stored beside every row: a changed hash would take every known row in once more.
    assert row_hash({"contact_id": "1", "text": "音"}) == "10918dded37050f6381f07df66eafc8b"


VALUES = st.dictionaries(
    st.text(max_size=5),
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(max_size=3)),
    max_size=6,
)


@given(VALUES, st.randoms(use_true_random=False))
def test_hash_ignores_the_order_of_keys(values: dict[str, object], random: object) -> None:
    items = list(values.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    assert row_hash(dict(items)) == row_hash(values)


@given(st.text(st.characters(exclude_categories=())))
def test_clean_text_can_be_stored_and_is_stable(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert clean_text(cleaned) == cleaned == plain_value(cleaned)
    assert not any(ord(one) < 32 and one not in "\n\t" for one in cleaned)


@pytest.mark.skipif(not MLIT.exists(), reason="the public table is not here")
def test_public_table_is_read_whole() -> None:
    made = contacts_of(MLIT, load_source(CONFIG / "mlit_defects.toml"))
    good = [one for one in made if isinstance(one, ReceivedContact)]
    assert (len(made), len(good)) == (16_511, 16_511)
    assert len({one.source_contact_id for one in good}) == 16_511
    assert {one.channel for one in good} == {
        "call", "web", "visit", "fax", "letter", "other", "mail",
    }  # fmt: skip
    assert good[0].received_on == date(2019, 1, 2)
    assert (good[0].region, good[0].product) == ("東京", "ステップワゴン")
    assert good[0].attributes["maker"] == "ホンダ"
