"""Five hundred personal items of all types, planted in complaints of one night."""

import json
from collections.abc import Iterator

from benchmarks.leaks import Item

FAMILIES = ["佐藤", "倉持", "榎本", "設楽", "成瀬", "真鍋", "早乙女", "綾部", "小野寺", "長谷部"]
GIVENS = ["亜希子", "健太郎", "美沙紀", "俊一郎", "千鶴子"]
WORDS = ["ゼロ", "イチ", "ニー", "サン", "ヨン", "ゴー", "ロク", "ナナ", "ハチ", "キュー"]
SAID = dict(zip("0123456789", WORDS, strict=True))
COUNT_OF_EACH = 50


def _phone(number: int) -> tuple[str, str]:
    digits = f"0900000{number:04}"
    written = f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    said = "の".join("".join(SAID[d] for d in part) for part in written.split("-"))
    shown = said if number % 2 else written
    return shown, f"{shown}に電話をくれると言ったのに三日も連絡がありません。"


def _person(number: int) -> tuple[str, str]:
    name = FAMILIES[number % 10] + GIVENS[number // 10]
    told = (
        f"担当の{name}さんに何度言っても荷物が届きません。",
        f"{name}と申しますが、先週の荷物がまだ届いていません。",
        f"契約者は{name}ですが、請求が二重になっています。",
    )
    return name, told[number % 3]


def _address(number: int) -> tuple[str, str]:
    town = ("東京都練馬区架空台", "大阪府堺市北区若草町", "北海道旭川市みどり町")[number % 3]
    written = f"{town}{number + 1}-{number % 9 + 1}-{number % 7 + 11}"
    return written, f"{written}に送ってと頼んだのに前の住所に届きました。"


def _numbered(number: int) -> dict[str, tuple[str, str]]:
    email = f"kujo.{number:03}@example.co.jp"
    postal = f"999-{1000 + number}"
    card = f"4111 1111 {2000 + number} {3000 + number * 7}"
    account = f"{7100000 + number * 13}"
    born = f"昭和{30 + number % 30}年{number % 12 + 1}月{number % 27 + 1}日"
    order, member = f"MD-2025{number % 12 + 1:02}11-{4000 + number}", f"M{10880000 + number}"
    return {
        "PHONE": _phone(number),
        "PERSON": _person(number),
        "ADDRESS": _address(number),
        "EMAIL": (email, f"{email}に返事が一度も来ないのはおかしいです。"),
        "POSTAL": (postal, f"郵便番号を{postal}に直したのに反映されていません。"),
        "CARD": (card, f"カード番号{card}から二回も引き落とされています。"),
        "ACCOUNT": (account, f"普通口座{account}に返金されるはずがまだ入っていません。"),
        "BIRTHDATE": (born, f"生年月日は{born}と伝えたのに違うと断られて困っています。"),
        "ORDER_ID": (order, f"注文番号{order}の品が壊れた状態で届きました。"),
        "MEMBER_ID": (member, f"会員番号{member}なのにログインできません。"),
    }


def planted_contacts() -> Iterator[tuple[Item, str]]:
    """Yield each item with its contact as a line of a transcripts file."""
    for number in range(COUNT_OF_EACH):
        for type_, (written, said) in _numbered(number).items():
            contact_id = f"PLANT-{type_}-{number}"
            turns = [
                {"speaker": "operator", "text": "お電話ありがとうございます。ご用件をどうぞ。"},
                {"speaker": "customer", "text": f"あの、{said}早く何とかしてください。"},
            ]
            # Each of a customer of its own: quotes are shown only where enough of them spoke.
            line = {
                "contact_id": contact_id,
                "received_at": "2026-03-30 10:00:00",
                "customer_id": f"K-{type_}-{number}",
                "turns": turns,
            }
            yield Item(contact_id, 1, type_, written), json.dumps(line, ensure_ascii=False)
