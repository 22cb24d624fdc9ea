"""The monthly review flow: pages, pictures and tables for management, from one published file."""

import logging
import os
import time
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import cast

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed

from flows.artifacts import show_review
from flows.crash_told import tell_crash
from flows.data_files import config_folder
from flows.due_review import missing_months, newest_over
from flows.errors import USER_ERRORS, RoomFailed
from flows.home import Home, open_home
from flows.messages import catalogue
from flows.missed_review import REVIEW_FLOW
from flows.night_walk import locked, now
from flows.notices import failure_told, review_told
from flows.served import served_night
from pipelines.review.frozen import FROZEN
from pipelines.review.review_room import ReviewDesk, review
from warehouse.errors import as_user_error

log = logging.getLogger("voc")

REJECT = "reject_"


def desk_of(home: Home) -> ReviewDesk:
    """Return what the review of a home is written with; its review/ folder overrides ours."""
    texts = catalogue("ja").texts
    return ReviewDesk(
        (config_folder() / "review", home.folder / "review"),
        config_folder() / "fonts",
        {key.removeprefix(REJECT): texts[key] for key in texts if key.startswith(REJECT)},
    )


@task(name="room", task_run_name="review", cache_policy=NO_CACHE, persist_result=False)
def write_review(home: Home, month: date | None, is_anew: bool = False) -> Path:
    """Write the page; a bug is reported without its words, which may quote a customer."""
    started = time.perf_counter()
    log.info("room review begins")
    try:
        path = review(home.folder, desk_of(home), month, is_anew=is_anew).page
    except Exception as error:
        told = as_user_error(error) or error
        log.error("room review failed error=%s", type(error).__name__)
        if isinstance(told, USER_ERRORS):
            raise told from None
        raise RoomFailed("review", error, traceback.format_tb(error.__traceback__)) from None
    seconds = time.perf_counter() - started
    log.info("room review done month=%s seconds=%.1f", path.parent.name, seconds)
    return path


@flow(
    name=REVIEW_FLOW,
    flow_run_name="monthly-review",
    persist_result=False,
    on_crashed=[tell_crash],
)
def monthly_review(
    home: str, month: date | None = None, only_when_due: bool = False, is_anew: bool = False
) -> Path | None:
    """Write reports/<month>/ and return the path of its page.

    Without `month`, the last complete month of the published file. `only_when_due` (the schedule):
    every review that is overdue by the home's calendar, or nothing and None; one that fails keeps
    none of the others from being written. `is_anew` reads a closed month from the newest file
    instead of the one frozen for it. Raises Busy when another run holds the lock of the home, and
    InputError when the file does not hold the month.
    """
    at = open_home(Path(home))
    with (
        served_night(at.folder, os.environ),
        failure_told(at, REVIEW_FLOW, os.environ),
        locked(at),
    ):
        months = missing_months(at, now()) if only_when_due else [month]
        paths = _all_written(at, months, is_anew)
    told = ", ".join(path.parent.name for path in paths) or "nothing is due"
    newest = paths[-1] if paths else None
    return cast("Path | None", Completed(data=newest, message=told))


def _all_written(home: Home, months: Sequence[date | None], is_anew: bool) -> list[Path]:
    """Write every month that can be written, then raise the first error, if there was one."""
    paths, errors = list[Path](), list[Exception]()
    for month in months:
        try:
            paths.append(_written(home, month, is_anew))
        except Exception as error:
            log.error("review of %s failed: %s", month or "the last month", type(error).__name__)
            errors.append(error)
    if errors:
        raise errors[0]
    return paths


def _written(home: Home, month: date | None, is_anew: bool) -> Path:
    path = write_review(home, month, is_anew)
    written = date.fromisoformat(f"{path.parent.name}-01")
    if written == newest_over(now()) and (path.parent / FROZEN).exists():
        review_told(home, written, path)
    show_review(home, written, path.parent)
    return path
