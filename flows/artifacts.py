"""What a run shows on Prefect's pages: counts and places, never a customer's words."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from prefect.artifacts import create_link_artifact, create_table_artifact
from prefect.context import FlowRunContext
from prefect.exceptions import PrefectException

from flows.home import Home
from flows.notices import review_link
from flows.progress import ROOM_WORDS
from flows.status import UNIT_WORDS
from pipelines.night import Problem
from warehouse.statements import rows

log = logging.getLogger("voc")


def show_run(
    home: Home, flow_name: str, days: tuple[date, date], problems: Sequence[Problem]
) -> None:
    """Show what the rooms of a run did over its business days, and its problems by kind."""
    with home.open_work() as con:
        found = rows(con, "run_summary", flow_name=flow_name, first_day=days[0], last_day=days[1])
    span = f"{days[0]} - {days[1]}" if days[0] < days[1] else f"{days[0]}"
    _table(f"{flow_name}-rooms", room_table(found), f"{span} の処理ごとの件数")
    kinds = problem_table(problems)
    _table(f"{flow_name}-problems", kinds, f"{span} 確かめること {len(problems)} 件")


def room_table(found: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return the rows of `run_summary` in the order and the words of people."""
    order = list(ROOM_WORDS)
    names = ("単位", "読んだ件数", "書いた件数", "除いた件数", "前からある件数", "秒")
    known = sorted(found, key=lambda row: order.index(row[0]) if row[0] in order else len(order))
    return [
        {
            "処理": ROOM_WORDS.get(stage, stage),
            **dict(zip(names, (UNIT_WORDS.get(unit, unit), *counts), strict=True)),
        }
        for stage, unit, *counts in known
    ]


def problem_table(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return how many problems of each kind there are; names of files stay in the house."""
    counts = Counter(problem.key for problem in problems)
    return [{"種類": key, "件数": count} for key, count in sorted(counts.items())]


def show_review(home: Home, month: date, folder: Path) -> None:
    """Show the files of a monthly review, and where to open it."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    table = [{"ファイル": path.name, "KB": round(path.stat().st_size / 1024)} for path in files]
    _table("monthly-review-files", table, f"{month:%Y-%m} の月次レビュー")
    link = review_link(home, month)
    address = link if "://" in link else Path(link).absolute().as_uri()
    _shown(
        lambda: create_link_artifact(
            address, link_text=f"{month:%Y-%m} の月次レビュー", key="monthly-review"
        )
    )


def _table(key: str, table: list[dict[str, Any]], description: str) -> None:
    _shown(lambda: create_table_artifact(table=table, key=key, description=description))


def _shown(make: Callable[[], object]) -> None:
    """Make an artifact inside a run of Prefect's; one that cannot be made fails nothing."""
    if FlowRunContext.get() is None:
        return
    try:
        make()
    except (httpx.HTTPError, PrefectException, OSError) as error:
        log.warning("artifact left out: %s", type(error).__name__)
