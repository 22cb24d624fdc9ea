"""The process that waits for the schedule and starts the nights; `voc serve` keeps it alive."""

import asyncio
import logging
import os
import sys
from pathlib import Path
from typing import Any

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.runner import Runner
from prefect.states import Crashed

from flows.crash_told import tell_cut_off
from flows.errors import Busy
from flows.home import Home, open_home
from flows.missed_review import ask_for_missed_review
from flows.night_walk import locked, now
from flows.prefect_env import OWNER
from flows.served import join_log
from flows.timetable import timetable

UNFINISHED = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]

log = logging.getLogger("voc")


class PatientRunner(Runner):
    """Prefect's runner, whose own answer to SIGTERM leaves a night at work without an end state."""

    def handle_sigterm(self, *args: Any, **kwargs: Any) -> None:
        """Stop fetching work, cancel a night at work and tell the server so."""
        loop = asyncio.get_running_loop()
        loop.call_soon_threadsafe(lambda: loop.create_task(self.astop()))


async def sweep(client: PrefectClient, home: Home) -> list[FlowRun]:
    """Mark runs that a crash left unfinished as Crashed; returns them.

    One left RUNNING would keep the only slot, and no night would ever start again. Runs from
    a shell hold no slot; they are left alone while the lock of the home says that one is at work.
    """
    state = FlowRunFilterState(type=FlowRunFilterStateType(any_=UNFINISHED))
    found = await client.read_flow_runs(flow_run_filter=FlowRunFilter(state=state))
    is_quiet = _is_quiet(home)
    swept = [run for run in found if run.deployment_id or is_quiet]
    for run in swept:
        await _mark_crashed(client, run)
    return swept


async def _mark_crashed(client: PrefectClient, run: FlowRun) -> None:
    await client.set_flow_run_state(
        run.id, Crashed(message="Cut off; the next night goes on from there."), force=True
    )


def _is_quiet(home: Home) -> bool:
    try:
        with locked(home):
            return True
    except Busy:
        return False


async def wait_for_nights(home: Home, cron: str) -> None:
    """Register the schedule and start nights until SIGTERM."""
    async with get_client() as client:
        swept = await sweep(client, home)
        log.info("serve swept runs=%d", len(swept))
        for run in swept:
            flow = await client.read_flow(run.flow_id)
            await asyncio.to_thread(tell_cut_off, home.folder, flow.name, str(run.id))
    runner = PatientRunner(name="voc", limit=1, pause_on_shutdown=False)
    for deployment in await timetable(home, cron, now()):
        await runner.aadd_deployment(deployment)
    await asyncio.to_thread(ask_for_missed_review, home)
    await runner.start()


def main(argv: list[str]) -> None:
    """Run with the home's folder and the cron line as arguments."""
    folder, cron = argv
    home = open_home(Path(folder))
    join_log(home.folder)
    # The nights follow this process, and it follows `voc serve`.
    os.environ[OWNER] = str(os.getpid())
    asyncio.run(wait_for_nights(home, cron))


if __name__ == "__main__":
    main(sys.argv[1:])
