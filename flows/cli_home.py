"""Verbs that make and check a home: init, demo, doctor."""

from pathlib import Path

import click

from flows.cli import chosen_language, say
from flows.cli_options import home_option
from flows.data_files import corpus_folder
from flows.errors import BAD_INPUT, DONE
from flows.home import init_home
from flows.messages import catalogue
from flows.progress import shown


@click.command()
@home_option
def init(home: Path) -> None:
    """作業フォルダ(ホーム)を作ります。すでにある設定やデータは変更しません。"""
    opened, made = init_home(home)
    say("init_done" if made else "init_again", home=opened.folder, count=len(made))
    for source in opened.sources():
        click.echo(f"  {opened.folder / 'inbox' / source}", err=True)


@click.command()
@home_option
@click.option("--months", type=click.IntRange(1, 120), default=30, show_default=True, help="月数。")
@click.option(
    "--contacts",
    type=click.IntRange(100, 1_000_000),
    default=20_000,
    show_default=True,
    help="応対の件数。",
)
@click.option("--seed", type=click.IntRange(0), default=None, help="乱数の種。同じ種なら同じ内容。")
@click.option(
    "--measures",
    "is_measures",
    is_flag=True,
    help="夜間処理のあとに、架空の会社の対策の一覧(demo-measures.csv)だけを書き出します。",
)
def demo(home: Path, months: int, contacts: int, seed: int | None, is_measures: bool) -> None:
    """架空の会社の応対記録(通話・メール・チャット)を受信箱に書き出します。

    \b
    季節の山、急増、新しい不満、対策で消えた不満などが仕込まれています。
    正解は demo-truth.json にあり、処理はこれを読みません。
    """
    if is_measures:
        return _write_measures(home)
    from pipelines.demo.company import write_company_files
    from pipelines.demo.plan import DemoPlan
    from pipelines.demo.write import write_demo

    opened, _ = init_home(home)
    plan = DemoPlan(months=months, contacts=contacts)
    if seed is not None:
        plan = plan.model_copy(update={"seed": seed})
    with shown("demo") as progress:
        summary = write_demo(
            corpus_folder() / "retail_telecom",
            opened.folder / "inbox",
            opened.folder / "demo-truth.json",
            plan,
            lambda done: progress(done, contacts),
        )
    write_company_files(plan, opened.folder)
    say(
        "demo_done",
        contacts=summary.count_contacts,
        files=summary.count_files,
        first=summary.first_day,
        last=summary.last_day,
        home=opened.folder,
    )


def _write_measures(home: Path) -> None:
    from pipelines.demo.measures import write_measures
    from warehouse.connect import open_published

    sheet = home / "demo-measures.csv"
    with open_published(home) as con:
        count = write_measures(con, home / "demo-truth.json", sheet)
    say("demo_measures_done", count=count, file=sheet, home=home)


@click.command()
@home_option
def doctor(home: Path) -> int:
    """環境とホームを点検し、直すところを表示します。

    \b
    Python と部品の版、空き容量、設定・ソース・規則の書き方、データベースと公開ファイル、
    辞書とエンコーダーが読めるかを順に調べます。直すところ(NG)があれば終了コード 3 です。
    """
    from flows.doctor import examine

    findings = examine(home, catalogue(chosen_language()))
    for finding in findings:
        click.echo(f"{'OK' if finding.is_well else 'NG'}  {finding.subject}: {finding.detail}")
    return DONE if all(finding.is_well for finding in findings) else BAD_INPUT
