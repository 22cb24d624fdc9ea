"""A run whose process died: told by the process that started it, since the dead tell nothing."""

import os
from pathlib import Path
from typing import Any

from prefect.client.schemas.objects import FlowRun, State
from prefect.flows import Flow

from flows.home import open_home
from flows.night_walk import now, today
from flows.notices import tell_failure
from flows.prefect_env import OWNER, SERVED
from flows.status import local
from pipelines.notices.compose import Failure


def tell_crash(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Tell of a scheduled run that was killed, such as by the system when memory is short.

    Prefect calls this in the runner; in the run itself, stopped by a person, it stays quiet.
    """
    is_runner = os.environ.get(SERVED) and os.environ.get(OWNER) == str(os.getpid())
    if is_runner and state.is_crashed():
        tell_cut_off(Path(flow_run.parameters["home"]), flow.name, str(flow_run.id))


def tell_cut_off(folder: Path, flow_name: str, run_id: str) -> None:
    """Tell of a run that was cut off."""
    failed = Failure(run_id, flow_name, today(), local(now()), is_cut_off=True)
    tell_failure(open_home(folder), os.environ, failed)
