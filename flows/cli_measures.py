"""The verbs of `voc measures`: what is done about themes, and whether it helped."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli import chosen_language, say, worded
from flows.cli_options import day_option, home_option, start_log
from flows.cli_themes import form_option
from flows.cli_themes_options import decision_options, who
from flows.errors import BAD_INPUT, DONE
from flows.home import open_home
from flows.messages import catalogue

if TYPE_CHECKING:
    from pipelines.trends.ledger_desk import AskedMeasure


@click.group()
def measures() -> None:
    """テーマへの対策を書き留め、効き目を確かめます。

    \b
    対策は measures.jsonl に書き足され、夜間処理のたびに効き目を計算し直します。
    効き目は、前の年の同じ季節と、対策をしていないテーマを差し引いた増減です。
    始めてから 4 週間、または見込み 20 件に届くまでは「まだ言えない」と表示します。
    """


class _Effect(click.ParamType):
    name = "PERCENT"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        from pipelines.trends.ledger_desk import parse_effect

        effect = value if isinstance(value, float) else parse_effect(str(value))
        if effect is None:
            self.fail(worded("usage_effect"), param, ctx)
        return effect


def _write(home: Path, asked: "AskedMeasure", by: str | None) -> None:
    from flows.measuring import write_measure

    opened = open_home(home)
    start_log(home)
    line = write_measure(opened, asked, who(by))
    say("measure_written", measure=line.measure_id)


@measures.command()
@click.argument("theme")
@click.option("--what", required=True, help="何をするか。")
@day_option("from", "始める日(この日から効くはずの日)。", required=True)
@click.option("--owner", default=None, help="担当する人や部署。")
@click.option("--expected", type=_Effect(), default=None, help="見込む増減。例: -30%")
@click.option(
    "--again", "is_again", is_flag=True, help="同じ内容でも、もう 1 件として書き留めます。"
)
@decision_options
def add(
    theme: str,
    what: str,
    first: date,
    owner: str | None,
    expected: float | None,
    is_again: bool,
    home: Path,
    by: str | None,
    reason: str,
) -> None:
    """THEME(番号か名前)への対策を書き留めます。

    内容と担当は、個人の名前などを伏せて公開されます。同じテーマ・内容・開始日の対策があれば断ります。

    例: voc measures add T0012 --what "入金の案内メール" --from 2026-08-01 --expected -30%
    """
    from pipelines.trends.ledger_desk import AskedMeasure

    asked = AskedMeasure(
        theme=theme,
        what=what,
        owner=owner,
        from_on=first,
        expected_effect=expected,
        reason=reason,
        is_again=is_again,
    )
    _write(home, asked, by)


@measures.command("list")
@home_option
@click.option("--all", "is_all", is_flag=True, help="取り消した対策も出します。")
@form_option
def list_measures(home: Path, is_all: bool, form: str) -> None:
    """対策の一覧を、状態と効き目(前の夜間処理の時点)とともに、新しい順に出します。

    \b
    --format csv の出力は、書き換えて voc measures import で戻せます。
    """
    from flows import measuring
    from flows.measure_view import render_measures
    from flows.night_walk import today
    from flows.sql_shell import terminal_width
    from flows.theme_view import View

    at = open_home(home)
    found = measuring.list_measures(at)
    for message in measuring.broken_lines(at, catalogue(chosen_language())):
        say("warning_line", message=message)
    chosen = [one for one in found if is_all or one.measure.outcome != "withdrawn"]
    if not chosen:
        say("measures_none")
    view = View(form, terminal_width(), catalogue(chosen_language()))
    click.echo(render_measures(chosen, today(), view), nl=False)


@measures.command()
@click.argument("measure")
@day_option("on", "終わった日。省略すると今日。")
@click.option(
    "--as",
    "outcome",
    type=click.Choice(["done", "stopped", "withdrawn"]),
    default="done",
    show_default=True,
    help="done 完了(効き目は続く) / stopped 中止(その日から効かない) / withdrawn 書き間違い。",
)
@decision_options
def close(
    measure: str, on: date | None, outcome: Any, home: Path, by: str | None, reason: str
) -> None:
    """MEASURE(M0001 など)を終えます。"""
    from flows.night_walk import today
    from pipelines.trends.ledger_desk import AskedMeasure

    asked = AskedMeasure(
        measure_id=measure, closed_on=on or today(), outcome=outcome, reason=reason
    )
    _write(home, asked, by)


@measures.command()
@click.argument("measure")
@decision_options
def reopen(measure: str, home: Path, by: str | None, reason: str) -> None:
    """間違えて終えた(取り消した)MEASURE を、実施中に戻します。"""
    from pipelines.trends.ledger_desk import AskedMeasure

    _write(home, AskedMeasure(measure_id=measure, outcome="running", reason=reason), by)


@measures.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", "is_dry_run", is_flag=True, help="確かめるだけで、何も変えません。")
@decision_options
def import_file(file: Path, is_dry_run: bool, home: Path, by: str | None, reason: str) -> int:
    """FILE(CSV か Excel)の対策をまとめて書き留めます。

    \b
    列: theme_id(テーマ) what(対策) from_on(開始日)、あれば owner(担当)
      expected_effect(期待する効果) closed_on(終了日) outcome(結果) measure_id(対策番号)
    同じファイルをもう一度取り込んでも増えません。使えない行は理由とともに
    quarantine/measures に残します。
    """
    from flows.measuring import import_measures

    at = open_home(home)
    start_log(home)
    done = import_measures(at, file, who(by), reason, is_dry_run=is_dry_run)
    key = "measures_import_tried" if is_dry_run else "measures_imported"
    counts = done.checked
    say(key, file=file.name, new=f"{counts.count_made:,}", known=f"{counts.count_known:,}")
    if not done.rejects:
        return DONE
    values = {"count": f"{len(counts.bad):,}", "file": done.rejects}
    message = catalogue(chosen_language()).text("themes_rows_rejected", values)
    say("warning_line", message=message)
    return BAD_INPUT
