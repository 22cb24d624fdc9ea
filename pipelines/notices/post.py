"""The only module that knows Apprise: sends a message to one address and says what came of it."""

import http.client
import json
import logging
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from apprise import Apprise, AppriseAsset, NotifyFormat, NotifyType
from apprise.decorators import notify
from pydantic import SecretStr

from pipelines.notices.notice import Outcome, Send

SECONDS_TO_ANSWER = 15
LINE_WORKS, TEAMS = "lineworks", "workflow"
# As LINE WORKS shows the address of an Incoming Webhook.
LINE_WORKS_NATIVE = "https://webhook.worksmobile.com/"

# Both write addresses into their logs.
TALKERS = ("apprise", "urllib3")

DELIVERED, NO_SUCH_TARGET = Outcome("delivered"), Outcome("due", "no_url")
# The other side has taken the message, or may have, and did not say so.
NO_ANSWER = (
    "Read timed out",
    "Connection aborted",
    "Remote end closed connection",
    "Connection reset",
)
GATEWAY_TIMEOUT = "504"
STATUS = re.compile(r"error=(\d{3})\b")


def service_name(url: SecretStr) -> str:
    """Return what Apprise calls the service of an address, such as Slack; '' when it knows none."""
    sender = Apprise(asset=_asset())
    with _overheard():
        known = sender.add(_address(url))
    return str(sender[0].service_name) if known else ""


def sender_to(urls: Mapping[str, SecretStr]) -> Send:
    """Return the function that sends a title and a body to the target of a name."""

    def send(target: str, title: str, body: str) -> Outcome:
        return post(urls[target], title, body) if target in urls else NO_SUCH_TARGET

    return send


def post(url: SecretStr, title: str, body: str) -> Outcome:
    """Send a message; never raises, and the address appears in no log."""
    sender = Apprise(asset=_asset())
    with _overheard() as records:
        if not sender.add(_address(url)):
            return Outcome("due", "address")
        is_sent = sender.notify(
            body=_laid_out(body, sender),
            title=title,
            notify_type=NotifyType.INFO,
            body_format=NotifyFormat.TEXT,
        )
    return DELIVERED if is_sent else _outcome(records)


def _asset() -> AppriseAsset:
    # No pictures from elsewhere, no thread pool, nothing stored.
    return AppriseAsset(
        app_id="voc", app_desc="voc", app_url="", image_url_mask="", image_url_logo="",
        async_mode=False, storage_mode="memory",
    )  # fmt: skip


def _laid_out(body: str, sender: Apprise) -> str:
    """Return the text with the line breaks of the service: cards of Teams know paragraphs only."""
    if TEAMS not in (sender[0].secure_protocol or ()):
        return body
    return "\n\n".join(line for line in body.splitlines() if line)


def _address(url: SecretStr) -> str:
    address = url.get_secret_value()
    if address.startswith(LINE_WORKS_NATIVE):
        return f"{LINE_WORKS}://" + address.removeprefix("https://")
    return address


class _Records(logging.Handler):
    """Keeps what Apprise says, which may hold addresses, in memory only."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record)


@contextmanager
def _overheard() -> Iterator[list[logging.LogRecord]]:
    """Keep what is said while sending from everybody else, and listen: only Apprise says why."""
    records = _Records()
    with ExitStack() as quiet:
        for name in TALKERS:
            quiet.enter_context(_only_to(records, logging.getLogger(name)))
        yield records.found


@contextmanager
def _only_to(handler: logging.Handler, logger: logging.Logger) -> Iterator[None]:
    former = logger.handlers[:], logger.propagate, logger.level
    logger.handlers[:], logger.propagate = [handler], False
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.handlers[:], logger.propagate = former[:2]
        logger.setLevel(former[2])


def _outcome(records: list[logging.LogRecord]) -> Outcome:
    """Return what came of a message that did not arrive as far as Apprise knows."""
    told = [record.getMessage() for record in records]
    if any(one.startswith("Sent ") for one in told):
        # One address of several, such as two people of one mail line.
        return Outcome("unsure", "partly")
    words = "\n".join(told)
    is_mailed = "Sending email to" in words
    if any(sign in words for sign in NO_ANSWER) or (is_mailed and "timed out" in words):
        return Outcome("unsure", "no_answer")
    status = STATUS.search(words)
    if status:
        is_taken = status[1] == GATEWAY_TIMEOUT
        return Outcome("unsure" if is_taken else "due", f"http_{status[1]}")
    return Outcome("due", "unreachable" if "onnection error" in words else "refused")


@notify(on=LINE_WORKS, name="LINE WORKS")
def _send_to_line_works(body: str, title: str, *_: Any, **given: Any) -> bool:
    """Send to an Incoming Webhook of LINE WORKS, for which Apprise has no plugin of its own.

    lineworks://webhook.worksmobile.com/message/...; `?tls=no` for a relay inside the company.
    """
    meta = given["meta"]
    is_plain = meta.get("qsd", {}).get("tls") == "no"
    port = f":{meta['port']}" if meta.get("port") else ""
    address = f"{'http' if is_plain else 'https'}://{meta['host']}{port}{meta['fullpath']}"
    request = urllib.request.Request(
        address,
        data=json.dumps({"title": title, "body": {"text": body}}).encode(),
        headers={"Content-Type": "application/json", "User-Agent": "voc"},
    )
    return _is_taken(request)


def _is_taken(request: urllib.request.Request) -> bool:
    log = logging.getLogger("apprise")
    try:
        with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER) as answer:
            return bool(200 <= answer.status < 300)
    except urllib.error.HTTPError as error:
        log.warning("LINE WORKS: error=%d", error.code)
    except urllib.error.URLError:
        # Raised before anything was sent.
        log.warning("LINE WORKS: Connection error")
    except (OSError, http.client.HTTPException):
        log.warning("LINE WORKS: Connection aborted")
    return False
