"""A contact as it is written, and the truth kept beside it."""

from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict


class Slot(NamedTuple):
    """One planned contact before any words: what it is about, when, from whom."""

    channel: str
    received_at: datetime
    theme_ids: tuple[str, ...]
    kind: str
    segment: str
    region: str
    product: str
    customer_number: int
    is_repeat: bool


class Turn(NamedTuple):
    """One turn as written."""

    speaker: str
    text: str


class PersonalItem(NamedTuple):
    """One planted item of personal data, exactly as it stands in a turn (or mail body: 0)."""

    turn: int
    kind: str
    text: str


class PlantedStatement(NamedTuple):
    """One planted statement of the customer, a substring of its turn (or mail body: 0)."""

    turn: int
    theme_id: str | None
    kind: str
    text: str


class Contact(BaseModel):
    """One written contact with its truth."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    contact_id: str
    slot: Slot
    customer_id: str
    turns: tuple[Turn, ...]
    personal: tuple[PersonalItem, ...]
    statements: tuple[PlantedStatement, ...]
    attributes: dict[str, str | int]
