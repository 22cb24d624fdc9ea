"""What the verbs of `voc themes` share: who decides, why, and what is said afterwards."""

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli import say
from flows.cli_options import home_option, start_log
from flows.home import open_home

if TYPE_CHECKING:
    from pipelines.themes.decide_room import Asked
    from pipelines.themes.decisions import Decision

# What is said after a verb; the others change names and states at once and leave voices to a night.
AT_ONCE = frozenset({"rename", "approve", "reject"})
WITH_THE_NIGHT = frozenset({"move", "pin", "example", "not-this"})

restate_option = click.option(
    "--restate",
    "is_restated",
    is_flag=True,
    help="終わった月も数え直します(以前の数字は版として残り、系列に印が付きます)。",
)


by_option = click.option(
    "--by",
    envvar="VOC_DECIDED_BY",
    default=None,
    metavar="NAME",
    help="決めた人。環境変数 VOC_DECIDED_BY でも指定できます。省略すると OS の利用者名。",
)


def decision_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --home, --by and --reason to a verb that decides."""
    options = (
        home_option,
        by_option,
        click.option("--reason", default="", help="理由(履歴に残ります。公開はされません)。"),
    )
    for option in reversed(options):
        command = option(command)
    return command


def who(by: str | None) -> str:
    """Return who decides: the one named, or whoever the system says is typing."""
    if by and by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def do(home: Path, asked: "Asked", by: str | None) -> None:
    """Carry a decision out and say what was done and what the next night will do."""
    from flows.curating import carry_out

    opened = open_home(home)
    start_log(home)
    made = carry_out(opened, asked, who(by))
    themes = " ".join(made.theme_ids)
    if made.undoes:
        say("themes_undone", undone=made.undoes, decision=made.decision_id, themes=themes)
    else:
        say("themes_decided", decision=made.decision_id, themes=themes)
    say_when(made)


def say_when(made: "Decision") -> None:
    """Say when a decision takes effect."""
    if made.is_restated:
        say("themes_restated")
        return
    later = "themes_with_night" if made.verb in WITH_THE_NIGHT else "themes_next_night"
    say("themes_at_once" if made.verb in AT_ONCE else later)
