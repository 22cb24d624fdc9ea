"""The verb contact: one contact, and why it was understood as it was."""

from pathlib import Path

import click

from flows.cli import say
from flows.cli_options import home_option


@click.command()
@home_option
@click.argument("contact_id", metavar="ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="出力の形。",
)
@click.option("--raw", "has_raw", is_flag=True, help="個人情報を伏せずに、元の言葉を表示します。")
def contact(home: Path, contact_id: str, form: str, has_raw: bool) -> None:
    """応対を 1 件表示します: 発話、伏せた箇所、切り出した声、種別、テーマ。

    \b
    ID は contact_id か、取り込み元での番号です。発話の中の 〔1 … 〕 は声 1 に入った部分です。
    夜間処理などの実行中は終了コード 4 です。
    """
    from flows.contact_view import as_json, as_text, look_up

    found = look_up(home, contact_id)
    if has_raw:
        say("contact_raw_warning")
    if form == "json":
        click.echo(as_json(found, has_raw))
    else:
        click.echo(as_text(found, has_raw), nl=False)
