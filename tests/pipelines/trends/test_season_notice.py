"""Draft notices: the words of the file, filled with facts; mistakes in the file are told."""

from datetime import date

import pytest

from flows.data_files import config_folder
from pipelines.errors import InputError
from pipelines.trends.season_notice import NoticeFacts, draft_notice, parse_notice_words

TEXT = (config_folder() / "season_notice.toml").read_text("utf-8")
FACTS = NoticeFacts(
    matter="入金の反映の遅れ",
    terms=("入金", "反映", "督促"),
    onset_on=date(2025, 8, 18),
    end_on=date(2025, 8, 29),
    label="お盆明け",
    product="みどり通販",
)


def test_a_notice_tells_when_of_what_and_what_to_do() -> None:
    notice = draft_notice(parse_notice_words(TEXT), FACTS)
    assert notice.splitlines() == [
        "【お知らせ】お盆明け(8月18日ごろから8月29日ごろ)の「入金の反映の遅れ」について",
        "いつもご利用いただき、ありがとうございます。",
        "例年、お盆明け(8月18日ごろから8月29日ごろ)は、みどり通販をご利用のお客様から"
        "「入金の反映の遅れ」についてのお問い合わせを多くいただきます。",
        "お支払いの確認に通常より日数がかかることがあります。"
        "お支払い後の反映の時期は、マイページの「お支払い状況」でご確認いただけます。",
        "お問い合わせの多い点: 入金、反映、督促",
    ]


def test_what_is_not_known_is_left_out() -> None:
    facts = NoticeFacts("売り場の音楽", (), date(2025, 10, 1), date(2025, 10, 31), "", None, 1)
    notice = draft_notice(parse_notice_words(TEXT), facts)
    assert "10月1日ごろから10月31日ごろ" in notice
    assert "昨年の同じ時季は、お客様から" in notice
    assert "例年" not in notice
    assert "None" not in notice
    assert "{" not in notice
    assert "お問い合わせの多い点" not in notice
    assert "よくあるご質問" in notice


def test_the_name_tells_the_matter_before_the_words_that_go_with_it() -> None:
    facts = NoticeFacts("解約の電話", ("請求", "返金"), FACTS.onset_on, FACTS.end_on, "", None)
    assert "締め切り" in draft_notice(parse_notice_words(TEXT), facts)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("title = ", "rules_not_toml"),
        (TEXT.replace("{when}", "{whom}"), "rules_bad_setting"),
        (TEXT + '\nsubject = "x"\n', "rules_bad_setting"),
    ],
)
def test_a_mistake_in_the_file_is_told(text: str, key: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_notice_words(text)
    assert raised.value.key == key
