"""The verb adapt: the encoder learns a company's own words from voices that people confirmed."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli import chosen_language, say, worded
from flows.cli_options import home_option, start_log
from flows.cli_themes_options import by_option, who
from flows.errors import BAD_INPUT, DONE
from flows.home import open_home
from flows.messages import catalogue

if TYPE_CHECKING:
    from flows.adapt import Report
    from flows.workshop import Verdict
    from pipelines.themes.confirm_room import Confirmed


@click.command()
@home_option
@click.option(
    "--confirmed",
    "listed",
    type=click.Path(path_type=Path),
    help="確認済みの声の一覧(CSV または Excel)。列は voice_id と、theme_id または theme_name。",
)
@click.option(
    "--dry-run", "is_dry_run", is_flag=True, help="学習と判定だけを行い、何も変えません。"
)
@click.option("--undo", "is_undo", is_flag=True, help="一つ前のエンコーダーに戻します。")
@by_option
def adapt(home: Path, listed: Path | None, is_dry_run: bool, is_undo: bool, by: str | None) -> int:
    """人が確かめた声を手本に、エンコーダーを自社の言葉に合わせます。

    \b
    確認済みの声の一部は学習に使わずに残し、その声で今より良くなったと言えるときだけ
    切り替えます。テーマの番号と名前、これまでの声の割り当て、終わった月の数は変わりません。
    切り替えた日の系列には印(marker)が付きます。
    一覧の声は、テーマの確かな例として decisions.jsonl に残ります(voc themes history、undo)。
    途中で止まっても、もう一度実行すれば続きから進みます。
    """
    if is_undo and (listed or is_dry_run):
        raise click.UsageError(worded("usage_adapt_undo"))
    opened = open_home(home)
    start_log(home)
    # The model libraries, which take seconds to load.
    from flows import adapt as adaptation

    if is_undo:
        say("adapt_undone" if adaptation.undo(opened) else "adapt_dropped")
        return DONE
    report = adaptation.adapt_home(opened, listed, who(by), is_dry_run=is_dry_run)
    if listed and report.confirmed:
        _tell_list(listed.name, report.confirmed, is_dry_run=is_dry_run)
    if report.verdict:
        _tell_verdict(report.verdict, opened.settings.adapt.confidence)
    say(f"adapt_{report.outcome}")
    return _tell_rejects(report) if report.rejects else DONE


def _tell_list(file_name: str, confirmed: "Confirmed", *, is_dry_run: bool) -> None:
    say(
        "confirmed_tried" if is_dry_run else "confirmed_taken",
        file=file_name,
        count_new=f"{confirmed.count_new:,}",
        count_known=f"{confirmed.count_known:,}",
    )


def _tell_verdict(verdict: "Verdict", confidence: float) -> None:
    say(
        "adapt_verdict",
        count=f"{verdict.count_held_out:,}",
        before=f"{verdict.before:.1%}",
        after=f"{verdict.after:.1%}",
        gain=f"{100 * (verdict.after - verdict.before):+.1f}",
        confidence=f"{confidence:.0%}",
        low=f"{100 * verdict.low:+.1f}",
        high=f"{100 * verdict.high:+.1f}",
    )


def _tell_rejects(report: "Report") -> int:
    """Say which rows of the list could not be used; that ends in the exit code of bad input."""
    count = len(report.confirmed.bad) if report.confirmed else 0
    values = {"count": f"{count:,}", "file": report.rejects}
    message = catalogue(chosen_language()).text("confirmed_rejected", values)
    say("warning_line", message=message)
    return BAD_INPUT
