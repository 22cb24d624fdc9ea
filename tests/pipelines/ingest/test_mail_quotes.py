"""What is said in a mail, apart from quotes and signature."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.ingest.mail_quotes import split_mail

MAILS = tomllib.loads((Path(__file__).parent / "samples" / "reply_mails.toml").read_text("utf-8"))


@pytest.mark.parametrize("mail", MAILS["mail"], ids=lambda mail: mail["program"])
def test_what_the_sender_says(mail: dict[str, str]) -> None:
    said = split_mail(mail["text"]).said
    assert said.replace("\n", "") == mail["said"].replace("\n", "")


def test_nothing_is_thrown_away() -> None:
    parts = split_mail("直りません。\n\n> 再起動を\n\n-- \n山本\niPhoneから送信")
    assert (parts.said, parts.quoted) == ("直りません。", "> 再起動を")
    assert parts.signature == "--\n山本\niPhoneから送信"


@pytest.mark.parametrize(
    "pointing", ["以下の通りです。", "お世話になります。\n下記のとおりです。\n山本"]
)
def test_words_that_only_point_below_leave_the_quote_said(pointing: str) -> None:
    said = split_mail(f"{pointing}\n\n> 炊飯器から火が出ました。\n> やけどしました。").said
    assert said == f"{pointing}\n炊飯器から火が出ました。\nやけどしました。"


def test_a_quote_below_a_matter_of_its_own_stays_a_quote() -> None:
    parts = split_mail("炊飯器の件は以下の通りですが、まだ直りません。\n\n> 再起動してください。")
    assert parts.said == "炊飯器の件は以下の通りですが、まだ直りません。"


LINES = st.sampled_from(
    ["料金が高いです。", "", "> 引用", "-- ", "----------", "TEL: 03-0000-0000", "山本", "From: a",
     "差出人: b", "件名: c", "2026年3月1日(日) 10:00 a <b@c.example>:", "On day x, y wrote:"]
)  # fmt: skip


@given(st.lists(st.one_of(LINES, st.text(max_size=20)), max_size=12))
def test_every_line_is_in_one_part(lines: list[str]) -> None:
    text = "\n".join(lines).replace("\r", "")
    parts = split_mail(text)
    letters = sorted("".join((parts.said + parts.quoted + parts.signature).split()))
    missing = [one for one in sorted("".join(text.split())) if one not in "> ＞|｜"]
    assert [one for one in letters if one not in "> ＞|｜"] == missing
