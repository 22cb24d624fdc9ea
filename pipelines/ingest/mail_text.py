"""The words of a mail: its text parts decoded, HTML made plain, attachments counted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from pydantic import BaseModel, ConfigDict

from pipelines.ingest.html_text import html_text
from pipelines.ingest.mail_encoding import decode_words

_MOST_LEVELS = 30


class MailSettings(BaseModel):
    """How mails are read.

    Mails from `own_addresses` (whole addresses, or @example.co.jp) are the operator's. The subject
    goes before the words of a mail if `include_subject`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    own_addresses: tuple[str, ...] = ()
    include_subject: bool = True
    remove_quotes: bool = True


@dataclass(slots=True)
class MailBody:
    """The text of a mail, how many attachments it has, and how many bytes are no text.

    `count_bytes`: bytes of the text parts, of which `count_undecodable` could not be read.
    """

    texts: list[str] = field(default_factory=list)
    count_attachments: int = 0
    count_bytes: int = 0
    count_undecodable: int = 0

    @property
    def text(self) -> str:
        """All text parts, one below the other."""
        return "\n".join(text.strip("\n") for text in self.texts if text.strip())


def body_of(message: Message) -> MailBody:
    """Read the text parts of a mail; attached files and mails are only counted."""
    body = MailBody()
    _add(message, body, 0)
    return body


def _add(part: Message, body: MailBody, level: int) -> None:
    if level > _MOST_LEVELS or part.get_content_disposition() == "attachment":
        body.count_attachments += 1
    elif part.get_content_maintype() == "multipart" and part.is_multipart():
        for inner in _readable(part):
            _add(inner, body, level + 1)
    elif part.get_content_type() in ("text/plain", "text/html") and part.get_filename() is None:
        body.texts.append(_text_of(part, body))
    else:
        body.count_attachments += 1


def _readable(part: Message) -> Iterator[Message]:
    """Of the forms of one text (alternative) the plain one, if it has words; else all parts."""
    inner = [found for found in part.get_payload() if isinstance(found, Message)]
    if part.get_content_subtype() != "alternative":
        yield from inner
        return
    others = [found for found in inner if found.get_content_type() == "text/calendar"]
    forms = [found for found in inner if found not in others]
    plain = [found for found in forms if found.get_content_type() == "text/plain"]
    with_words = [found for found in plain if _text_of(found, MailBody()).strip()]
    yield from (with_words or forms[::-1])[:1]


def _text_of(part: Message, body: MailBody) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    text, count_undecodable = decode_words(content, _charset(part))
    body.count_bytes += len(content)
    body.count_undecodable += count_undecodable
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if part.get_content_type() == "text/html":
        return html_text(text)
    return _unflowed(text, part) if _parameter(part, "format") == "flowed" else text


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except (LookupError, ValueError):
        return ""


def _parameter(part: Message, name: str) -> str:
    found = part.get_param(name)
    return found.lower() if isinstance(found, str) else ""


def _unflowed(text: str, part: Message) -> str:
    """Join lines that the mail program wrapped (RFC 3676): those that end in a space."""
    is_space_deleted = _parameter(part, "delsp") == "yes"
    lines = text.split("\n")
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on:
            joined[-1] += line
        else:
            joined.append(line)
        goes_on = line.endswith(" ") and line != "-- " and not line.startswith(">")
        if goes_on and is_space_deleted:
            joined[-1] = joined[-1][:-1]
    return "\n".join(joined)
