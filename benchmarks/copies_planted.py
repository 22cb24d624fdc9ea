"""Contacts made of the corpora's statements, and copies of them as they arrive in practice."""

import json
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pipelines.text.copies import DAY_MS, MINUTE_MS, Collator, CopySettings, Told
from pipelines.text.wording import compared_words

START_MS = 1_700_000_000_000
SIGNATURE = "\n\n--------------\n[氏名9]\n[メール1]\n[電話番号1]\n[住所1]"
HEAD = "転送:\n-----Original Message-----\nFrom: [氏名9]\nSent: 2024-01-05\nSubject: ご意見\n\n"
KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん"


@dataclass(frozen=True)
class Planted:
    """One kind of copy: how many there were and how many were found with the right original."""

    name: str
    count: int
    found: int
    wrong: int

    def line(self) -> str:
        """One row of a Markdown table."""
        share = self.found / self.count if self.count else 0.0
        return f"| {self.name} | {self.count} | {share:.3f} | {self.wrong} |"


def statements(corpus: Path) -> dict[str, list[str]]:
    """Return the statements of all companies by company and theme."""
    found: dict[str, list[str]] = {}
    for path in sorted(corpus.glob("*/statements.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            said = json.loads(line)
            found.setdefault(f"{path.parent.name}/{said['theme_id']}", []).append(said["text"])
    return found


def contacts(corpus: Path, count: int, rng: Random) -> Iterator[tuple[str, str]]:
    """Yield (customer, words): two to five statements of one theme between greeting and closing."""
    themes = list(statements(corpus).values())
    for number in range(count):
        told = rng.sample(rng.choice(themes), rng.randint(2, 5))
        hello = f"お世話になっております。[氏名{rng.randint(1, 4)}]と申します。"
        yield f"k{number}", f"{hello}{''.join(told)}よろしくお願いします。"


def noisy(text: str, rate: float, rng: Random) -> str:
    """Return a text in which each character is replaced, dropped or doubled with chance `rate`."""
    out = []
    for sign in text:
        if rng.random() >= rate:
            out.append(sign)
        else:
            out.append(rng.choice((rng.choice(KANA), "", sign + rng.choice(KANA))))
    return "".join(out)


def told(contact_id: str, received_ms: int, customer: str | None, text: str) -> Told:
    """Return a contact as the room would read it."""
    return Told(contact_id, received_ms, customer, (), compared_words([text]))


def judged(name: str, base: list[Told], copies: dict[str, Told], settings: CopySettings) -> Planted:
    """Place all contacts in the order of arrival; `copies` by the id of their original."""
    original_of = {copy.contact_id: original for original, copy in copies.items()}
    collator, found, wrong = Collator(settings), 0, 0
    for one in sorted([*base, *copies.values()], key=lambda told: told.order):
        original = collator.place(one).original_contact_id
        if original is not None:
            is_right = original_of.get(one.contact_id) == original
            found, wrong = found + is_right, wrong + (not is_right)
    return Planted(name, len(copies), found, wrong)


def all_kinds(corpus: Path, count: int, settings: CopySettings) -> Iterator[Planted]:
    """Plant each kind of copy on every fourth of `count` contacts of 90 days."""
    rng = Random(5)
    texts = list(contacts(corpus, count, rng))
    base = [
        told(f"a{number:06d}", START_MS + rng.randrange(90 * DAY_MS), customer, text)
        for number, (customer, text) in enumerate(texts)
    ]
    chosen = range(0, count, 4)

    def planted(name: str, changed: dict[int, str], is_known: bool) -> Planted:
        copies = {
            base[number].contact_id: told(
                f"z{number:06d}",
                base[number].received_ms + rng.randrange(1, 3 * 24 * 60) * MINUTE_MS,
                base[number].customer_key if is_known else None,
                text,
            )
            for number, text in changed.items()
        }
        return judged(name, base, copies, settings)

    plain = {number: texts[number][1] for number in chosen}
    yield planted("sent twice, customer unknown", plain, False)
    yield planted("forwarded with a head", {n: HEAD + text for n, text in plain.items()}, False)
    yield planted("with a signature", {n: text + SIGNATURE for n, text in plain.items()}, False)
    for rate in (0.02, 0.05, 0.08, 0.12, 0.16, 0.2):
        for is_known in (True, False):
            changed = {number: noisy(text, rate, rng) for number, text in plain.items()}
            who = "known" if is_known else "unknown"
            yield planted(f"transcribed twice, {rate:.0%} of characters, {who}", changed, is_known)


def template_line(corpus: Path, count: int, settings: CopySettings) -> str:
    """Send one template with other names and another sentence by each of `count` customers."""
    rng = Random(6)
    body = "".join(text for _, text in contacts(corpus, 4, rng))
    collator, places = Collator(settings), []
    for number in range(count):
        code = "".join(rng.choices(string.digits, k=4))
        text = f"[氏名{number % 7 + 1}]です。{body}番号は{code}。"
        mail = told(f"t{number:06d}", START_MS + number * MINUTE_MS, f"k{number}", text)
        places.append(collator.place(mail))
    wordings = {place.wording_contact_id for place in places}
    copies = sum(place.original_contact_id is not None for place in places)
    return f"template of {count} customers: {len(wordings)} wording, {copies} copies"


def alone_line(corpus: Path, settings: CopySettings) -> str:
    """Let every statement of the corpora be a contact of its own, of a customer nobody knows."""
    said = [text for texts in statements(corpus).values() for text in texts]
    collator = Collator(settings)
    rng = Random(7)
    times = sorted(START_MS + rng.randrange(7 * DAY_MS) for _ in said)
    placed = [
        collator.place(told(f"s{number:06d}", at, None, text))
        for number, (at, text) in enumerate(zip(times, said, strict=True))
    ]
    compared = sum(place.wording_contact_id is not None for place in placed)
    copies = sum(place.original_contact_id is not None for place in placed)
    return f"{len(said)} different statements in 7 days, {compared} long enough: {copies} copies"
