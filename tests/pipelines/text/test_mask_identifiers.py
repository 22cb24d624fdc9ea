"""Identifiers given by a source system: which of them tell who somebody is."""

import unicodedata

import pytest

from pipelines.text.mask import Masker


@pytest.mark.parametrize(
    "identifier",
    [
        "20260301.taro.yamada",
        "佐藤花子様からの苦情_20260302",
        "鈴木一郎_20260301_101500",
        "鈴木一郎20260301",
        "tanaka@x.example",
        "ｔａｎａｋａ＠ｘ．ｅｘａｍｐｌｅ",
        "tanaka＠例え.jp",
        "090-1234-5678",
        "call_09012345678_20260301",
        "０３－１２３４－５６７８",
        "03.1234.5678",
        "+81-90-1234-5678",
        "通話_0312345678",
        "YAMADA_0001",
        "TaroYamada-3",
        "yamadataro_20260301",
        "ttanaka-7",
        "Satoh20260301",
        "ヤマダタロウ_001",
        "ﾔﾏﾀﾞﾀﾛｳ-1",
        unicodedata.normalize("NFD", "ヤマダタロウ_001"),
        "苦情_佐々木",
        "髙橋様",
        "東京都港区六本木6-10-1_苦情",
    ],
)
def test_who_somebody_is_is_seen_in_an_identifier(masker: Masker, identifier: str) -> None:
    assert masker.tells_who(identifier)


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        "1",
        "call_20260301_101500",
        "20260301101500",
        "C00007",
        "A-123/45",
        "inbound_0001_agent12",
        "受付-001",
        "voicemail-7",
        "0000123456",
        "0001-0002-0003",
        "受付_0001_101500",
        "date_20260301",
        "お客様の声_2026-03",
        "通話録音(1)",
        "大阪支店_0012",
        "問い合わせ 2026年3月1日 10:15",
        "3f2b1c9a-7d4e-4b1a-9c55-0a1b2c3d4e5f",
        "\ud800",
    ],
)
def test_an_identifier_that_tells_nobody_stays(masker: Masker, identifier: str) -> None:
    assert not masker.tells_who(identifier)


def test_a_plain_record_number_is_not_read_with_sudachi(
    masker: Masker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> list[object]:
        raise AssertionError("asked Sudachi")

    monkeypatch.setattr(masker, "mask_contact", never)
    assert not masker.tells_who("A-123/45_20260301")
    with pytest.raises(AssertionError):
        masker.tells_who("受付-001")
