"""Mails: one .eml file, or the many of an mbox file, a message in memory at a time.

The standard library's `email` with policy compat32: it takes any header as it comes, where
`policy.default` raises on Message-IDs and dates that Exchange really writes (IndexError, KeyError).
Its `mailbox` opens files for writing and splits at every line "From "; so mbox is split here.
"""

import re
from collections.abc import Iterator
from datetime import UTC
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import blake2b
from pathlib import Path

from pipelines.errors import InputError
from pipelines.ingest.document import document_row
from pipelines.ingest.lines import decode_marked
from pipelines.ingest.mail_encoding import decode_header
from pipelines.ingest.mail_quotes import MailParts, split_mail
from pipelines.ingest.mail_text import MailBody, MailSettings, body_of
from pipelines.ingest.plain import clean_text
from pipelines.ingest.rows import RAW_CHARACTERS_KEPT, BadRow, Row, reject
from pipelines.ingest.source import SourceSpec

# A mail with a larger share of unreadable bytes is refused; below it they become U+FFFD.
UNDECODABLE_SHARE_LIMIT = 0.02
_SEPARATOR = re.compile(rb"From .*[0-9]{4}(?:\s+[+-][0-9]{4})?\s*$")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LINE_BYTES = 1 << 20


def read_eml(path: Path, spec: SourceSpec) -> Iterator[Row | BadRow]:
    """Yield the one contact of a mail file.

    Raises InputError `document_too_large` (file, limit_mb) and as `document_row` does.
    """
    if path.stat().st_size > spec.max_document_bytes:
        limit_mb = max(1, spec.max_document_bytes // 1_000_000)
        raise InputError("document_too_large", file=path.name, limit_mb=limit_mb)
    values = _values(path.read_bytes(), 1, spec.mail)
    yield values if isinstance(values, BadRow) else document_row(path, spec, values)


def read_mbox(path: Path, spec: SourceSpec) -> Iterator[Row | BadRow]:
    """Yield the contacts of an mbox file, numbered from 1.

    Raises InputError `mbox_broken` (file) when the file does not begin as an mbox does.
    """
    for number, (separator, content) in enumerate(_messages(path, spec.max_document_bytes), 1):
        if len(content) > spec.max_document_bytes:
            yield reject(number, "mail_too_large", _raw(content))
            continue
        values = _values(content, number, spec.mail)
        if isinstance(values, BadRow):
            yield values
            continue
        if date := _separator_date(separator):
            values.setdefault("received_at", date)
        yield Row(number, values)


def _messages(path: Path, limit_bytes: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield separator line and bytes of each mail; of one above the limit only limit + 1 bytes."""
    separator: bytes | None = None
    lines: list[bytes] = []
    count_bytes = 0
    is_after_blank = is_line_start = True
    with path.open("rb") as stream:
        while line := stream.readline(_LINE_BYTES):
            if is_line_start and is_after_blank and _SEPARATOR.match(line):
                if separator is not None:
                    yield separator, _mail(lines, limit_bytes)
                separator, lines, count_bytes = line, [], 0
            elif separator is None:
                if line.strip(b"\r\n \t\xef\xbb\xbf"):
                    raise InputError("mbox_broken", file=path.name)
            elif count_bytes <= limit_bytes:
                lines.append(line)
                count_bytes += len(line)
            is_after_blank = is_line_start and not line.strip(b"\r\n")
            is_line_start = line.endswith(b"\n")
    if separator is not None:
        yield separator, _mail(lines, limit_bytes)


def _mail(lines: list[bytes], limit_bytes: int) -> bytes:
    return _ESCAPED.sub(rb"\1", b"".join(lines)[: limit_bytes + 1])


def _separator_date(line: bytes) -> str | None:
    written = line.decode("ascii", "replace").split(maxsplit=2)
    return _moment(written[2]) if len(written) == 3 else None


def _raw(content: bytes) -> str:
    return decode_marked(content[:RAW_CHARACTERS_KEPT], "utf-8")


def _values(content: bytes, number: int, settings: MailSettings) -> dict[str, object] | BadRow:
    try:
        message = message_from_bytes(content)
        body = body_of(message)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        # The parser's own mistakes on damaged mails; one mail is lost by it, never the file.
        return reject(number, "bad_mail", _raw(content))
    if body.count_undecodable > UNDECODABLE_SHARE_LIMIT * body.count_bytes:
        return reject(number, "undecodable_bytes", _raw(content))
    return _of_message(message, body, settings)


def _of_message(message: Message, body: MailBody, settings: MailSettings) -> dict[str, object]:
    text = clean_text(body.text)
    parts = split_mail(text) if settings.remove_quotes else MailParts(text, "", "")
    subject, sender = _header(message, "Subject"), _addresses(message, "From")
    is_own = any(_is_own(address, settings) for _, address in sender)
    said = _with_subject(subject, parts.said) if settings.include_subject else parts.said
    partner = _addresses(message, "To") if is_own else sender
    values: dict[str, object] = {
        "contact_id": _identity(message, body, sender),
        "received_at": _received_at(message),
        "customer_id": partner[0][1] if partner else "",
        "subject": subject,
        "sender_name": sender[0][0] if sender else "",
        "message_id": _header(message, "Message-ID").strip("<> "),
        "in_reply_to": _header(message, "In-Reply-To").strip("<> "),
        "quoted_text": parts.quoted,
        "signature": parts.signature,
        "count_attachments": body.count_attachments or None,
        "count_undecodable_bytes": body.count_undecodable or None,
    }
    # The operator's own mails are turns; the source says who speaks in a text.
    values |= {"turns": [{"speaker": "operator", "text": said}]} if is_own else {"text": said}
    return {name: value for name, value in values.items() if value not in ("", None)}


def _identity(message: Message, body: MailBody, sender: list[tuple[str, str]]) -> str:
    """Hash what stays the same however a mail is exported, whatever servers wrote on its way.

    A Message-ID alone will not do: it may hold an address, and some programs give one to many.
    """
    said = [_header(message, name) for name in ("Message-ID", "Date", "Subject")]
    if not any(said[:2]):
        said.append(_header(message, "Received"))
    words = "\0".join([*said, *(address for _, address in sender), body.text])
    digest = blake2b(words.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return f"mail-{digest}"


def _with_subject(subject: str, said: str) -> str:
    """Put the subject first, that of an answer too: often it alone tells what it is about.

    Extraction tells by 「Re:」 whose words it holds; the fast lane reads it in any case.
    """
    if not subject or said.startswith(subject):
        return said
    return f"{subject}\n{said}".strip()


def _header(message: Message, name: str) -> str:
    return decode_header(next(_raw_headers(message, name), ""))


def _raw_headers(message: Message, name: str) -> Iterator[str]:
    """Headers as received: `get` has no way back from bytes that are not ASCII."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            yield str(value)


def _addresses(message: Message, name: str) -> list[tuple[str, str]]:
    # Encoded words are decoded after the addresses are split: a name may hold a comma.
    found = getaddresses(list(_raw_headers(message, name)))
    return [(decode_header(shown), address.lower()) for shown, address in found if address]


def _is_own(address: str, settings: MailSettings) -> bool:
    own = tuple(written.lower() for written in settings.own_addresses)
    return address in own or address.endswith(tuple(one for one in own if one.startswith("@")))


def _received_at(message: Message) -> str:
    """When the mail was written, else when the last server took it, as ISO 8601; "" if unsaid."""
    received = _header(message, "Received").rpartition(";")[2]
    written = _header(message, "Date")
    return _moment(written) or _moment(received) or written


def _moment(written: str) -> str | None:
    try:
        moment = parsedate_to_datetime(written.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
