"""Verb notify: try the targets of notices, and see what was sent to them."""

import os
from pathlib import Path

import click

from flows.cli import chosen_language, say
from flows.cli_options import home_option, start_log
from flows.errors import BAD_INPUT, DONE, SettingsError
from flows.home import open_home
from flows.messages import catalogue


@click.group()
def notify() -> None:
    """お知らせ(メール、Slack、Teams、LINE WORKS など)を試し、届いたものを見ます(test、list)。

    \b
    1. ホームに notify.urls を作り、「名前 = URL」と 1 行ずつ書きます(chmod 600)。
         sodan = mailtos://user:password@smtp.example.jp?to=sodan@example.jp
         kanri = https://hooks.slack.com/services/...
    2. voc notify test で届くことを確かめます。
    3. voc.toml の [notify] is_on = true で始まります。

    \b
    増え方のお知らせは、部署([[alerts.team]])ごとに宛先を分けられます。
         [notify.targets.sodan]
         teams = ["お客様相談室"]
    """


@notify.command("test")
@home_option
@click.option("--target", "name", help="この名前の宛先だけに送ります。省略するとすべて。")
def test(home: Path, name: str | None) -> int:
    """すべての宛先に試験のお知らせを送り、受け付けられたかどうかを表示します。

    1 つでも届かなければ、終了コードは 3 です。
    """
    from flows.notice_trial import try_targets
    from flows.notice_view import came_of_trial

    opened = open_home(home)
    start_log(home)
    if not opened.settings.notify.is_on:
        say("notify_off")
    words, is_well = catalogue(chosen_language()), True
    for trial in try_targets(opened, os.environ, name):
        state = came_of_trial(words, trial.outcome)
        values = {"target": trial.target, "service": trial.service or "?", "state": state}
        click.echo(words.text("notify_tested", values))
        is_well &= trial.outcome.state == "delivered"
    return DONE if is_well else BAD_INPUT


@notify.command("list")
@home_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="何通まで。")
def show(home: Path, limit: int) -> None:
    """送ったお知らせを新しい順に表示します。

    届かなかったもの、見送ったもの、部署の宛先がないためほかの宛先に送ったものも数えます。
    """
    from flows.night_walk import locked
    from flows.notice_view import render_notices
    from flows.sql_shell import terminal_width
    from flows.theme_view import View
    from warehouse.migrate import migrate
    from warehouse.statements import rows

    opened = open_home(home)
    if not opened.work.exists():
        raise SettingsError("work_missing", home=home)
    with locked(opened), opened.open_work() as con:
        migrate(con)
        found = rows(con, "notice_list", limit=limit)
        [counts] = rows(con, "notice_counts")
    view = View("table", terminal_width(), catalogue(chosen_language()))
    click.echo(render_notices(found, counts, view), nl=False)
