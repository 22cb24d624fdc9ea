"""The backfill flow: business days of the past, one after the other, as if each night had run."""

from datetime import date, timedelta
from pathlib import Path

from prefect import flow

from flows.errors import SettingsError
from flows.home import open_home
from flows.house import Tools
from flows.night_walk import NIGHTLY, bring_up_to_date, locked, refuse_future
from flows.nightly import walk
from pipelines.night import Problem


@flow(name="backfill", flow_run_name="backfill", persist_result=False)
def backfill(home: str, first: date, last: date, sources: tuple[str, ...] = ()) -> list[Problem]:
    """Do the nights from `first` to `last`, both included; days already done change nothing.

    The days are recorded as nights, so that the next nightly run goes on from `last`.
    """
    if first > last:
        raise SettingsError("backfill_backwards", first=first, last=last)
    refuse_future(last)
    at = open_home(Path(home))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    with locked(at):
        bring_up_to_date(at)
        return walk(NIGHTLY, days, Tools(at, tuple(sources)))
