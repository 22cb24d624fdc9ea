"""The same call as a second recogniser writes it: other spellings of the same sounds."""

from datetime import timedelta
from random import Random

from pipelines.demo.ledger import Contact, PlantedStatement, Turn

# One character each, so that a statement stays a part of its turn.
SPELLINGS = {
    "、": "", "。": "", "事": "こと", "時": "とき", "方": "ほう", "私": "わたし", "今": "いま",
    "物": "もの", "前": "まえ", "何": "なに", "話": "はなし", "言": "い", "来": "き", "思": "おも",
    "っ": "つ", "ー": "う", "見": "み", "出": "で", "無": "な", "良": "よ", "払": "はら",
    "違": "ちが",
}  # fmt: skip
COUNT_SPELLINGS = (4, 9)


def transcribed_again(contact: Contact, rng: Random) -> Contact:
    """Write a call anew, begun within a minute of the first; personal data stay as they are."""
    planted = "".join(item.text for item in contact.personal)
    able = [sign for sign in SPELLINGS if sign not in planted]
    chosen = rng.sample(able, min(rng.randint(*COUNT_SPELLINGS), len(able)))
    table = str.maketrans({sign: SPELLINGS[sign] for sign in chosen})
    later = contact.slot.received_at + timedelta(seconds=rng.randrange(1, 60))
    return contact.model_copy(
        update={
            "slot": contact.slot._replace(received_at=later, is_repeat=False),
            "turns": tuple(
                Turn(turn.speaker, turn.text.translate(table)) for turn in contact.turns
            ),
            "statements": tuple(
                PlantedStatement(one.turn, one.theme_id, one.kind, one.text.translate(table))
                for one in contact.statements
            ),
        }
    )
