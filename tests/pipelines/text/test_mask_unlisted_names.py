"""Names of no list: found where only a name can stand, left alone where a place is meant."""

import pytest

from pipelines.text.mask import Masker


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("舞鶴っていいます。", "舞鶴"),
        ("郡上、でございます。", "郡上"),
        ("優斗の母です。", "優斗"),
        ("次女の葵の習い事の月謝です。", "葵"),
        ("前の担当は宇和島さんでした。", "宇和島"),
        ("よろしくお願いします。津和野", "津和野"),
    ],
)
def test_name_is_found(masker: Masker, text: str, name: str) -> None:
    assert masker.mask_contact([text])[0].masked == text.replace(name, "[氏名1]")


@pytest.mark.parametrize(
    "text",
    [
        "横浜ですけど、まだ届きません。",
        "秋田の母に送ります。",
        "娘の一歳の誕生日です。",
        "福島の桃を頼みました。",
    ],
)
def test_place_or_age_is_left_alone(masker: Masker, text: str) -> None:
    assert masker.mask_contact([text])[0].spans == []


def test_place_answers_a_question_for_a_place(masker: Masker) -> None:
    answer = masker.mask_contact(["どちらの店舗でしょうか。", "舞鶴ですけど。"])[1]
    assert answer.spans == []
