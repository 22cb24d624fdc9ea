"""Tiny inputs: contacts of the fictional company, and the files that bring them."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

STATEMENTS = Path(__file__).parents[2] / "corpus" / "retail_telecom" / "statements.jsonl"
COLUMNS = (
    "contact_id", "received_at", "channel", "product", "segment", "region", "customer_id", "text",
)  # fmt: skip

Contact = dict[str, str]


@cache
def sayings() -> list[list[str]]:
    """Statements of the corpus, one list a theme."""
    by_theme: dict[str, list[str]] = defaultdict(list)
    for line in STATEMENTS.read_text("utf-8").splitlines():
        statement = json.loads(line)
        by_theme[statement["theme_id"]].append(statement["text"])
    return list(by_theme.values())


def contact(number: int, day: date, text: str) -> Contact:
    """One contact of a day; every seventh says a telephone number, which must not get out."""
    moment = datetime.combine(day, time(9)) + timedelta(minutes=number % 600)
    phone = f" 電話番号は090-1234-{number:04d}です。" if number % 7 == 0 else ""
    return {
        "contact_id": f"C{number:05d}",
        "received_at": moment.isoformat(sep=" "),
        "channel": ("call", "mail", "chat")[number % 3],
        "product": ("光回線", "スマホ", "通販")[number % 3],
        "segment": ("個人", "法人")[number % 2],
        "region": ("東京都", "大阪府", "北海道")[number % 3],
        "customer_id": f"M{number % 60:04d}",
        "text": text + phone,
    }


def contacts(themes: Iterable[int], each: range, day: date, first_number: int = 0) -> list[Contact]:
    """The statements `each` of some themes, one contact each, all received on one day."""
    texts = [sayings()[theme][number] for theme in themes for number in each]
    return [contact(first_number + place, day, text) for place, text in enumerate(texts)]


def write_table(path: Path, rows: Sequence[Contact], columns: Sequence[str] = COLUMNS) -> Path:
    """Write a CSV file as a company's system would."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def as_transcript(row: Contact) -> dict[str, object]:
    """The same contact as a call: an operator greets, the customer speaks, the operator ends."""
    fields: dict[str, object] = {name: row[name] for name in COLUMNS if name != "text"}
    fields["turns"] = [
        {"speaker": "operator", "text": "お電話ありがとうございます。ご用件をお伺いします。"},
        {"speaker": "customer", "text": row["text"]},
        {"speaker": "operator", "text": "かしこまりました。"},
    ]
    return fields


def write_transcripts(path: Path, rows: Sequence[Contact]) -> Path:
    """Write JSON Lines, one call a line."""
    lines = [json.dumps(as_transcript(row), ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path
