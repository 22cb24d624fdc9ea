"""Notices as text for `voc notify list` and `voc notify test`."""

from collections.abc import Sequence
from typing import Any

from flows.messages import Catalogue
from flows.search_view import aligned, plain_cell
from flows.status import local
from flows.theme_view import View
from pipelines.notices.notice import Outcome

HTTP = "http_"
# As in notice_counts.sql.
COUNTS = (
    "count_delivered", "count_due", "count_unsure", "count_passed_over", "count_alerts_passed_over",
    "count_redirected", "count_untold",
)  # fmt: skip
# Said only where there are any.
ASTRAY = COUNTS[-2:]


def render_notices(found: Sequence[tuple[Any, ...]], counts: Sequence[int], view: View) -> str:
    """Return notices one a line, newest first, and what became of all of them in the last line."""
    words = view.words
    if not any(counts):
        return words.text("notify_nothing") + "\n"
    lines = [
        [
            local(at),
            came_of(words, state, reason),
            target,
            words.text(f"notify_event_{event}"),
            notice_id,
            title,
        ]
        for at, state, reason, target, event, _, title, _, notice_id in found
    ]
    names = words.text("notify_columns").split()
    cells = [[plain_cell(cell) for cell in line] for line in (names, *lines)]
    table = aligned(cells, frozenset(), (5,), view.width)
    told = {name: f"{count:,}" for name, count in zip(COUNTS, counts, strict=True)}
    said = [words.text("notify_counts", told)]
    said += [words.text(f"notify_{name}", told) for name in ASTRAY if told[name] != "0"]
    return "\n".join([*table, "", *said]) + "\n"


def came_of_trial(words: Catalogue, outcome: Outcome) -> str:
    """Return what came of a test, which is not sent again."""
    return came_of(words, "refused" if outcome.state == "due" else outcome.state, outcome.reason)


def came_of(words: Catalogue, state: str, reason: str | None) -> str:
    """Return what came of a message in words, with the reason where there is one."""
    said = words.text(f"notify_state_{state}")
    if reason is None:
        return said
    if reason.startswith(HTTP):
        values = {"status": reason.removeprefix(HTTP)}
        return f"{said}: {words.text('notify_reason_http', values)}"
    return f"{said}: {words.text(f'notify_reason_{reason}')}"
