"""Signatures, web forms and subjects of answers: what of a turn the customer said."""

import pytest

from pipelines.text.body import body_end
from pipelines.text.said import said_places

FORM = "お問い合わせフォームから送信されました。\n-----\n"


def said(text: str) -> list[str]:
    return [text[one.start : one.end].strip() for one in said_places(text) if not one.is_subject]


@pytest.mark.parametrize(
    "signature",
    [
        "----------\n田中太郎\n090-0000-1234\n",
        "--\n株式会社サンプル\n営業部 高木 翔\nTEL 03-1234-5678\ntakagi@example.co.jp",
        "=====\n田中太郎\n〒100-0001 東京都千代田区千代田\n=====",
        "-- \n田中",
        "-----\nhttps://www.example.co.jp/contact?id=1\n",
        "---------------\n",
    ],
)
def test_a_signature_is_not_said(signature: str) -> None:
    matter = "花瓶が割れていました。\n"
    assert body_end(matter + signature) == len(matter)


@pytest.mark.parametrize(
    "below",
    [
        "炊飯器から火が出ました！やけどしました！",
        "昨日炊飯器から火が出ました",
        "訴えます！弁護士に相談しました\n090-0000-1234",
        "炊飯器から煙が出て床が焦げた\ntakagi@example.co.jp",
        "花瓶\n湯のみ",
    ],
)
def test_a_matter_below_a_ruler_is_no_signature(below: str) -> None:
    text = f"はじめまして\n---\n{below}"
    assert body_end(text) == len(text)


def test_only_the_last_block_is_a_signature() -> None:
    matter = "次の二点です。\n-----\n花瓶が割れていました\n-----\n箱もつぶれていました\n"
    assert body_end(f"{matter}-----\n田中\n090-0000-1234") == len(matter)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (f"{FORM}お名前：山田太郎\n内容：床が焦げました", ["床が焦げました"]),
        (
            "お問い合わせを受け付けました。\n=====\n【件名】炊飯器\n【内容】\n火が出ました\n消防を呼びました",
            ["火が出ました", "消防を呼びました"],
        ),
        (
            "■製品名: 鍋\n■お電話番号\n090-0000-1234\n■ご意見・ご要望（必須）: 重い\n持てない",
            ["重い", "持てない"],
        ),
        (
            "困っています。\n氏名：山田\nご要望：返金\n\n至急です",
            ["困っています。", "返金", "至急です"],
        ),
        (f"{FORM}\n焦げました", ["焦げました"]),
        (
            f"{FORM}氏名：山田\n内容：フォームから送信できません\n※このメールは自動送信です",
            ["フォームから送信できません"],
        ),
    ],
)
def test_of_a_web_form_the_free_words_are_said(form: str, words: list[str]) -> None:
    assert said(form) == words


@pytest.mark.parametrize(
    "text",
    [
        "お名前：山田太郎\n件名：炊飯器から煙",
        "氏名：山田\n内容：",
        "電話：090-0000-1234\n花瓶が割れていました",
        "内容：花瓶が割れていました\n箱も",
        f"{FORM}",
    ],
)
def test_what_is_no_form_for_certain_is_said_whole(text: str) -> None:
    assert said(text) == [text[: body_end(text)].strip()]


def test_the_subject_of_an_answer_stands_apart() -> None:
    places = said_places("Re: Fwd: 火が出ました\n承知しました。")
    assert [(one.start, one.end, one.is_subject) for one in places] == [
        (9, 16, True),
        (16, 23, False),
    ]
    assert [one.is_subject for one in said_places("Re: 火が出ました")] == [True]
    assert [one.is_subject for one in said_places("Reの件\n割れました")] == [False]
