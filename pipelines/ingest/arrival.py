"""Received contacts and rejects as Arrow tables, the only bulk way into DuckDB."""

import hashlib
import hmac
import json
from dataclasses import asdict

import pyarrow as pa

from pipelines.ingest.contact import ReceivedContact
from pipelines.ingest.rows import BadRow
from pipelines.ingest.source import SourceSpec
from pipelines.ingest.turns import Turn

UTC = pa.timestamp("us", tz="UTC")

CONTACT = pa.schema(
    {
        "row_number": pa.int64(),
        "source_contact_id": pa.string(),
        "row_hash": pa.string(),
        "received_at": UTC,
        "received_on": pa.date32(),
        "updated_at": UTC,
        "channel": pa.string(),
        "product": pa.string(),
        "segment": pa.string(),
        "region": pa.string(),
        "customer_key": pa.string(),
        "turns": pa.string(),
        "attributes": pa.string(),
        "published_attributes": pa.string(),
    }
)
REJECT = pa.schema({"row_number": pa.int64(), "reason": pa.string(), "received": pa.string()})


def customer_key(customer_id: str, secret: bytes) -> str:
    """Return a keyed hash of a customer number: equal numbers, equal keys, no way back.

    HMAC-SHA-256 (RFC 2104), 20 hex characters; without the secret a list of all numbers
    cannot be hashed and compared, as it could with a plain hash.
    """
    return "k" + hmac.new(secret, customer_id.encode(), hashlib.sha256).hexdigest()[:20]


def contact_table(
    contacts: list[tuple[int, ReceivedContact]], spec: SourceSpec, secret: bytes
) -> pa.Table:
    """Return contacts, each with its row number in the file, as a table of schema CONTACT."""
    return pa.Table.from_pylist(
        [{"row_number": number, **_as_row(contact, spec, secret)} for number, contact in contacts],
        CONTACT,
    )


def _as_row(contact: ReceivedContact, spec: SourceSpec, secret: bytes) -> dict[str, object]:
    published = {
        name: contact.attributes[name]
        for name in spec.publish_attributes
        if name in contact.attributes
    }
    turns = [_as_json(turn) for turn in contact.turns]
    return {
        "source_contact_id": contact.source_contact_id,
        "row_hash": contact.row_hash,
        "received_at": contact.received_at,
        "received_on": contact.received_on,
        "updated_at": contact.updated_at,
        "channel": contact.channel,
        "product": contact.product,
        "segment": contact.segment,
        "region": contact.region,
        "customer_key": contact.customer_id and customer_key(contact.customer_id, secret),
        "turns": _json(turns),
        "attributes": _json(contact.attributes),
        "published_attributes": _json(published),
    }


def _as_json(turn: Turn) -> dict[str, object]:
    known = {key: value for key, value in asdict(turn).items() if value not in ("", None)}
    return {"speaker": turn.speaker, "text": turn.text, **known}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def reject_table(rejects: list[BadRow]) -> pa.Table:
    """Return rejected rows as a table of schema REJECT."""
    return pa.Table.from_pylist(
        [{"row_number": row.number, "reason": row.reason, "received": row.raw} for row in rejects],
        REJECT,
    )
