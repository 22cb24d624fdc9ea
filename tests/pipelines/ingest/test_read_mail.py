"""Mails as they really come: charsets, encodings, HTML, attachments, broken headers."""

import base64
import re
from pathlib import Path

import pytest

from pipelines.ingest.contact import ReceivedContact
from pipelines.ingest.mail_encoding import decode_header, decode_jis, decode_words
from pipelines.ingest.mail_text import MailSettings
from tests.pipelines.ingest.one_file import contacts_of, one_contact, outcome
from tests.pipelines.ingest.test_samples import shipped

HEAD = "Message-ID: <1@x.example>\nDate: Sun, 1 Mar 2026 10:00:00 +0900\nFrom: a@x.example\n"
WORDS = "料金が高いです。"


def mail(folder: Path, *parts: str | bytes, head: str = HEAD) -> Path:
    path = folder / "mail_20260301.eml"
    content = b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)
    path.write_bytes(head.encode() + content)
    return path


def said(path: Path) -> str:
    return one_contact(path, shipped("mail")).turns[0].text


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("iso-2022-jp", "iso2022_jp"),
        ("Shift_JIS", "cp932"),
        ("euc-jp", "euc_jp"),
        ("us-ascii", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("x-unknown", "cp932"),
        ("idna", "cp932"),
        ("utf-8", "cp932"),
        ("utf-8", "iso2022_jp"),
    ],
)
@pytest.mark.parametrize("transfer", ["8bit", "base64"])
def test_charsets(tmp_path: Path, charset: str, encoding: str, transfer: str) -> None:
    content = f"{WORDS}とても困っています。".encode(encoding)
    if transfer == "base64":
        content = base64.encodebytes(content)
    kind = f"Content-Type: text/plain; charset={charset}\n"
    path = mail(tmp_path, kind, f"Content-Transfer-Encoding: {transfer}\n\n", content)
    assert said(path) == f"{WORDS}とても困っています。"


def test_windows_characters_and_half_width_kana_of_iso_2022_jp() -> None:
    assert decode_jis(b"\x1b$B-!-j\x1b(B 1") == "①㈱ 1"
    assert decode_jis(b"\x1b(I6@\x1b(B") == "ｶﾀ"
    assert decode_words(b'\x1b$B$"\x1b(B\xff', "iso-2022-jp") == ("あ�", 1)


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("=?UTF-8?B?5paZ6YeR?=", "料金"),
        ("=?utf-8?Q?=E6=96=99?= =?utf-8?Q?=E9=87=91?=", "料金"),
        ("=?utf-8?B?5pY=?=\n =?utf-8?B?meY=?=", "料\ufffd"),
        ("=?iso-2022-jp?B?GyRCTkE2YhsoQg==?= です", "料金 です"),
        ("Re: =?UTF-8*ja?B?5paZ6YeR?= x", "Re: 料金 x"),
        ("=?UTF-8?B?壊れ?=", "=?UTF-8?B?壊れ?="),
        ("=?bogus?Q?=A5?=", "･"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_headers(header: str, text: str) -> None:
    assert decode_header(header) == text


def test_parts_of_a_mail(tmp_path: Path) -> None:
    kind = 'Content-Type: multipart/mixed; boundary="B"\n\n'
    parts = (
        "--B\nContent-Type: multipart/alternative; boundary=C\n\n"
        f"--C\nContent-Type: text/plain; charset=utf-8\n\n{WORDS}\n"
        f"--C\nContent-Type: text/html; charset=utf-8\n\n<p>別の形</p>\n--C--\n"
        "--B\nContent-Type: image/png\nContent-Disposition: attachment; filename=a.png\n\nxx\n"
        f"--B\nContent-Type: text/plain; name=b.txt\nContent-Disposition: attachment\n\n添付\n"
        "--B\nContent-Type: message/rfc822\n\nSubject: 別のメール\n\n別の言葉\n"
        "--B\nContent-Type: text/plain; charset=utf-8\n\n追伸です。\n--B--\n"
    )
    contact = one_contact(mail(tmp_path, kind, parts), shipped("mail"))
    assert contact.turns[0].text == f"{WORDS}\n追伸です。"
    assert contact.attributes["count_attachments"] == 3


def test_html_where_the_plain_form_is_empty(tmp_path: Path) -> None:
    kind = "Content-Type: multipart/alternative; boundary=C\n\n"
    parts = (
        "--C\nContent-Type: text/plain\n\n \n"
        f"--C\nContent-Type: text/html; charset=utf-8\n\n<style>p{{}}</style><p>{WORDS}</p>\n--C--"
    )
    assert said(mail(tmp_path, kind, parts)) == WORDS


def test_wrapped_lines_are_joined(tmp_path: Path) -> None:
    kind = "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n"
    assert said(mail(tmp_path, kind, "料金が \n高いです。\n次の行")) == "料金が高いです。\n次の行"


def test_subject_goes_before_the_words_of_an_answer_too(tmp_path: Path) -> None:
    assert said(mail(tmp_path, "Subject: 困りごと\n\n", WORDS)) == f"困りごと\n{WORDS}"
    assert said(mail(tmp_path, "Subject: Re: 困りごと\n\n", WORDS)) == f"Re: 困りごと\n{WORDS}"
    assert said(mail(tmp_path, "Subject: 本文なし\n\n")) == "本文なし"
    assert said(mail(tmp_path, "Subject: Re: 火が出ました\n\n")) == "Re: 火が出ました"


def test_a_subject_above_an_attachment_is_said(tmp_path: Path) -> None:
    kind = "Subject: Re: 火が出ました\nContent-Type: image/png\nContent-Disposition: attachment\n\n"
    assert said(mail(tmp_path, kind, "x")) == "Re: 火が出ました"


def test_whole_text_when_quotes_are_kept(tmp_path: Path) -> None:
    settings = MailSettings(remove_quotes=False)
    spec = shipped("mail").model_copy(update={"mail": settings})
    assert (
        one_contact(mail(tmp_path, "\n", f"{WORDS}\n> 引用"), spec).turns[0].text.endswith("> 引用")
    )


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (HEAD, "2026-03-01"),
        ("From: a@x.example\nDate: Sun, 1 Mar 2026 23:30:00 +0900\n", "2026-03-01"),
        ("Message-ID: <[b3@x.example]>\n", "2026-03-01"),
        ("Date: 2026/02/03 9:00\n", "2026-02-03"),
        ("Received: from a; Mon, 2 Mar 2026 01:00:00 +0900\n", "2026-03-02"),
    ],
)
def test_date(tmp_path: Path, head: str, day: str) -> None:
    contact = one_contact(mail(tmp_path, "\n", WORDS, head=head), shipped("mail"))
    assert contact.received_on.isoformat() == day


