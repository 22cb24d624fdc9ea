"""The rediscovery flow: a long window is clustered anew, beside the nights, once a week."""

import os
from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.artifacts import show_run
from flows.crash_told import tell_crash
from flows.errors import SettingsError
from flows.home import Home, open_home
from flows.house import Tools
from flows.night_walk import (
    NIGHTLY,
    bring_up_to_date,
    close_unpublished,
    enter,
    locked,
    open_night,
    refuse_future,
    should_publish,
    work_in,
)
from flows.notices import failure_told, problems_told
from flows.served import served_night
from pipelines.night import Night, Problem
from pipelines.themes.rediscover_room import rediscover_themes
from pipelines.themes.restate_room import restate
from warehouse.ledger import Run, last_done

REDISCOVER, RESTATE = "rediscover", "restate"
# Themes that were born need a name; measure and publish show what changed.
ROOMS_AFTER = ("name", "measure")


@task(name="room", task_run_name="{room}", cache_policy=NO_CACHE, persist_result=False)
def one_room(room: str, tools: Tools, run: Run) -> list[Problem]:
    """Do one room of the run."""
    if work := WORK.get(room):
        return work_in(room, lambda night: work(night, tools), tools.home, run)
    return enter(room, tools, run)


def _rediscover(night: Night, tools: Tools) -> None:
    settings = tools.home.settings
    rediscover_themes(
        night,
        tools.encoder.fingerprint,
        settings.discover,
        settings.rediscover,
        settings.assign.margin,
    )


def _restate(night: Night, tools: Tools) -> None:
    settings = tools.home.settings
    margin = settings.assign.margin
    restate(night, tools.encoder.fingerprint, settings.discover, settings.birth, margin)


WORK = {REDISCOVER: _rediscover, RESTATE: _restate}


def last_night(home: Home) -> date:
    """Return the newest business day that a night has finished; raises when there is none."""
    bring_up_to_date(home)
    with home.open_work() as con:
        done = last_done(con, NIGHTLY)
    if done is None:
        raise SettingsError("rediscover_no_night", home=home.folder)
    return done


@flow(name=REDISCOVER, flow_run_name=REDISCOVER, persist_result=False, on_crashed=[tell_crash])
def rediscover(home: str, as_of: date | None = None, is_restated: bool = False) -> list[Problem]:
    """Cluster the window that ends with `as_of` (default: the last finished night) anew.

    Writes lineage, proposals and trust and publishes them. `is_restated`: instead, themes are found
    from all voices up to the last night, and months that are over are counted again. The same day
    again changes nothing. Raises Busy when another run holds the lock of the home, and
    SettingsError for a day after the last night: what was not taken in cannot be clustered.
    """
    at = open_home(Path(home))
    with (
        served_night(at.folder, os.environ),
        failure_told(at, REDISCOVER, os.environ),
        locked(at),
    ):
        newest = last_night(at)
        day = as_of or newest
        refuse_future(day)
        if day > newest:
            raise SettingsError("rediscover_after_night", day=day, newest=newest)
        if is_restated and day < newest:
            raise SettingsError("restate_last_night", day=day, newest=newest)
        tools = Tools(at)
        run = open_night(at, REDISCOVER, day)
        rooms = (RESTATE if is_restated else REDISCOVER, *ROOMS_AFTER)
        problems = [problem for room in rooms for problem in one_room(room, tools, run)]
        if should_publish(at, run):
            problems += one_room("publish", tools, run)
        else:
            close_unpublished(at, run)
        problems += problems_told(at, REDISCOVER, day, problems)
        show_run(at, REDISCOVER, (day, day), problems)
    return problems
