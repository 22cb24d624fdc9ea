"""Notices of a home: what is told when, and when the outbox is emptied; off by default."""

import logging
import os
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from flows.due_review import PAGE, newest_over
from flows.errors import USER_ERRORS, Busy, RoomFailed, SettingsError
from flows.home import Home
from flows.messages import catalogue
from flows.night_walk import locked, now, today
from flows.notify_desk import forgiving_letterhead, read_urls
from flows.progress import ROOM_WORDS
from flows.status import local
from pipelines.errors import InputError
from pipelines.night import Problem
from pipelines.notices.compose import (
    Failure,
    Letterhead,
    Problems,
    ReviewReady,
    failure_notice,
    problem_notice,
    review_notice,
)
from pipelines.notices.notice import Notice, Send
from pipelines.notices.notify_settings import Event
from pipelines.notices.outbox import Delivered, deliver, put_in
from pipelines.review.frozen import FROZEN
from pipelines.review.shown_room import SHOWN, Shown
from warehouse.connect import TIME_ZONE
from warehouse.errors import as_user_error
from warehouse.migrate import migrate

Matter = Problems | Failure | ReviewReady

log = logging.getLogger("voc")


def problems_told(
    home: Home, flow_name: str, day: date, problems: Sequence[Problem]
) -> list[Problem]:
    """Tell of what a person should look at after a run, and send all that is due.

    The newest review goes with it, in case nobody could be told when it was written. Returns what
    sending brought up and is not among the problems yet.
    """
    kinds = tuple(problem.key for problem in problems)
    told = Problems(f"{flow_name}-{day}", day, kinds)
    found = send_notices(home, os.environ, told, *_newest_review(home))
    return [problem for problem in found if problem not in problems]


def send_notices(home: Home, environ: Mapping[str, str], *matters: Matter) -> list[Problem]:
    """Tell of some matters and send all that is due; the caller holds the home's lock.

    Returns what a person should look at: messages that did not arrive, or targets that cannot be
    read. Raises the user's errors as they are, and RoomFailed for a bug, without its words.
    """
    if not home.settings.notify.is_on:
        return []
    try:
        urls = read_urls(home, environ)
        for matter in matters:
            _queue(home, environ, matter)
        done = _emptied(home, urls)
    except (SettingsError, InputError) as error:
        return [Problem(error.key, error.values)]
    except Exception as error:
        frames = traceback.format_tb(error.__traceback__)
        raise as_user_error(error) or RoomFailed("notices", error, frames) from None
    problems = {"notices_not_delivered": done.due, "notices_unsure": done.unsure}
    return [Problem(key, {"count": count}) for key, count in problems.items() if count]


def _emptied(home: Home, urls: Mapping[str, SecretStr]) -> Delivered:
    newest_on = today() - timedelta(days=home.settings.notify.newest_days)
    with home.open_work() as con:
        migrate(con)
        done = deliver(con, _sender(urls), newest_on, now)
    log.info(
        "notices delivered=%d due=%d unsure=%d passed_over=%d",
        done.delivered, done.due, done.unsure, done.passed_over,
    )  # fmt: skip
    return done


def _sender(urls: Mapping[str, SecretStr]) -> Send:
    # Only a home that tells anything loads Apprise.
    from pipelines.notices.post import sender_to

    return sender_to(urls)


def _written(
    home: Home, head: Letterhead, targets: tuple[str, ...], matter: Matter
) -> list[Notice]:
    """Return the messages of a matter, one for each target that wants to know."""

    def of(event: Event) -> list[str]:
        return [name for name in targets if event in home.settings.notify.of(name).events]

    if isinstance(matter, Problems):
        told = matter.kinds
        return [problem_notice(head, name, matter) for name in of("problems")] if told else []
    if isinstance(matter, Failure):
        return [failure_notice(head, name, matter) for name in of("failure")]
    return [review_notice(head, name, matter) for name in of("review")]


