"""The nightly flow: every business day not yet finished, in order, room by room."""

import os
from collections import Counter
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import cast

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed

from flows.artifacts import show_run
from flows.crash_told import tell_crash
from flows.home import open_home
from flows.house import ROOMS, Tools
from flows.missed_review import ask_for_missed_review
from flows.night_walk import (
    NIGHTLY,
    bring_up_to_date,
    close_unpublished,
    enter,
    locked,
    missing_days,
    month_ends,
    open_night,
    refuse_future,
    should_publish,
    today,
)
from flows.notices import failure_told, problems_told
from flows.progress import shown
from flows.served import served_night
from pipelines.night import Problem
from warehouse.ledger import Run

QUIET_ROOMS = [room for room in ROOMS if room != "publish"]
# What encoding and clustering need is not held by DuckDB: up to there each room opens the database
# for itself. The rooms after them only ask it, and opening and closing it for each of them is a
# fifth of a small night.
_AFTER_CLUSTERING = QUIET_ROOMS.index("discover") + 1
OWN_ROOMS, JOINED_ROOMS = QUIET_ROOMS[:_AFTER_CLUSTERING], QUIET_ROOMS[_AFTER_CLUSTERING:]


def last_finished_day() -> date:
    """Return yesterday in Japan: the newest day that is over."""
    return today() - timedelta(days=1)


@task(name="room", task_run_name="{room}", cache_policy=NO_CACHE, persist_result=False)
def one_room(room: str, tools: Tools, run: Run) -> list[Problem]:
    """Do one room of one night."""
    return enter(room, tools, run)


@task(name="catch up", task_run_name="from {days[0]}", cache_policy=NO_CACHE)
def catch_up(days: list[date], flow_name: str, tools: Tools) -> list[Problem]:
    """Do whole nights one after the other; one task, since Prefect stalls on many small ones."""
    ends = month_ends(days)
    problems: list[Problem] = []
    with shown("catch_up", f"{days[0]}") as progress:
        for number, day in enumerate(days, start=1):
            problems += _walk_day(day, flow_name, tools, day in ends)
            progress(number, len(days))
    return problems


def _walk_day(day: date, flow_name: str, tools: Tools, is_published: bool) -> list[Problem]:
    # Held open over all rooms, which join it: opening and closing the file for each of them is a
    # third of a small night.
    with tools.home.open_work():
        run, rooms = open_night(tools.home, flow_name, day), QUIET_ROOMS
        problems = [problem for room in rooms for problem in enter(room, tools, run, has_bar=False)]
        if is_published and should_publish(tools.home, run):
            return problems + enter("publish", tools, run, has_bar=False)
        close_unpublished(tools.home, run)
    return problems


def last_night(day: date, flow_name: str, tools: Tools) -> list[Problem]:
    """Do the newest business day, one Prefect task a room, and publish it."""
    run = open_night(tools.home, flow_name, day)
    problems = [problem for room in OWN_ROOMS for problem in one_room(room, tools, run)]
    with tools.home.open_work():
        problems += [problem for room in JOINED_ROOMS for problem in one_room(room, tools, run)]
        if should_publish(tools.home, run):
            problems += one_room("publish", tools, run)
    return problems


def walk(flow_name: str, days: list[date], tools: Tools) -> list[Problem]:
    """Do business days in order: months of earlier days as one task each, then the last day."""
    *earlier, last = days
    problems: list[Problem] = []
    for _, of_month in groupby(earlier, key=lambda day: (day.year, day.month)):
        problems += catch_up(list(of_month), flow_name, tools)
    return _distinct(problems + last_night(last, flow_name, tools))


def _distinct(problems: list[Problem]) -> list[Problem]:
    """Leave out what an earlier day of the same walk told already, such as a stray folder."""
    return [one for number, one in enumerate(problems) if one not in problems[:number]]


@flow(name=NIGHTLY, flow_run_name="nightly", persist_result=False, on_crashed=[tell_crash])
def nightly(home: str, as_of: date | None = None, sources: tuple[str, ...] = ()) -> list[Problem]:
    """Take everything received up to the end of `as_of` (default: yesterday in Japan).

    Days since the last finished night are walked first, in order. Returns what a person
    should look at; raises Busy when another run holds the lock of the home, SettingsError
    when `as_of` has not begun.
    """
    at = open_home(Path(home))
    with served_night(at.folder, os.environ), failure_told(at, NIGHTLY, os.environ):
        with locked(at):
            until = as_of or last_finished_day()
            refuse_future(until)
            bring_up_to_date(at)
            days = missing_days(at, NIGHTLY, until)
            problems = walk(NIGHTLY, days, Tools(at, tuple(sources)))
            problems += problems_told(at, NIGHTLY, days[-1], problems)
            show_run(at, NIGHTLY, (days[0], days[-1]), problems)
        ask_for_missed_review(at)
    # Prefect hands the data of a returned state to the caller and shows its message.
    return cast(list[Problem], Completed(data=problems, message=summary(days, problems)))


def summary(days: list[date], problems: list[Problem]) -> str:
    """Return which days were done and how many problems of each kind were found."""
    counts = Counter(problem.key for problem in problems)
    found = ", ".join(f"{key}: {count}" for key, count in sorted(counts.items()))
    return f"{days[0]} - {days[-1]}, problems {len(problems)}" + (f" ({found})" if found else "")
