"""Verbs of `voc themes` about what a rediscovery proposed: look at it, accept it, or reject it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli import chosen_language, say
from flows.cli_options import home_option, start_log
from flows.cli_themes_options import decision_options, say_when, who
from flows.home import open_home
from flows.messages import catalogue

if TYPE_CHECKING:
    from pipelines.themes.decide_room import Asked
    from pipelines.themes.desk_room import Desk


@click.command()
@home_option
@click.option("--all", "is_all", is_flag=True, help="答えの済んだもの、古いものも出します。")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "md"]),
    default="table",
    show_default=True,
    help="出力の形。",
)
def proposals(home: Path, is_all: bool, form: str) -> None:
    """見直し(voc run rediscover)が提案した、テーマの統合・分割・誕生・引退を出します。"""
    from flows.curating import opened
    from flows.sql_shell import terminal_width
    from flows.theme_view import View, render_proposals
    from warehouse.statements import rows

    with opened(open_home(home)) as con:
        found = rows(con, "proposals_list", is_all=is_all)
    if not found:
        say("themes_no_proposals")
    view = View(form, terminal_width(), catalogue(chosen_language()))
    click.echo(render_proposals(found, view), nl=False)


@click.command()
@click.argument("chosen", metavar="PROPOSALS", nargs=-1, required=True)
@click.option(
    "--name", default="", help="分ける部分や新しいテーマの名前。省略すると夜間処理が付けます。"
)
@decision_options
def accept(chosen: tuple[str, ...], name: str, home: Path, by: str | None, reason: str) -> None:
    """PROPOSALS(voc themes proposals の番号、末尾だけでも可)のとおりに決めます。

    \b
    統合・分割・引退・誕生が、決定として decisions.jsonl に残ります。取り消せます(voc themes undo)。
    例: voc themes accept 20260331-004 --name "アプリの強制終了"
    """
    from pipelines.themes.proposal_desk import accepted

    _answer(home, chosen, by, lambda desk, one: accepted(desk, one, name, reason))


@click.command()
@click.argument("chosen", metavar="PROPOSALS", nargs=-1, required=True)
@decision_options
def reject(chosen: tuple[str, ...], home: Path, by: str | None, reason: str) -> None:
    """PROPOSALS を退けます。同じ提案は、もう出ません。"""
    from pipelines.themes.proposal_desk import rejected

    _answer(home, chosen, by, lambda desk, one: rejected(desk, one, reason))


def _answer(
    home: Path, chosen: tuple[str, ...], by: str | None, ask: "Callable[[Desk, str], Asked]"
) -> None:
    from flows.curating import carry_out_all

    at = open_home(home)
    start_log(home)
    for one in chosen:
        # One after the other: an earlier answer may make a later one impossible.
        [made] = carry_out_all(at, partial(_asked, ask, one), who(by))
        say("themes_decided", decision=made.decision_id, themes=" ".join(made.theme_ids) or one)
    say_when(made)


def _asked(ask: "Callable[[Desk, str], Asked]", one: str, desk: "Desk") -> "list[Asked]":
    return [ask(desk, one)]