@contextmanager
def failure_told(home: Home, flow_name: str, environ: Mapping[str, str]) -> Iterator[None]:
    """Tell of a run that fails; stands outside of the home's lock. The error goes on as it is.

    A run that found another at work lost nothing: the other one does what there is to do.
    """
    try:
        yield
    except Busy:
        raise
    except Exception as error:
        with _only_logged("failure not told"):
            tell_failure(home, environ, _why(flow_name, error))
        raise


@contextmanager
def _only_logged(what: str) -> Iterator[None]:
    """Log an error by its type and let it go no further: the one that is told is to go on."""
    try:
        yield
    except Exception as second:
        log.error("%s: %s", what, type(second).__name__)


def _why(flow_name: str, error: Exception) -> Failure:
    at = now()
    failed = Failure(at.isoformat(), flow_name, today(), local(at))
    if isinstance(error, RoomFailed):
        room = ROOM_WORDS.get(error.room, error.room)
        return replace(failed, room=room, error=error.error_type)
    if isinstance(error, USER_ERRORS):
        return replace(failed, message=catalogue("ja").text(error.key, error.values))
    return replace(failed, room=flow_name, error=type(error).__name__)


def tell_failure(home: Home, environ: Mapping[str, str], failed: Failure) -> None:
    """Tell of a run that did not end, by the outbox or, where that cannot be written, past it."""
    if not home.settings.notify.is_on:
        return
    try:
        with locked(home):
            _queue(home, environ, failed)
    except Exception as second:
        # A full disk, a broken database: the outbox lies where the failure is, and the first
        # error is the one to tell, whatever this one is.
        log.error("failure not put into the outbox: %s", type(second).__name__)
        with _only_logged("failure not told"):
            _send_past_outbox(home, environ, failed)
        return
    # What is not sent lies in the outbox and goes out with the next run.
    with _only_logged("failure not sent"), locked(home):
        send_notices(home, environ)


def _queue(home: Home, environ: Mapping[str, str], matter: Matter) -> None:
    notices = _written(home, forgiving_letterhead(home), tuple(read_urls(home, environ)), matter)
    with home.open_work() as con:
        migrate(con)
        put_in(con, notices, now())


def _send_past_outbox(home: Home, environ: Mapping[str, str], failed: Failure) -> None:
    try:
        urls = read_urls(home, environ)
    except USER_ERRORS as error:
        log.error("failure not told: %s", error.key)
        return
    send = _sender(urls)
    for notice in _written(home, forgiving_letterhead(home), tuple(urls), failed):
        outcome = send(notice.target, notice.title, notice.body)
        log.info("failure told past the outbox: %s %s", outcome.state, outcome.reason or "")


def review_told(home: Home, month: date, page: Path) -> None:
    """Tell that the review of a month is there, once for each file it is made of."""
    for problem in send_notices(home, os.environ, _review_of(home, month, page, today())):
        log.warning("review not told to all: %s", problem.key)


def _newest_review(home: Home) -> list[ReviewReady]:
    """Return the review of the month that is over, if it is written and news; it has one key."""
    month = newest_over(now())
    page = home.folder / "reports" / f"{month:%Y-%m}" / PAGE
    try:
        if not (page.exists() and page.with_name(FROZEN).exists()):
            return []
        at = datetime.fromtimestamp(page.stat().st_mtime, ZoneInfo(TIME_ZONE))
        is_news = at.date() >= today() - timedelta(days=home.settings.notify.newest_days)
        return [_review_of(home, month, page, at.date())] if is_news else []
    except (OSError, ValueError):
        # Room reviews tells of a record that cannot be read.
        return []


def _review_of(home: Home, month: date, page: Path, day: date) -> ReviewReady:
    run_id = Shown.model_validate_json(page.with_name(SHOWN).read_bytes()).run_id or ""
    return ReviewReady(run_id, day, month, review_link(home, month))


def review_link(home: Home, month: date) -> str:
    """Return where people find the review of a month."""
    place = f"{month:%Y-%m}/{PAGE}"
    base = home.settings.notify.reports_url
    return f"{base.rstrip('/')}/{place}" if base else str(home.folder / "reports" / place)
