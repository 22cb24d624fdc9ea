"""A review that was missed: the machine was off on its day, or the night it needs was late."""

import logging
import os

import httpx
from prefect.deployments import run_deployment
from prefect.exceptions import PrefectException

from flows.due_review import missing_months
from flows.home import Home
from flows.night_walk import now, today
from flows.prefect_env import SERVED

REVIEW_FLOW, REVIEWS = "monthly review", "every-month"

log = logging.getLogger("voc")


def ask_for_missed_review(home: Home) -> None:
    """Have the review's flow started at once when one is overdue and `voc serve` is at work.

    Asked when it starts and after every night.
    """
    months = missing_months(home, now()) if os.environ.get(SERVED) else []
    if not months:
        return
    try:
        run_deployment(
            f"{REVIEW_FLOW}/{REVIEWS}",
            timeout=0,
            as_subflow=False,
            # One that waits for its turn, or failed today, is not asked for again.
            idempotency_key=f"missed {months[0]} {today()}",
        )
        log.info("missed review asked for")
    except (httpx.HTTPError, PrefectException) as error:
        log.error("missed review not asked for: %s", type(error).__name__)
