"""The monthly review flow: one HTML page for management, from the published file only."""

import logging
import time
import traceback
from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.data_files import config_folder
from flows.errors import USER_ERRORS, RoomFailed
from flows.home import Home, open_home
from flows.messages import catalogue
from flows.night_walk import locked
from pipelines.review.review_room import ReviewDesk, review
from warehouse.connect import open_published, published_path
from warehouse.errors import as_user_error

log = logging.getLogger("voc")

REJECT = "reject_"


def desk_of(home: Home) -> ReviewDesk:
    """Return what the review of a home is written with; its review/ folder overrides ours."""
    texts = catalogue("ja").texts
    return ReviewDesk(
        home.folder / "reports",
        published_path(home.folder).resolve().name,
        (config_folder() / "review", home.folder / "review"),
        {key.removeprefix(REJECT): texts[key] for key in texts if key.startswith(REJECT)},
    )


@task(name="room", task_run_name="review", cache_policy=NO_CACHE, persist_result=False)
def write_review(home: Home, month: date | None) -> Path:
    """Write the page; a bug is reported without its words, which may quote a customer."""
    started = time.perf_counter()
    log.info("room review begins")
    try:
        with open_published(home.folder) as con:
            path = review(con, desk_of(home), month)
    except Exception as error:
        told = as_user_error(error) or error
        log.error("room review failed error=%s", type(error).__name__)
        if isinstance(told, USER_ERRORS):
            raise told from None
        raise RoomFailed("review", error, traceback.format_tb(error.__traceback__)) from None
    seconds = time.perf_counter() - started
    log.info("room review done month=%s seconds=%.1f", path.parent.name, seconds)
    return path


@flow(name="monthly review", flow_run_name="monthly-review", persist_result=False)
def monthly_review(home: str, month: date | None = None) -> Path:
    """Write reports/<month>/review.html and return its path.

    Without `month`, the last complete month of the published file. Raises Busy when another run
    holds the lock of the home, and InputError when the file does not hold the month.
    """
    at = open_home(Path(home))
    with locked(at):
        return write_review(at, month)
