"""Count the planted personal data of a demo home that reached what it shows to people.

    python -m benchmarks.leaks --home demo-home

`demo-truth.json` names every item as it was written. An item is searched in the published voices
of its own contact and, where it is long enough to mean one person, in every text column of every
mart, in the reports with all that lies hidden in them (leaks_shown.py), and in the logs. Numbers
are compared by their digits, however they are said.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.leaks_shown import files_shown, mart_columns
from pipelines.text.digits import value_of_number
from warehouse import open_published

NUMBERS = {"PHONE", "CARD", "POSTAL", "ORDER_ID", "MEMBER_ID", "ACCOUNT"}
# Shorter values (a family name, four digits) stand in other people's text by right.
SHORTEST_ANYWHERE = 4
_DIGIT_WORD = re.compile(
    "ゼロ|レイ|マル|イチ|ニイ|ニー|サン|ヨン|シー|ゴー|ロク|ナナ|シチ|ハチ|キュウ|キュー|[〇零○◯一二三四五六七八九]"
)
_JOINTS = re.compile(r"[\s\-‐‑‒–—―−ー~.()+/:、,のノ]")
_LETTER = "[一-鿿々]"


@dataclass(frozen=True)
class Item:
    """One planted item: its contact, the turn from 0, its type and its writing."""

    contact: str
    turn: int
    type: str
    text: str


@dataclass(frozen=True)
class Leak:
    """An item that was found, and where: `voice`, a mart's column, or a file's name."""

    item: Item
    place: str


def planted(home: Path) -> list[Item]:
    """Read the planted items of a demo home."""
    contacts = json.loads((home / "demo-truth.json").read_text("utf-8"))["contacts"]
    return [
        Item(contact, item["turn"], item["type"], item["text"])
        for contact, truth in contacts.items()
        for item in truth["pii"]
    ]


def plain(text: str) -> str:
    """Return `text` under NFKC, in lower case and without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def digits_plain(text: str) -> str:
    """Return `plain(text)` with said digits written and the joints between digits left out."""
    said = _DIGIT_WORD.sub(
        lambda m: value_of_number(m.group()), unicodedata.normalize("NFKC", text)
    )
    return _JOINTS.sub("", said).casefold()


class Shown:
    """A text that people see, in the forms in which items are searched."""

    def __init__(self, text: str) -> None:
        self.plain, self.digits = plain(text), digits_plain(text)

    def holds(self, item: Item) -> bool:
        """Whether the item can be read in the text."""
        value = plain(item.text)
        if len(value) < 2:
            # One character (林, 誠) is a name only where it stands by itself: not in 山林.
            alone = f"(?<!{_LETTER}){re.escape(value)}(?=様|さん|さま|です|と申|$|[\\s、。])"
            return re.search(alone, self.plain) is not None
        if value in self.plain and not value.isdigit():
            return True
        return item.type in NUMBERS and self._holds_number(digits_plain(item.text))

    def _holds_number(self, digits: str) -> bool:
        return re.search(f"(?<![0-9]){re.escape(digits)}(?![0-9])", self.digits) is not None


def leaks_of_contacts(
    items: Iterable[Item], texts: Mapping[str, str], place: str = "voice"
) -> list[Leak]:
    """Return the items found in the text of their own contact."""
    shown = {contact: Shown(text) for contact, text in texts.items()}
    return [
        Leak(item, place)
        for item in items
        if item.contact in shown and shown[item.contact].holds(item)
    ]


def leaks_anywhere(items: Iterable[Item], text: str, place: str) -> list[Leak]:
    """Return one item for every value that stands in a text which belongs to no one contact."""
    shown = Shown(text)
    values = {
        plain(item.text): item for item in items if len(plain(item.text)) >= SHORTEST_ANYWHERE
    }
    return [
        Leak(item, place)
        for value, item in values.items()
        if not (value.isdigit() and len(value) < 7)
        and (value in shown.plain or (item.type in NUMBERS and _digits_in(item, shown)))
    ]


def _digits_in(item: Item, shown: Shown) -> bool:
    digits = digits_plain(item.text)
    start = shown.digits.find(digits)
    while start >= 0:
        # Seven digits inside a hash (v4f9990125c) are not a postal code.
        around = (
            shown.digits[max(0, start - 1) : start]
            + shown.digits[start + len(digits) : start + len(digits) + 1]
        )
        if not re.search("[0-9a-z]", around):
            return True
        start = shown.digits.find(digits, start + 1)
    return False


def published_texts(home: Path) -> dict[str, str]:
    """Return what is published of each contact: its voices, and examples taken from them."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    question = """
        select source_contact_id, text from mart.voice
        union all select v.source_contact_id, e.text
        from mart.theme_example e join mart.voice v using (voice_id)
        union all select source_contact_id, attributes::varchar from mart.contact
    """
    with open_published(home) as con:
        for contact, text in con.execute(question).fetchall():
            texts[contact].append(text or "")
    return {contact: "\n".join(parts) for contact, parts in texts.items()}


def turns_published(home: Path) -> set[tuple[str, int]]:
    """Return the turns, from 0, of which a part became a voice: (contact, turn)."""
    question = (
        "select source_contact_id, spans from core.voice join core.contact using (contact_id)"
    )
    with duckdb.connect(str(home / "work.duckdb"), read_only=True) as con:
        return {
            (contact, span["turn"] - 1)
            for contact, spans in con.execute(question).fetchall()
            for span in json.loads(spans)
        }


def all_leaks(home: Path) -> list[Leak]:
    """Return every leak of a demo home; an item may be found in several places."""
    items = planted(home)
    found = leaks_of_contacts(items, published_texts(home))
    for place, text in [*mart_columns(home), *files_shown(home)]:
        found += leaks_anywhere(items, text, place)
    return found


def print_table(items: list[Item], reached: set[tuple[str, int]], leaks: list[Leak]) -> None:
    """Print one line per type: planted, in a turn that was published, leaked, share of those."""
    planted_count = Counter(item.type for item in items)
    reached_count = Counter(item.type for item in items if (item.contact, item.turn) in reached)
    leaked = Counter(leak.item.type for leak in leaks if leak.place == "voice")
    print(f"{'type':10} {'planted':>8} {'reached':>8} {'leaked':>7} {'share':>8}")
    for type_ in sorted(planted_count):
        share = leaked[type_] / max(1, reached_count[type_])
        print(
            f"{type_:10} {planted_count[type_]:8} {reached_count[type_]:8} {leaked[type_]:7} "
            f"{share:8.4%}"
        )


def main() -> int:
    """Print the table and the places other than voices; exit 1 when anything leaked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--show", type=int, default=0, help="print so many leaked items (planted)")
    arguments = parser.parse_args()
    items, leaks = planted(arguments.home), all_leaks(arguments.home)
    print_table(items, turns_published(arguments.home), leaks)
    for place, count in sorted(Counter(leak.place for leak in leaks).items()):
        print(f"{place}: {count}")
    for leak in leaks[: arguments.show]:
        print(leak)
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())
