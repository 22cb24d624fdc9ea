"""Speaker labels: which words name the customer and which the operator."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

Speaker = Literal["customer", "operator", "unknown"]

_CUSTOMER = (
    "customer client user caller guest visitor end_user "
    "客 顧客 お客 お客様 お客さま 御客様 お客さん 相談者 架電者 利用者 ユーザー ユーザ "
    "申出者 お申出者 契約者 ご契約者 問合せ者 問い合わせ者 カスタマー cu cs_customer"
)
# A bot or a notice of the system is never a customer's word.
_OPERATOR = (
    "operator agent staff op opr csr rep representative supervisor sv bot chatbot system "
    "オペレーター オペレータ オペ 担当 担当者 応対者 受付 受電者 窓口 店員 係 係員 スタッフ "
    "コミュニケーター コミュニケータ アドバイザー サポート 上席 責任者 相談員 "
    "当社 弊社 自動応答 チャットボット ボット システム aiオペレーター aiチャット"
)
_SPEAKERS: dict[str, Speaker] = {
    **dict.fromkeys(_CUSTOMER.split(), "customer"),
    **dict.fromkeys(_OPERATOR.split(), "operator"),
}
_NAMELESS = frozenset({"", "unknown", "speaker", "不明", "話者", "話者不明", "発話者"})
_OUTER = re.compile(r"^[\[(【<〈《「『\s]+|[\])】>〉》」』\s:]+$")
# お客様1, operator_2, OP(佐藤), 担当者 A, but not spk_0: a number alone names nobody.
_COUNTED = re.compile(r"[\s_\-#]*(?:[0-9]{1,3}|(?<![a-z])[a-z])$")
_IN_BRACKETS = re.compile(r"\s*\([^()]{0,20}\)$")


def fold_label(label: str) -> str:
    """Fold width, case and outer space, so that ＴＥＬ, Tel and tel are one label."""
    return unicodedata.normalize("NFKC", label).strip().casefold()


def to_speaker(label: object, more_labels: Mapping[str, Speaker]) -> Speaker:
    """Bring a speaker label to customer, operator or unknown.

    `more_labels` (keys folded by `fold_label`) come first; what nobody knows is unknown. Brackets
    around a label, a number behind it and a name in brackets behind it do not matter.
    """
    if not isinstance(label, str):
        return "unknown"
    folded = fold_label(label)
    bare = _OUTER.sub("", _IN_BRACKETS.sub("", folded))
    for form in (folded, bare, _OUTER.sub("", folded)):
        for name in (form, _COUNTED.sub("", form)):
            if found := more_labels.get(name) or _SPEAKERS.get(name):
                return found
    return "unknown"


def is_nameless(label: str) -> bool:
    """Say whether a label names no speaker at all: empty, unknown, 不明."""
    return fold_label(label) in _NAMELESS
