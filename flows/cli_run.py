"""Verbs that work: run nightly, run rediscover, run monthly, run backfill, serve."""

import os
from datetime import date, datetime
from pathlib import Path

import click

from flows.cli import chosen_language, say, worded
from flows.cli_options import day_option, home_option, source_option, start_log
from flows.errors import BAD_INPUT, DONE
from flows.home import open_home
from flows.messages import catalogue
from flows.prefect_env import end_orphans, harden
from pipelines.night import Problem


@click.group()
def run() -> None:
    """夜間処理などを実行します(nightly、rediscover、monthly、backfill)。"""


def _prepare(home: Path, sources: tuple[str, ...] = ()) -> None:
    """Refuse quickly what would fail anyway, before Prefect takes its ten seconds to start."""
    from flows.night_walk import locked

    opened = open_home(home)
    opened.sources(sources)
    with locked(opened):
        start_log(home)
        harden(os.environ, home)
        end_orphans(os.environ)


def _report(problems: list[Problem]) -> int:
    """Tell what a person should look at; bad input ends in its own exit code."""
    for problem in problems:
        say("warning_line", message=catalogue(chosen_language()).text(problem.key, problem.values))
    return BAD_INPUT if problems else DONE


def _month(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """Read YYYY-MM as the first day of the month."""
    try:
        return datetime.strptime(value, "%Y-%m").date() if value else None
    except ValueError:
        raise click.BadParameter(worded("usage_month")) from None


@run.command()
@home_option
@day_option("as-of", "この日の終わりまでに受け付けた応対を取り込みます。省略すると昨日(日本時間)。")
@source_option
def nightly(home: Path, as_of: date | None, sources: tuple[str, ...]) -> int:
    """受信箱の応対を取り込み、テーマを数え、published.duckdb を更新します。

    \b
    前回から抜けた日があれば、古い日から順に処理します。
    同じ日をもう一度実行しても、新しい入力がなければ何も変わりません。
    途中で止まっても、もう一度実行すれば続きから進みます。
    """
    _prepare(home, sources)
    from flows.nightly import nightly as flow

    return _report(flow(str(home), as_of, sources))


@run.command()
@home_option
@day_option("as-of", "この日までの声を見直します。省略すると、最後に終わった夜間処理の日。")
@click.option(
    "--restate",
    "is_restated",
    is_flag=True,
    help="全期間の声から見直し、終わった月も数え直します(以前の数字は版として残り、印が付きます)。",
)
def rediscover(home: Path, as_of: date | None, is_restated: bool) -> int:
    """直近の声をまとめ直し、テーマの分割・統合・誕生・引退を調べ、安定度を測ります。

    \b
    初期設定では提案を残すだけで、テーマは変わりません(mart.theme_proposal、mart.theme_lineage)。
    提案は voc themes proposals で見て、accept か reject で決めます。
    終わった月の数字は、--restate を付けたときだけ変わります。同じ日の二度目は何も変わりません。
    """
    _prepare(home)
    from flows.rediscover import rediscover as flow

    return _report(flow(str(home), as_of, is_restated))


@run.command()
@home_option
@day_option("from", "最初の日。", required=True)
@day_option("to", "最後の日。", required=True)
@source_option
def backfill(home: Path, first: date, to: date, sources: tuple[str, ...]) -> int:
    """過去の期間を 1 日ずつ、毎晩動いていたかのように処理します。"""
    _prepare(home, sources)
    from flows.backfill import backfill as flow

    return _report(flow(str(home), first, to, sources))


@run.command()
@home_option
@click.option(
    "--month",
    metavar="YYYY-MM",
    callback=_month,
    help="レビューする月。省略すると、公開ファイルにある最後の終わった月。",
)
@click.option(
    "--anew",
    "is_anew",
    is_flag=True,
    help="終わった月を、最新の公開ファイルで作り直します(以前のレビューと数字が変わることがあります)。",
)
def monthly(home: Path, month: date | None, is_anew: bool) -> int:
    """公開ファイルから月次レビュー(reports/<月>/ のページ、PDF、Excel、図)を作ります。

    終わった月は、はじめに使った公開ファイルから作るため、何度作っても同じ内容です。標準出力の最後の行に、できたファイルの場所を表示します。
    """
    _prepare(home)
    from flows.monthly_review import monthly_review as flow

    click.echo(flow(str(home), month, is_anew=is_anew))
    return DONE


@click.command()
@home_option
@click.option("--cron", help="夜間処理を始める時刻(日本時間、cron 形式)。初期値は voc.toml の値。")
@click.option(
    "--port", type=click.IntRange(1024, 65535), help="画面のポート番号。初期値は voc.toml の値。"
)
def serve(home: Path, cron: str | None, port: int | None) -> None:
    """毎晩の処理を予定どおりに動かし続けます(止めるときは Ctrl-C または SIGTERM)。

    このコンピューターの中だけで動く Prefect サーバーを起動し、落ちたときは起動し直します。
    """
    opened = open_home(home)
    harden(os.environ, home)
    from flows.serve import serve as keep_serving

    cron = cron or opened.settings.schedule.cron
    port = port or opened.settings.schedule.port
    keep_serving(opened, cron, port, lambda: say("serving", port=port, cron=cron))
