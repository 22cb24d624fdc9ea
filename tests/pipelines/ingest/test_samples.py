"""Every sample file goes through its shipped source and becomes the contacts that it holds."""

from pathlib import Path

import pytest

from pipelines.ingest.contact import ReceivedContact
from pipelines.ingest.document import is_sidecar
from pipelines.ingest.source import SourceSpec, load_source
from tests.pipelines.ingest.one_file import contacts_of, outcome

ROOT = Path(__file__).parents[3]
SOURCES = ROOT / "config" / "sources"
SAMPLES = ROOT / "corpus" / "samples"
CALL = ["operator", "customer"] * 3 + ["operator"]
FILES = sorted(path for path in SAMPLES.glob("*/*") if not is_sidecar(path))


def shipped(name: str) -> SourceSpec:
    return load_source(SOURCES / f"{name}.toml")


def contacts(file: str) -> list[ReceivedContact]:
    path = SAMPLES / file
    found = contacts_of(path, shipped(path.parent.name))
    assert all(isinstance(contact, ReceivedContact) for contact in found), outcome(
        path, shipped(path.parent.name)
    )
    return [contact for contact in found if isinstance(contact, ReceivedContact)]


def speakers(contact: ReceivedContact) -> list[str]:
    return [turn.speaker for turn in contact.turns]


def test_every_source_but_the_public_table_has_a_sample() -> None:
    sources = {path.stem for path in SOURCES.glob("*.toml")} - {"mlit_defects"}
    assert {path.parent.name for path in FILES} == sources


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_sample_is_accepted_and_taken_whole(path: Path) -> None:
    spec = shipped(path.parent.name)
    assert spec.accepts(path.name)
    assert contacts(f"{path.parent.name}/{path.name}")


@pytest.mark.parametrize(
    ("file", "how"),
    [
        ("transcripts/calls.jsonl", "label"),
        ("amazon_transcribe/call_20260301_120000_analytics.json", "label"),
        ("amazon_transcribe/call_20260301_101500_speakers.json", "inferred"),
        ("amazon_transcribe/call_20260301_114500_channels.json", "inferred"),
        ("whisper/call_20260301_101500.json", "inferred"),
        ("whisper/call_20260301_120000_whisperx.json", "inferred"),
        ("subtitles/call_20260301_101500.vtt", "label"),
        ("subtitles/call_20260301_113000.srt", "label"),
        ("dialogues/call_20260301_101500.txt", "label"),
        ("dialogues/call_20260301_113000.txt", "inferred"),
    ],
)
def test_the_same_call_in_every_format(file: str, how: str) -> None:
    contact, plain = contacts(file)[0], contacts("transcripts/calls.jsonl")[0]
    assert speakers(contact) == CALL
    assert [turn.text for turn in contact.turns] == [turn.text for turn in plain.turns]
    assert {turn.speaker_by for turn in contact.turns} == {how}
    assert all(turn.confidence and turn.confidence > 0.7 for turn in contact.turns)
    assert contact.channel == "call"


def test_operator_channel_of_the_source_decides() -> None:
    shipped_spec = shipped("amazon_transcribe")
    roles = shipped_spec.roles.model_copy(update={"operator_audio_channels": ("ch_1",)})
    spec = shipped_spec.model_copy(update={"roles": roles})
    path = SAMPLES / "amazon_transcribe" / "call_20260301_114500_channels.json"
    [contact] = contacts_of(path, spec)
    assert isinstance(contact, ReceivedContact)
    assert speakers(contact) == ["customer", "operator"] * 3 + ["customer"]
    assert {(turn.speaker_by, turn.confidence) for turn in contact.turns} == {("channel", 1.0)}


def test_id_and_date_of_the_name_of_the_sidecar_and_of_a_line() -> None:
    named, told = contacts("whisper/call_20260301_101500.json") + contacts(
        "whisper/recording-0007.json"
    )
    [written] = contacts("dialogues/call_20260301_101500.txt")
    assert named.source_contact_id == "call_20260301_101500"
    assert named.received_at.isoformat() == "2026-03-01T01:15:00+00:00"
    assert (told.source_contact_id, told.product) == ("R-0007", "炊飯器")
    assert told.received_at.isoformat() == "2026-03-02T00:30:00+00:00"
    assert (written.source_contact_id, written.product) == ("D-1001", "炊飯器")
    assert "text" not in named.attributes


def test_chat_messages_become_conversations() -> None:
    first, second = contacts("chat/chat_export.csv")
    assert (first.source_contact_id, first.product, first.channel) == ("CH-1", "アプリ", "chat")
    assert speakers(first) == ["operator", "customer", "operator", "customer"]
    assert first.turns[3].text == "昨日から「通信エラー」ばかり出ます。\n困っています。"
    assert first.received_at.isoformat() == "2026-03-01T01:03:00+00:00"
    assert (second.source_contact_id, len(second.turns)) == ("CH-2", 2)


def test_single_mails() -> None:
    [delivery], [refund] = contacts("mail/delivery.eml"), contacts("mail/refund.eml")
    assert delivery.attributes["message_id"] == "m1@mail.example"
    assert delivery.turns[0].text == (
        "炊飯器が届きません\n先週注文した炊飯器がまだ届きません。\n"
        "①注文番号は手元にありません。\n至急ご連絡ください。"
    )
    assert delivery.attributes["signature"] == "--\n山本 太郎\nyamamoto@mail.example"
    assert (delivery.customer_id, delivery.channel) == ("yamamoto@mail.example", "mail")
    assert refund.turns[0].text == (
        "Re: 返金について\n返金の確認ができません。㈱ひばり通販様のご回答をお待ちしています。"
    )
    assert str(refund.attributes["quoted_text"]).endswith("> 返金は3営業日以内に行います。")
    assert refund.attributes["subject"] == "Re: 返金について"
    assert refund.attributes["sender_name"] == "佐藤"


def test_many_mails() -> None:
    html, attached, reply = contacts("mail/inbox.mbox")
    assert html.turns[0].text == (
        "つながらない\n昨日から電話がつながりません。\n\n何とかしてください&説明してください。"
    )
    assert html.attributes["quoted_text"] == "> 前回のご案内です。"
    assert attached.attributes["count_attachments"] == 1
    assert speakers(reply) == ["customer"]
    own = shipped("mail").mail.model_copy(update={"own_addresses": ("@hibari.example",)})
    spec = shipped("mail").model_copy(update={"mail": own})
    answer = contacts_of(SAMPLES / "mail" / "inbox.mbox", spec)[2]
    assert isinstance(answer, ReceivedContact)
    assert speakers(answer) == ["operator"]
    assert answer.customer_id == "sasaki@mail.example"
