"""A contact while it is being written: turns, and the personal data that went into them."""

import re
from random import Random
from string import Formatter

from pipelines.demo import people, slips
from pipelines.demo.corpus import Phrases
from pipelines.demo.ledger import PersonalItem, PlantedStatement, Slot, Turn
from pipelines.demo.names import OPERATORS, SURNAMES
from pipelines.demo.people import Person
from pipelines.demo.story import Part

KINDS = {
    "op": "PERSON", "name": "PERSON", "given": "PERSON", "full": "PERSON", "kana": "PERSON",
    "phone": "PHONE", "email": "EMAIL", "address": "ADDRESS", "postal": "POSTAL",
    "order": "ORDER_ID", "member": "MEMBER_ID", "birthdate": "BIRTHDATE", "card": "CARD",
}  # fmt: skip
NAMED_PERSON = re.compile(
    "(?:"
    + "|".join(sorted((row[0] for row in SURNAMES), key=len, reverse=True))
    + ")(?=様|さん|先生)"
)


class Draft:
    """Collects the turns of one contact; each fill-in of personal data is recorded."""

    def __init__(self, slot: Slot, person: Person, phrases: Phrases, rng: Random) -> None:
        self.slot, self.person, self.phrases, self.rng = slot, person, phrases, rng
        self.turns: list[Turn] = []
        self.personal: list[PersonalItem] = []
        self.statements: list[PlantedStatement] = []
        self.mark_style = "none"
        self._values = self._fill_ins()

    def operator(self, pool: str) -> None:
        """Let the operator say one phrase of a pool."""
        self._say("operator", self.rng.choice(self.phrases[pool]))

    def customer(self, pool: str) -> None:
        """Let the customer say one phrase of a pool, with the marks of the recogniser."""
        template = self.rng.choice(self.phrases[pool])
        self._say("customer", slips.drop_marks(template, self.mark_style))

    def operator_line(self, text: str) -> None:
        """Let the operator say this text."""
        self.turns.append(Turn("operator", text))

    def state(self, part: Part) -> None:
        """Let the customer say one part of the story; it is recorded as planted."""
        at = len(self.turns)
        if self.slot.channel == "mail":
            part = part._replace(text=slips.as_cp932(part.text))
        self.turns.append(Turn("customer", part.text))
        self.statements.append(PlantedStatement(at, part.theme_id, part.kind, part.text))
        for found in NAMED_PERSON.finditer(part.text):
            self.personal.append(PersonalItem(at, "PERSON", found[0]))

    def written(self, pool: str) -> None:
        """Write one phrase of a pool, as in a mail."""
        self._say("customer", self.rng.choice(self.phrases[pool]))

    def merged(self, separator: str) -> None:
        """Make one text of all turns, as a mail is one."""
        text = separator.join(turn.text for turn in self.turns)
        self.turns = [Turn("customer", text)]
        self.personal = [item._replace(turn=0) for item in self.personal]
        self.statements = [item._replace(turn=0) for item in self.statements]

    def _say(self, speaker: str, template: str) -> None:
        for _, key, _, _ in Formatter().parse(template):
            if key in KINDS:
                item = PersonalItem(len(self.turns), KINDS[key], self._values[key])
                self.personal.append(item)
        self.turns.append(Turn(speaker, template.format_map(self._values)))

    def _fill_ins(self) -> dict[str, str]:
        values, rng, person = self._written_forms(), self.rng, self.person
        if self.slot.channel == "call":
            values["phone"] = people.spoken_number(person.phone, rng)
            values["address"] = people.spoken_address(person.address, rng)
            values["member"] = people.spoken_id(person.member_id, rng)
            values["order"] = people.spoken_id(values["order"], rng)
        return values

    def _written_forms(self) -> dict[str, str]:
        person, rng = self.person, self.rng
        gap = rng.choice(("", "", " ", " "))
        return {
            "op": rng.choice(OPERATORS),
            "product": self.slot.product,
            "name": person.surname,
            "given": person.given,
            "full": person.surname + gap + person.given,
            "kana": person.surname_kana + gap + person.given_kana,
            "phone": person.phone,
            "email": person.email,
            "address": person.address,
            "postal": person.postal,
            "member": person.member_id,
            "order": people.order_id(self.slot.received_at.date(), rng),
            "birthdate": people.spoken_birthdate(person.birthdate, rng),
            "card": f"{rng.randrange(10_000):04d}",
            "company": person.company,
            "department": person.department,
        }
