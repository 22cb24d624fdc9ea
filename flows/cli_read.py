"""Verbs that only look: status and sql."""

import sys
from datetime import date
from pathlib import Path

import click

from flows.cli import chosen_language
from flows.cli_options import day_option, home_option
from flows.errors import SettingsError
from flows.home import open_home


@click.command()
@home_option
def status(home: Path) -> int:
    """最後の実行、処理ごとの件数、公開ファイルの新しさを表示します。

    最後の実行が失敗しているか、公開ファイルが古い(初期値 26 時間)ときは終了コード 5 です。
    """
    from flows.status import look, render

    state = look(open_home(home))
    click.echo(render(state, chosen_language()))
    return state.exit_code


@click.command()
@home_option
@click.argument("query", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "md"]),
    default="table",
    show_default=True,
    help="出力の形。",
)
@day_option("as-of", "この日の終わりに分かっていたことを調べます(その日の公開ファイルを開きます)。")
def sql(home: Path, query: str | None, form: str, as_of: date | None) -> None:
    """公開された表(mart)を SQL で調べます。書き込みはできません。

    \b
    QUERY を省略すると対話形式になります(履歴つき、終了は Ctrl-D)。
    標準入力がファイルやパイプのときは、そこから SQL を読みます。

    \b
    例:
      voc sql "show all tables"
      voc sql "select theme_name, count_contacts from mart.theme order by 2 desc limit 10"
      voc sql --as-of 2025-07-31 "select count(*) from mart.theme"
    """
    from flows.sql_shell import answer, answer_all, talk, terminal_width
    from warehouse.connect import open_published

    if not (home / "voc.toml").exists() and not (home / "published.duckdb").exists():
        raise SettingsError("home_missing", home=home)
    with open_published(home, as_of) as con:
        if query is not None:
            click.echo(answer(con, query, form, terminal_width()), nl=False)
        elif sys.stdin.isatty():
            talk(con, home / "logs" / "sql-history")
        else:
            click.echo(answer_all(con, sys.stdin.read(), form, terminal_width()), nl=False)