def test_identity_names_nobody_and_is_the_same_however_a_mail_is_exported(tmp_path: Path) -> None:
    head = "Message-ID: <taro.yamada@x.example>\nFrom: a@x.example\n"
    same = head + "Received: from b; Mon, 2 Mar 2026 01:00:00 +0900\nX-Folder: 2\n"
    other_sender = head.replace("a@", "b@")
    first, again, other, reworded = (
        one_contact(mail(tmp_path, "\n", words, head=written), shipped("mail"))
        for written, words in (
            (head, WORDS),
            (same, WORDS),
            (other_sender, WORDS),
            (head, f"{WORDS}まだです。"),
        )
    )
    assert re.fullmatch("mail-[0-9a-f]{24}", first.source_contact_id)
    assert first.source_contact_id == again.source_contact_id
    # One Message-ID on different mails is a mistake of a program: none of them may be lost.
    assert len({one.source_contact_id for one in (first, other, reworded)}) == 3
    assert first.attributes["message_id"] == "taro.yamada@x.example"


def test_mails_that_cannot_be_taken(tmp_path: Path) -> None:
    spec = shipped("mail")
    kind = "Content-Type: text/plain; charset=utf-8\n\n"
    assert outcome(mail(tmp_path, kind, b"\xff\xfe\x81" * 50), spec) == ["1:undecodable_bytes"]
    assert outcome(mail(tmp_path, "\n", WORDS, head="Date: someday\n"), spec) == ["1:bad_date"]
    assert said(mail(tmp_path, "\n> 引用だけ")) == "引用だけ"
    assert outcome(mail(tmp_path, "\n"), spec) == ["1:empty_text"]
    deep = "".join(
        f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"
        for level in range(2_000)
    )
    assert outcome(mail(tmp_path, deep), spec) == ["1:bad_mail"]


def mbox(folder: Path, content: str) -> Path:
    path = folder / "mails.mbox"
    path.write_bytes(content.encode())
    return path


FROM = "From a@x.example Sun Mar  1 09:00:00 2026\n"


def test_mbox(tmp_path: Path) -> None:
    path = mbox(
        tmp_path,
        f"{FROM}{HEAD}\nFrom now on 2026 より高い\n\nFrom Tokyo\n\n>From the start\n\n"
        f"{FROM}From: b@x.example\n\n二通目です。\n",
    )
    first, second = contacts_of(path, shipped("mail"))
    assert isinstance(first, ReceivedContact) and isinstance(second, ReceivedContact)
    assert first.turns[0].text.startswith("From now on 2026 より高い\n\nFrom Tokyo")
    assert first.turns[0].text.endswith("From the start")
    assert second.source_contact_id.startswith("mail-")
    assert second.received_on.isoformat() == "2026-03-01"
    assert second.customer_id == "b@x.example"


def test_broken_mboxes(tmp_path: Path) -> None:
    spec = shipped("mail")
    assert outcome(mbox(tmp_path, f"{HEAD}\n{WORDS}"), spec) == ["!mbox_broken"]
    assert outcome(mbox(tmp_path, ""), spec) == []
    small = spec.model_copy(update={"max_document_bytes": 150})
    path = mbox(tmp_path, f"{FROM}{HEAD}\n{WORDS * 90}\n\n{FROM}{HEAD}\n{WORDS}\n")
    too_large, taken = outcome(path, small)
    assert (too_large, taken.split(" ")[1:]) == ("1:mail_too_large", [WORDS])
