"""The outbox: messages to be sent, and what became of them, so that none is sent twice."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from pipelines.notices.notice import Notice, Send
from warehouse.statements import Connection, load, rows, run

ROW = pa.schema(
    {
        "notice_id": pa.string(),
        "target": pa.string(),
        "event": pa.string(),
        "about_on": pa.date32(),
        "title": pa.string(),
        "body": pa.string(),
    }
)


@dataclass(frozen=True)
class Delivered:
    """How many messages arrived, wait for the next time, are unsure, and were passed over."""

    delivered: int = 0
    due: int = 0
    unsure: int = 0
    passed_over: int = 0


def put_in(con: Connection, notices: Sequence[Notice], now: datetime) -> None:
    """Add messages to be sent; one that was put in before stays what it is."""
    found = [{name: getattr(one, name) for name in ROW.names} for one in notices]
    load(con, "notice_write", pa.Table.from_pylist(found, ROW), made_at=now)


def deliver(
    con: Connection, send: Send, newest_on: date, clock: Callable[[], datetime]
) -> Delivered:
    """Send what is due, oldest first; the caller holds the home's lock, so nobody else sends.

    At most once: a message is marked before it is sent and noted afterwards, each in a transaction
    of its own. One that was cut off in between, or whose target took it and did not answer, is
    unsure: it is listed and not sent again. One that a target did not take stays due. After a
    target failed once, the others for it wait as well. What is about a day before `newest_on` is
    passed over.
    """
    unsure = len(rows(con, "notice_doubt"))
    passed_over = len(rows(con, "notice_pass_over", newest_on=newest_on))
    states: Counter[str] = Counter()
    down: set[str] = set()
    for notice in [Notice(*row) for row in rows(con, "notice_due")]:
        state = "due" if notice.target in down else _send_one(con, notice, send, clock)
        states[state] += 1
        if state != "delivered":
            down.add(notice.target)
    return Delivered(states["delivered"], states["due"], unsure + states["unsure"], passed_over)


def _send_one(con: Connection, notice: Notice, send: Send, clock: Callable[[], datetime]) -> str:
    run(con, "notice_claim", notice_id=notice.notice_id, now=clock())
    outcome = send(notice.target, notice.title, notice.body)
    run(
        con,
        "notice_settle",
        notice_id=notice.notice_id,
        state=outcome.state,
        reason=outcome.reason,
        now=clock(),
    )
    return outcome.state
