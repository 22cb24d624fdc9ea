"""Varied Japanese sentences from parts: short, long, formal, spoken, with signs and digits."""

_OPENINGS = (
    "",
    "あのー、",
    "お世話になっております。",
    "至急です!!",
    "えっと昨日から",
    "【再送】",
    "Hi, ",
    "ﾊﾟｿｺﾝの件で、",
    "〜について。",
    "😠",
)
_MATTERS = (
    "荷物が予定日を過ぎても届きません",
    "同じ料金が二回引き落とされています",
    "アプリを更新したらログインできなくなった",
    "店員さんの対応がとても丁寧でした",
    "解約の手続きがどこにあるのか分からない",
    "エンジンから異音がして120km/hで振動する",
    "サイズがＬなのにＭが入っていた",
    "電話が30分つながらへんねんけど",
    "Wi-Fiが夜だけ切れる",
    "賞味期限が2024/03/31の商品が届いた",
)
_ENDINGS = ("", "。", "ので、早急にご確認いただけますでしょうか。返金も含めてご回答ください。")


# What a text field of a form may hold besides sentences.
ODD_TEXTS = [
    "",
    " ",
    "\n\t\r",
    "\u200b\u200b",
    "。。。!?",
    "〜〜〜",
    "\x00",
    "\ud800",
    "\udfff文",
    "😀\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "العربية 한국어 ไทย 日本語",
    "e\u0301か\u3099",
    "a" * 5000,
]


def varied_sentences() -> list[str]:
    """Return 300 different sentences in a fixed order."""
    return [o + m + e for e in _ENDINGS for m in _MATTERS for o in _OPENINGS]
