"""Verb ahead: the themes that are expected to rise soon, from the published file only."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import click

from flows.cli import chosen_language, say, worded
from flows.cli_options import day_option, home_option
from flows.cli_themes import form_option
from flows.errors import SettingsError
from flows.messages import catalogue


class _Days(click.ParamType):
    name = "60d"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"(\d{1,3})d?", str(value).strip().lower())
        if not found or not int(found[1]):
            self.fail(worded("usage_horizon"), param, ctx)
        return int(found[1])


@click.command()
@home_option
@day_option("on", "この日に分かっていた一覧を出します。省略すると最新の一覧。")
@click.option(
    "--horizon", type=_Days(), default="60d", show_default=True, help="何日先までに始まるもの。"
)
@click.option("--notices", is_flag=True, help="お知らせの下書きも出します。")
@form_option
def ahead(home: Path, on: date | None, horizon: int, notices: bool, form: str) -> None:
    """先回りの一覧: これから増えるテーマと、知らせておく期限を出します。

    \b
    前の年までの同じ時季(業務の暦で対応する日)から、いつ、何件増えるかを見込みます。
    一覧は毎月 1 日と毎週月曜日に作られ、過去の一覧は --on で見られます。
    下の行は、これまでの一覧がどれだけ当たったかです。

    \b
    例:
      voc ahead
      voc ahead --on 2025-08-01 --horizon 30d --notices
      voc ahead --format csv
    """
    from flows.ahead_view import read_ahead, render_ahead
    from flows.cli_search import channel_words
    from flows.sql_shell import terminal_width
    from flows.theme_view import View
    from warehouse.connect import open_published

    if not (home / "voc.toml").exists() and not (home / "published.duckdb").exists():
        raise SettingsError("home_missing", home=home)
    with open_published(home) as con:
        found = read_ahead(con, on, horizon)
    if found is None:
        say("ahead_no_list")
        return
    if not found.entries:
        say("ahead_nothing", day=found.listed_on, count=horizon)
    view = View(form, terminal_width(), catalogue(chosen_language()))
    click.echo(render_ahead(found, view, channel_words(home), with_notices=notices), nl=False)
