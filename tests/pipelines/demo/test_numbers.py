"""Dates, counts and amounts move together and idioms stay."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.demo.numbers import shift_numbers
from pipelines.demo.people import kanji_number


def test_months_move_to_the_contact_and_keep_their_distance() -> None:
    text = "9月1日に支払い。11月9日に督促状が到着。"
    shifted = shift_numbers(text, date(2025, 6, 20), False, Random(1))
    assert shifted.startswith("4月") and "。6月" in shifted


def test_months_stay_where_the_statement_leans_on_a_season() -> None:
    shifted = shift_numbers("8月10日に払いました", date(2025, 12, 1), True, Random(1))
    assert shifted.startswith("8月")


@pytest.mark.parametrize(
    "text", ["十分な説明がない", "一回だけのつもり", "14時25分に届いた", "二重に引かれた"]
)
def test_idioms_and_times_stay(text: str) -> None:
    assert shift_numbers(text, date(2025, 6, 20), False, Random(3)) == text


def test_amounts_keep_their_grouping() -> None:
    shifted = shift_numbers("残りが18,700円", date(2025, 6, 20), False, Random(5))
    assert shifted != "残りが18,700円"
    assert shifted.endswith("00円") and "," in shifted


@given(st.integers(1, 9999))
def test_kanji_numbers_have_no_digits_and_differ(number: int) -> None:
    text = kanji_number(number)
    assert text and not any(c.isdigit() and c.isascii() for c in text)
    assert "一十" not in text and "一百" not in text
