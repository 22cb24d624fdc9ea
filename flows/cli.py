"""The front door: the `voc` command reads arguments, environment and clock."""

import atexit
import logging
import os
import sys
from collections.abc import MutableMapping, Sequence
from importlib.metadata import version
from typing import ClassVar

import click

from flows.errors import BUG, DONE, USAGE, USER_ERRORS, RoomFailed
from flows.messages import catalogue
from warehouse.errors import as_user_error


class _Lazy(click.Group):
    """Imports a verb's module only when it is called, so that quick verbs stay quick."""

    modules: ClassVar[dict[str, str]] = {
        "init": "flows.cli_home",
        "demo": "flows.cli_home",
        "doctor": "flows.cli_home",
        "run": "flows.cli_run",
        "serve": "flows.cli_run",
        "notify": "flows.cli_notify",
        "status": "flows.cli_read",
        "sql": "flows.cli_read",
        "search": "flows.cli_search",
        "adapt": "flows.cli_adapt",
        "contact": "flows.cli_contact",
        "themes": "flows.cli_themes",
        "measures": "flows.cli_measures",
        "ahead": "flows.cli_ahead",
        "report": "flows.cli_report",
        "extract": "flows.cli_extract",
        "mask": "flows.cli_mask",
        "forget": "flows.cli_forget",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order a newcomer needs them."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb, or None when there is none of that name."""
        if cmd_name not in self.modules:
            return None
        module = __import__(self.modules[cmd_name], fromlist=[cmd_name])
        command: click.Command = getattr(module, cmd_name)
        return command


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("voc-themes"), prog_name="voc")
def voc() -> None:
    """お客様の声(電話・メール・チャット)から、繰り返される不満を「テーマ」として数えます。

    \b
    はじめての方:
      voc init --home DIR         作業フォルダ(ホーム)を作る
      voc demo --home DIR         架空の会社の応対記録を入れる(試用)
      voc doctor --home DIR       設定と環境を点検する
      voc run nightly --home DIR  受信箱の応対を読み、テーマを数え、公開する
      voc status --home DIR       最後の実行と件数を確かめる
      voc sql --home DIR          公開された表を SQL で調べる
      voc search "..." --home DIR 言葉が違っても意味の近い声とテーマを探す
      voc contact ID --home DIR   応対を 1 件、切り出した声とともに表示する
      voc themes ... --home DIR   テーマに名前を付け、まとめ、分け、承認する
      voc measures ... --home DIR テーマへの対策を書き留め、効き目を見る
      voc ahead --home DIR        これから増えるテーマと、知らせておく期限を見る
      voc run monthly --home DIR  月次レビューを作る(ページ、PDF、Excel、図)
      voc report ... --home DIR   1 つのテーマのページ、または 2 つの月の比較を作る
      voc adapt --home DIR        確かめた声を手本に、自社の言葉に合わせる
      voc mask                    個人情報を伏せる(標準入力から標準出力へ)
      voc extract                 応対から声を切り出す(標準入力から標準出力へ)
      voc forget --home DIR       伏せ字の元の言葉を work.duckdb から消す
      voc serve --home DIR        毎晩自動で実行する(月次レビューは最初の営業日)
      voc notify test --home DIR  お知らせ(メール、Slack など)が届くか試す

    \b
    終了コード: 0 完了 / 1 プログラムの不具合 / 2 使い方の誤り /
      3 入力や設定の誤り(夜間処理では、読めない行や途切れた取り込み元。ほかは済んでいます) /
      4 ほかの実行が進行中 / 5 最後の実行が失敗または古い
    """


def worded(key: str, **values: object) -> str:
    """Return a message of the catalogue in the language chosen."""
    return catalogue(chosen_language()).text(key, values)


def say(key: str, **values: object) -> None:
    """Print one line of the message catalogue on standard error."""
    click.echo(worded(key, **values), err=True)


def show_usage_error(error: click.ClickException) -> None:
    """Tell a mistake in the words of a command on one line, as every other mistake is told."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    say("usage_error", why=_why(error), command=ctx.command_path if ctx else "voc")


def _why(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return worded("usage_no_option", option=error.option_name)
    if isinstance(error, click.NoSuchCommand):
        return worded("usage_no_command", name=error.command_name)
    if isinstance(error, click.BadOptionUsage):
        return worded("usage_missing", option=error.option_name)
    if not isinstance(error, click.BadParameter) or error.param is None:
        return worded("usage_other", why=error.format_message())
    option = error.param.opts[-1]
    if isinstance(error, click.MissingParameter):
        is_argument = isinstance(error.param, click.Argument)
        named = error.param.metavar if is_argument and error.param.metavar else option
        return worded("usage_missing_argument" if is_argument else "usage_missing", option=named)
    return worded("usage_bad_value", option=option, why=_wanted(error.param.type, error.message))


def _wanted(kind: click.ParamType, otherwise: str) -> str:
    if isinstance(kind, click.Choice):
        return worded("usage_choices", choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        high = "" if kind.max is None else f"{kind.max:,}"
        return worded("usage_range", low=f"{kind.min:,}", high=high)
    if not isinstance(kind, click.Path):
        return otherwise
    return worded("usage_folder" if kind.dir_okay and not kind.file_okay else "usage_file")


def chosen_language() -> str:
    """Return the language of messages, `ja` or `en`."""
    # The language must be known before a home is open, so it is not asked of one.
    return "en" if os.environ.get("VOC_LANG", "").startswith("en") else "ja"


def main(argv: Sequence[str] | None = None, environ: MutableMapping[str, str] | None = None) -> int:
    """Run one `voc` command and return its exit code."""
    environ = os.environ if environ is None else environ
    try:
        result = voc.main(args=argv, prog_name="voc", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except click.ClickException as error:
        show_usage_error(error)
        return USAGE
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except USER_ERRORS as error:
        say("error_line", message=catalogue(chosen_language()).text(error.key, error.values))
        return error.exit_code
    except RoomFailed as failed:
        say("room_failed", room=failed.room, error_type=failed.error_type)
        click.echo("".join(failed.frames), err=True)
        return BUG
    except Exception as error:
        # A full disk or a missing permission outside any room, such as at the lock.
        told = as_user_error(error)
        if told is None:
            raise
        say("error_line", message=catalogue(chosen_language()).text(told.key, told.values))
        return told.exit_code


def command() -> None:
    """Entry point of the installed `voc` script."""
    code = main()
    if "prefect" not in sys.modules:
        sys.exit(code)
    # Prefect's threads keep DuckDB's module alive while the interpreter is torn down, and its
    # binding then prints a page of leak reports on a terminal. All handlers run (one of them
    # ends Prefect's temporary server); only the tearing down is left out.
    atexit._run_exitfuncs()
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
