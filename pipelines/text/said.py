"""What of a turn the customer said: no signature, no fields of a form, no subject of an answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.text.body import body_end

_MATTER = (
    r"(?:(?:お|ご|御)?(?:問い?合わ?せ|意見|要望|相談|質問|苦情|申し?出|感想|連絡|依頼|用件|指摘)"
    r"|クレーム)"
)
# The field that holds what is said, and the others, which tell that the mail is a form.
_STATED = re.compile(
    rf"(?:{_MATTER}(?:[・、/／]{_MATTER})*(?:の?(?:内容|詳細|本文|事項|欄))?"
    r"|内容|詳細|本文|メッセージ|コメント|自由記[入述]欄?|message|comments?)",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r".{0,8}(?:名前|氏名|芳名|フリガナ|ふりがな|住所|郵便番号|都道府県|電話(?:番号)?|TEL|FAX|携帯|連絡先"
    r"|メール(?:アドレス)?|E-?mail|年齢|年代|性別|生年月日|職業|会社名?|部署|種別|種類|区分|カテゴリー?|項目|分類"
    r"|件名|題名|タイトル|商品名?|製品名?|型番|品番|機種|番号|ID|日時?|店舗名?|IPアドレス|URL|返信|回答方法|name|subject)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[ \u3000>■□◆◇●○▼・*＊]*"
    r"(?:[【\[［〔<＜][ \u3000]*([^\n:：【】\[\]]{1,24}?)[ \u3000]*[】\]］〕>＞][ \u3000]*[:：]?"
    r"|([^\s:：。、「【]{1,24}?)[ \u3000]*[:：]"
    r"|(?<=[■□◆◇●○▼])([^\s:：。、]{1,24})(?=[ \u3000]*$))[ \u3000]*"
)
_REQUIRED = re.compile(r"[(（\[［【※](?:必須|任意)[)）\]］】]?")
# What the form itself writes above and below.
_FOOT = re.compile(r"^[※*].{0,20}自動(?:送信|配信|返信)|(?:本|この)メールは.{0,20}自動")
_BY_MACHINE = re.compile(
    r"(?:フォーム(?:から|より|に)|問い?合わ?せ|ご意見).{0,20}"
    r"(?:送信されました|ありました|届きました|受け?付けました|送信されています)"
    r"|^.{0,4}以下の(?:内容|通り|とおり)で|" + _FOOT.pattern
)
_LETTER = re.compile(r"[^\W_]")
_ANSWER = re.compile(
    r"(?:[ \u3000]*(?:re|aw|返信|fwd?|fw|転送)[ \u3000]*[:：][ \u3000]*)+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """Characters [start, end) of a turn; `is_subject`: of the mail that is answered."""

    start: int
    end: int
    is_subject: bool = False


def said_places(text: str) -> list[Said]:
    """Return which characters of a turn are the customer's words, in order."""
    end = body_end(text)
    start = 0
    found = []
    answer = _ANSWER.match(text)
    if answer:
        start = text.find("\n", answer.end()) + 1 or len(text)
        found.append(Said(answer.end(), start, is_subject=True))
    if start < end:
        found += _of_form(text, start, end) or [Said(start, end)]
    return found


def _of_form(text: str, start: int, end: int) -> list[Said]:
    """Return the fields of a web form that are for free words, and free lines around them.

    Nothing if it is none: what cannot be told to be the value of another field is kept.
    """
    found = []
    names = set()
    is_by_machine = False
    is_value_next = is_stated = has_stated = False
    for value, last, name in _lines(text, start, end):
        names.add(name)
        words = text[value:last].strip()
        is_empty = not _LETTER.search(words)
        if name:
            is_stated = name == "stated"
            is_value_next = is_empty and not is_stated
        if name == "field" or is_empty:
            continue
        if is_value_next:
            is_value_next = False
        elif not name and (_FOOT if is_stated else _BY_MACHINE).search(words):
            is_by_machine = True
        else:
            has_stated |= is_stated
            found.append(Said(value, last))
    return found if is_by_machine or (has_stated and "field" in names) else []


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield of each line where its value begins, where it ends, the sort of its label or ""."""
    for line in text[start:end].splitlines(keepends=True):
        label = _LABEL.match(line)
        name = _sort(label[1] or label[2] or label[3]) if label else ""
        yield start + (label.end() if label and name else 0), start + len(line), name
        start += len(line)


def _sort(label: str) -> str:
    words = _REQUIRED.sub("", label).strip()
    if _STATED.fullmatch(words):
        return "stated"
    return "field" if _FIELD.fullmatch(words) else ""
