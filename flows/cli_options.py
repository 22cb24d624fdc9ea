"""Options that several verbs share."""

import logging
import logging.handlers
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from flows.cli import worded

home_option = click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("voc-home"),
    envvar="VOC_HOME",
    show_default=True,
    help="作業フォルダ(ホーム)。環境変数 VOC_HOME でも指定できます。",
)

source_option = click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="NAME",
    help="取り込むソースの名前(繰り返し指定可)。省略するとすべて。",
)


def day_option(name: str, help_text: str, *, required: bool = False) -> Callable[..., Any]:
    """Return an option that takes a date as YYYY-MM-DD."""
    return click.option(
        f"--{name}",
        name.replace("-", "_") if name != "from" else "first",
        type=_Day(),
        required=required,
        help=help_text,
    )


class _Day(click.ParamType):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(worded("usage_day"), param, ctx)


class _LogFile(logging.handlers.RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """Stay quiet: on a full disk the command tells what is wrong, a traceback would not."""


def start_log(home: Path) -> None:
    """Write the log of counts and seconds to logs/voc.log of the home, ten files of 2 MB."""
    folder = home / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    handler = _LogFile(folder / "voc.log", maxBytes=2_000_000, backupCount=9, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("voc")
    logger.setLevel(logging.INFO)
    # Prefect puts a console handler on the root logger, which would print all of this again.
    logger.propagate = False
    for old in logger.handlers[:]:
        logger.removeHandler(old)
        old.close()
    logger.addHandler(handler)
