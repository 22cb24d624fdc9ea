"""A row becomes a contact: ids, dates and words in one meaning, or a reason why not."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from pipelines.ingest.cells import cell
from pipelines.ingest.dates import parse_moment
from pipelines.ingest.labels import fold_label
from pipelines.ingest.plain import as_label, canonical_json, clean_text, is_missing, plain_value
from pipelines.ingest.read_dialogue import dialogue_turns
from pipelines.ingest.roles import decide_speakers
from pipelines.ingest.rows import BadRow, Row, reject
from pipelines.ingest.source import SourceSpec
from pipelines.ingest.turns import Turn, parse_turns

EARLIEST_YEAR = 1990
_HASH_BYTES = 16


@dataclass(frozen=True, slots=True)
class ReceivedContact:
    """One contact as received, in standard fields.

    `received_at` and `updated_at` are aware and in UTC, `received_on` is the local date in the
    source's time zone. `attributes` holds every other column that is not empty, as plain JSON
    values. `row_hash` is 32 hex characters over all values, whatever the order of the columns.
    """

    source_contact_id: str
    received_at: datetime
    received_on: date
    updated_at: datetime | None
    channel: str | None
    product: str | None
    segment: str | None
    region: str | None
    customer_id: str | None
    turns: list[Turn]
    attributes: dict[str, object]
    row_hash: str


class _Refused(Exception):
    """A part of the row that makes the whole row unusable; the argument is the reason code."""


def to_contact(row: Row, spec: SourceSpec, latest: datetime) -> ReceivedContact | BadRow:
    """Turn a row into a contact; `latest` (aware) is the last moment that a date may name.

    The reasons of a bad row, first found first told: missing_id, id_too_long, missing_date,
    bad_date, date_before_1990, date_in_future, bad_turns, empty_text, text_too_long. In texts,
    lone surrogates become U+FFFD, line ends LF, other control characters except tab go.
    """
    try:
        return _contact(row, spec, latest)
    except _Refused as refused:
        return reject(row.number, str(refused), canonical_json(row.values))


def _contact(row: Row, spec: SourceSpec, latest: datetime) -> ReceivedContact:
    values, columns = row.values, spec.columns
    source_contact_id = _id(values, spec)
    received_at = _received_at(values, spec, latest)
    updated_at = parse_moment(cell(values, columns.updated_at), spec.received_at.formats, spec.zone)
    turns, used_words = _words(values, spec)
    used = columns.names_of_labels | set(used_words)
    if updated_at is not None:
        used |= set(columns.updated_at)
    return ReceivedContact(
        source_contact_id=source_contact_id,
        received_at=received_at,
        received_on=received_at.astimezone(spec.zone).date(),
        updated_at=updated_at,
        channel=_channel(values, spec),
        product=as_label(cell(values, columns.product)) or spec.defaults.product,
        segment=as_label(cell(values, columns.segment)) or spec.defaults.segment,
        region=as_label(cell(values, columns.region)) or spec.defaults.region,
        customer_id=as_label(cell(values, columns.customer_id)),
        turns=turns,
        attributes=_attributes(values, used),
        row_hash=row_hash(values),
    )


def row_hash(values: dict[str, object]) -> str:
    """Hash all values that are not missing, whatever their order: BLAKE2b, 32 hex characters.

    Missing values are left out, so a new, still empty column does not make every row look changed.
    """
    present = {name: value for name, value in values.items() if not is_missing(value)}
    canonical = canonical_json(present).encode("utf-8", "surrogatepass")
    return blake2b(canonical, digest_size=_HASH_BYTES).hexdigest()


def _id(values: dict[str, object], spec: SourceSpec) -> str:
    label = as_label(cell(values, spec.columns.contact_id))
    if label is None:
        raise _Refused("missing_id")
    if len(label) > spec.max_id_characters:
        raise _Refused("id_too_long")
    return label


def _received_at(values: dict[str, object], spec: SourceSpec, latest: datetime) -> datetime:
    value = cell(values, spec.columns.received_at)
    if value is None:
        raise _Refused("missing_date")
    moment = parse_moment(value, spec.received_at.formats, spec.zone)
    if moment is None:
        raise _Refused("bad_date")
    if moment.astimezone(spec.zone).year < EARLIEST_YEAR:
        raise _Refused("date_before_1990")
    if moment > latest:
        raise _Refused("date_in_future")
    return moment


def _channel(values: dict[str, object], spec: SourceSpec) -> str | None:
    label = as_label(cell(values, spec.columns.channel))
    return spec.defaults.channel if label is None else spec.channels.get(fold_label(label), label)


def _words(values: dict[str, object], spec: SourceSpec) -> tuple[list[Turn], tuple[str, ...]]:
    """The turns, and the columns that they came from; turns win over text."""
    turns, names = _turns(values, spec), spec.columns.turns
    if not turns:
        turns, names = _text_turn(values, spec), spec.columns.text
    if not turns:
        raise _Refused("empty_text")
    if sum(len(turn.text) for turn in turns) > spec.max_text_characters:
        raise _Refused("text_too_long")
    return decide_speakers(turns, spec.roles), names


def _turns(values: dict[str, object], spec: SourceSpec) -> list[Turn]:
    value = cell(values, spec.columns.turns) if spec.columns.turns else None
    if value is None:
        return []
    turns = parse_turns(value, spec.speakers)
    if turns is None:
        raise _Refused("bad_turns")
    return turns


def _text_turn(values: dict[str, object], spec: SourceSpec) -> list[Turn]:
    value = cell(values, spec.columns.text)
    text = clean_text(value) if isinstance(value, str) else as_label(value)
    if is_missing(text) or text is None:
        return []
    if spec.text_form == "dialogue":
        return parse_turns(dialogue_turns(text, spec.speakers), spec.speakers) or []
    if spec.text_speaker == "unknown":
        return [Turn("unknown", text)]
    return [Turn(spec.text_speaker, text, speaker_by="source", confidence=1.0)]


def _attributes(values: dict[str, object], used: set[str] | frozenset[str]) -> dict[str, object]:
    return {
        name: plain_value(value)
        for name, value in values.items()
        if name not in used and not is_missing(value)
    }
