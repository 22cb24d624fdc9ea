"""The process that waits for the schedule and starts the nights; `voc serve` keeps it alive."""

import asyncio
import logging
import os
import sys
from pathlib import Path
from typing import Any

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterState, FlowRunFilterStateType
from prefect.client.schemas.objects import (
    ConcurrencyLimitConfig,
    ConcurrencyLimitStrategy,
    FlowRun,
    StateType,
)
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows.errors import Busy
from flows.home import Home, open_home
from flows.night_walk import locked
from flows.nightly import nightly
from flows.prefect_env import OWNER
from flows.rediscover import rediscover
from flows.served import join_log
from warehouse.connect import TIME_ZONE

DEPLOYMENT = "every-night"
REDISCOVERY = "every-week"
UNFINISHED = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]

log = logging.getLogger("voc")


class PatientRunner(Runner):
    """Prefect's runner, whose own answer to SIGTERM leaves a night at work without an end state."""

    def handle_sigterm(self, *args: Any, **kwargs: Any) -> None:
        """Stop fetching work, cancel a night at work and tell the server so."""
        loop = asyncio.get_running_loop()
        loop.call_soon_threadsafe(lambda: loop.create_task(self.astop()))


async def deployment(home: Path, cron: str) -> RunnerDeployment:
    """Return the nightly flow with its schedule in Japan's time, one run at a time."""
    return await nightly.ato_deployment(
        name=DEPLOYMENT,
        schedules=[Cron(cron, timezone=TIME_ZONE)],
        # A second night waits for the first; cancelling it would lose a missed day's alarm.
        concurrency_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE
        ),
        parameters={"home": str(home)},
        # A file path would load the modules twice.
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def rediscovery(home: Path, cron: str) -> RunnerDeployment:
    """Return the weekly flow; it takes turns with the nights, since both need the home's lock."""
    return await rediscover.ato_deployment(
        name=REDISCOVERY,
        schedules=[Cron(cron, timezone=TIME_ZONE)],
        concurrency_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE
        ),
        parameters={"home": str(home)},
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def sweep(client: PrefectClient, home: Home) -> int:
    """Mark runs that a crash left unfinished as Crashed; returns how many.

    One left RUNNING would keep the only slot, and no night would ever start again. Runs from
    a shell hold no slot; they are left alone while the lock of the home says that one is at work.
    """
    state = FlowRunFilterState(type=FlowRunFilterStateType(any_=UNFINISHED))
    found = await client.read_flow_runs(flow_run_filter=FlowRunFilter(state=state))
    is_quiet = _is_quiet(home)
    swept = [run for run in found if run.deployment_id or is_quiet]
    for run in swept:
        await _mark_crashed(client, run)
    return len(swept)


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
        log.info("serve swept runs=%d", await sweep(client, home))
    runner = PatientRunner(name="voc", limit=1, pause_on_shutdown=False)
    await runner.aadd_deployment(await deployment(home.folder, cron))
    weekly = home.settings.schedule.rediscover_cron
    await runner.aadd_deployment(await rediscovery(home.folder, weekly))
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
