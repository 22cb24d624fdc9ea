"""What `voc serve` starts and when: nights, weekly rediscoveries, monthly reviews."""

from datetime import datetime
from typing import Any

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow
from prefect.schedules import Cron, RRule, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.due_review import coming_moments
from flows.home import Home
from flows.missed_review import REVIEWS
from flows.monthly_review import monthly_review
from flows.nightly import nightly
from flows.rediscover import rediscover
from warehouse.connect import TIME_ZONE

NIGHTS, REDISCOVERIES = "every-night", "every-week"
# A second run waits for the first; cancelling it would lose a missed day's alarm.
ONE_AT_A_TIME = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)


async def timetable(home: Home, cron: str, now: datetime) -> list[RunnerDeployment]:
    """Return every flow of a home with its schedule in Japan's time; `cron` is that of the nights.

    They take turns, since the runner starts one run at a time: all need the home's lock.
    """
    weekly = home.settings.schedule.rediscover_cron
    reviews = on_moments(coming_moments(home, now))
    return [
        await _deployment(nightly, NIGHTS, Cron(cron, timezone=TIME_ZONE), home),
        await _deployment(rediscover, REDISCOVERIES, Cron(weekly, timezone=TIME_ZONE), home),
        await _deployment(monthly_review, REVIEWS, reviews, home, only_when_due=True),
    ]


async def _deployment(
    flow: Flow[..., Any], name: str, schedule: Schedule, home: Home, **more: object
) -> RunnerDeployment:
    return await flow.ato_deployment(
        name=name,
        schedules=[schedule],
        concurrency_limit=ONE_AT_A_TIME,
        parameters={"home": str(home.folder), **more},
        # A file path would load the modules twice.
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def on_moments(moments: list[datetime]) -> Schedule:
    """Return a schedule of single moments.

    No cron line says "first business day"; as dates they stand in Prefect's pages as they are.
    """
    dates = ",".join(f"{moment:%Y%m%dT%H%M%S}" for moment in moments)
    return RRule(f"RDATE:{dates}", timezone=TIME_ZONE)
