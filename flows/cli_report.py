"""The verb `voc report`: one theme's page, or two months beside each other."""

from datetime import date
from pathlib import Path

import click

from flows.cli import worded
from flows.cli_options import home_option, start_log
from flows.errors import DONE
from flows.home import Home, open_home


class _Month(click.ParamType):
    name = "YYYY-MM"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(f"{value}-01")
        except ValueError:
            self.fail(worded("usage_month"), param, ctx)


def _opened(home: Path) -> Home:
    opened = open_home(home)
    start_log(home)
    return opened


@click.group(invoke_without_command=True, no_args_is_help=True)
@home_option
@click.option(
    "--compare",
    "months",
    type=_Month(),
    nargs=2,
    default=None,
    metavar="YYYY-MM YYYY-MM",
    help="2 つの終わった月を並べたページ(reports/compare/)を作る。",
)
@click.pass_context
def report(ctx: click.Context, home: Path, months: tuple[date, date] | None) -> int:
    """1 つのテーマのページ、または 2 つの月を並べたページを作ります。

    \b
      voc report theme T0012
      voc report --compare 2025-03 2026-03

    最新の公開ファイルから作り、標準出力の最後の行に、できたファイルの場所を表示します。
    """
    ctx.obj = home
    if ctx.invoked_subcommand is not None:
        if months:
            raise click.UsageError(worded("usage_report_both"))
        return DONE
    if not months:
        raise click.UsageError(worded("usage_report_nothing"))
    from flows.monthly_review import desk_of
    from pipelines.review.report_room import report_pair

    opened = _opened(home)
    click.echo(report_pair(opened.folder, desk_of(opened), months))
    return DONE


@report.command()
@click.argument("theme_id", metavar="THEME")
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="作業フォルダ(ホーム)。theme の前後どちらに書いてもかまいません。",
)
@click.option(
    "--month", type=_Month(), help="この月まで。省略すると、公開ファイルにある最後の終わった月。"
)
@click.pass_obj
def theme(above: Path, theme_id: str, home: Path | None, month: date | None) -> int:
    """1 つのテーマについて分かっていることをすべて載せたページを作ります(reports/themes/)。"""
    from flows.monthly_review import desk_of
    from pipelines.review.report_room import report_theme

    opened = _opened(home or above)
    click.echo(report_theme(opened.folder, desk_of(opened), theme_id, month))
    return DONE
