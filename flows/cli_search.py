"""Verb search: voices and themes near to a question, from the published file only."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from flows.cli import chosen_language, say
from flows.cli_options import day_option, home_option
from flows.data_files import config_folder
from flows.home import open_home
from flows.messages import catalogue
from pipelines.review.look import read_words
from pipelines.search.asked import as_statement


def _several(name: str, plural: str, help_text: str) -> Callable[..., Any]:
    return click.option(f"--{name}", plural, multiple=True, metavar="NAME", help=help_text)


@click.command()
@home_option
@click.argument("query", required=False, default="")
@click.option(
    "--themes", "only_themes", is_flag=True, help="声を出さず、近いテーマだけを出します。"
)
@day_option("since", "この日以降の声から探します。")
@day_option("until", "この日までの声から探します。")
@_several("product", "products", "この商品の声から探します(繰り返し指定可)。")
@_several("channel", "channels", "この経路(電話、mail など)の声から探します(繰り返し指定可)。")
@_several("theme", "themes", "このテーマの声から探します(番号か名前。繰り返し指定可)。")
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=10,
    show_default=True,
    help="出す件数。同じ文の声は 1 件にまとめます。",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "md"]),
    default="table",
    show_default=True,
    help="出力の形。csv は声だけ(--themes を付けるとテーマだけ)です。",
)
def search(home: Path, query: str, form: str, **asked: Any) -> None:
    """QUERY と意味の近い声とテーマを、公開ファイルから探します。

    \b
    言葉が違っても、言っていることが近ければ見つかります。
    夜間処理の途中でも使えます。QUERY はログに残しません。

    \b
    例:
      voc search "振り込んだのに届かない"
      voc search "電話がつながらない" --channel 電話 --since 2026-01-01
      voc search "解約できない" --themes --format csv
    """
    statement = as_statement(query)
    # Loaded here: torch takes seconds, and a mistake should be told at once.
    from flows.search import Request, find
    from flows.search_view import View, render
    from flows.sql_shell import terminal_width

    opened = open_home(home)
    channels = channel_words(opened.folder)
    answer = find(opened, Request(statement, **asked), channels)
    for key, values in answer.notes():
        say(key, **values)
    view = View(form, terminal_width(), catalogue(chosen_language()), channels)
    click.echo(render(answer, view), nl=False)


def channel_words(home: Path) -> Mapping[str, str]:
    """Return what people call channels, as on the monthly page; in English codes will do."""
    if chosen_language() != "ja":
        return {}
    return read_words((config_folder() / "review", home / "review")).texts["channel"]
