"""The verbs of `voc themes`: people look at themes and decide about them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows import cli_themes_decide as deciding
from flows import cli_themes_proposals as proposing
from flows.cli import chosen_language, say
from flows.cli_options import home_option, start_log
from flows.cli_themes_options import decision_options, who
from flows.errors import BAD_INPUT, DONE
from flows.home import open_home
from flows.messages import catalogue

if TYPE_CHECKING:
    from flows.theme_view import View
    from pipelines.themes.decisions import Log

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "md"]),
    default="table",
    show_default=True,
    help="出力の形。",
)


@click.group()
def themes() -> None:
    """テーマを確かめ、名前を付け、まとめ、分け、承認します。

    \b
    決めたことは decisions.jsonl に書き足され、夜間処理のたびに読み直されます。番号は変わらず、
    見直しでもエンコーダーの変更でも、データベースを一から作り直しても残ります。
    テーマは番号(T0012)か名前で、声は voice_id で指定します。
    """


def _view(form: str) -> "View":
    from flows.sql_shell import terminal_width
    from flows.theme_view import View

    return View(form, terminal_width(), catalogue(chosen_language()))


@themes.command("list")
@home_option
@click.option("--all", "is_all", is_flag=True, help="終わったテーマ、まとめたテーマも出します。")
@form_option
def list_themes(home: Path, is_all: bool, form: str) -> None:
    """テーマの一覧を、応対の多い順に出します。"""
    from flows.curating import opened
    from flows.theme_sheet import read_themes
    from flows.theme_view import render_list

    with opened(open_home(home)) as con:
        found = read_themes(con)
    over = ("retired", "merged")
    chosen = [one for one in found if is_all or one.status not in over]
    if not chosen:
        say("themes_none")
    click.echo(render_list(chosen, _view(form)), nl=False)


@themes.command()
@click.argument("theme")
@home_option
def show(theme: str, home: Path) -> None:
    """THEME の名前、状態、件数、例の声(伏せ字)、決定の履歴を出します。"""
    from flows.curating import opened, read_history
    from flows.search_view import plain_cell
    from flows.theme_sheet import read_themes
    from flows.theme_view import render_history, render_list
    from pipelines.themes.desk_room import Desk
    from warehouse.statements import rows

    at, view = open_home(home), _view("table")
    found = read_history(at)
    with opened(at) as con:
        known = Desk(con, found.log).theme(theme)
        listed = [one for one in read_themes(con) if one.theme_id == known.theme_id]
        examples = rows(con, "themes_examples", theme_id=known.theme_id)
    click.echo(render_list(listed, view))
    for _, _, voice_id, received_on, text in examples:
        click.echo(f"{voice_id}  {received_on}  {plain_cell(text)}")
    about = [one for one in found.log.decisions if known.theme_id in one.theme_ids]
    if about:
        click.echo()
        click.echo(render_history(found, about, view), nl=False)


@themes.command()
@click.argument("theme", required=False)
@home_option
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="出す件数。")
@form_option
def history(theme: str | None, home: Path, limit: int, form: str) -> None:
    """決めたことを新しい順に出します。THEME(番号)を付けると、そのテーマだけ。

    \b
    状態: 有効 / 一部上書き / 上書き(後の決定が優先) / 取り消し / 効果なし
    """
    from flows.curating import read_history
    from flows.theme_view import render_history

    at = open_home(home)
    found = read_history(at)
    _tell_broken(found.log, at.decisions.name)
    newest = sorted(found.log.decisions, key=lambda one: one.order, reverse=True)
    chosen = [one for one in newest if theme is None or theme.upper() in one.theme_ids][:limit]
    if not chosen:
        say("themes_no_decisions")
    click.echo(render_history(found, chosen, _view(form)), nl=False)


def _tell_broken(log: "Log", file_name: str) -> None:
    words = catalogue(chosen_language())
    for line in log.broken:
        told = "decision_line_cut" if line.is_last else "decision_line_broken"
        message = words.text(told, {"file": file_name, "line": line.number})
        say("warning_line", message=message)


@themes.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@home_option
def export_file(file: Path, home: Path) -> None:
    """テーマの一覧を FILE(.csv か .xlsx)に書き出します。

    \b
    theme_name、category_name、status、merge_into の列を書き換えて voc themes import で戻せます。
    """
    from flows.theme_sheet import export_themes

    count = export_themes(open_home(home), file)
    say("themes_exported", count=f"{count:,}", file=file)


@themes.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", "is_dry_run", is_flag=True, help="確かめるだけで、何も変えません。")
@decision_options
def import_file(file: Path, is_dry_run: bool, home: Path, by: str | None, reason: str) -> int:
    """書き出した一覧のうち、書き換えられた行を決定として取り込みます。

    \b
    status: approved(承認) retired(終わり) active(終わったものを戻す)
    merge_into: まとめる先の番号
    書き出した後にほかの人が変えた行は取り込まず、理由とともに quarantine/themes に残します。
    """
    from flows.theme_sheet import import_themes

    at = open_home(home)
    start_log(home)
    done = import_themes(at, file, who(by), reason, is_dry_run=is_dry_run)
    key = "themes_import_tried" if is_dry_run else "themes_imported"
    say(key, file=file.name, themes=f"{done.count_changed:,}")
    if not done.rejects:
        return DONE
    values = {"count": f"{done.count_bad:,}", "file": done.rejects}
    message = catalogue(chosen_language()).text("themes_rows_rejected", values)
    say("warning_line", message=message)
    return BAD_INPUT


for verb in (
    deciding.rename,
    deciding.merge,
    deciding.split,
    deciding.approve,
    deciding.retire,
    deciding.restore,
    deciding.move,
    deciding.pin,
    deciding.example,
    deciding.not_this,
    deciding.undo,
    proposing.proposals,
    proposing.accept,
    proposing.reject,
):
    themes.add_command(verb)
