"""The verb forget: personal data leaves the home for good."""

from datetime import date
from pathlib import Path

import click

from flows.cli import say
from flows.cli_options import day_option, home_option


@click.command()
@home_option
@day_option("before", "この日より前に受け付けた応対だけを対象にします。省略するとすべて。")
def forget(home: Path, before: date | None) -> None:
    """伏せ字と元の言葉の対応を消します([氏名1] が誰かを、後から調べられなくなります)。

    \b
    work.duckdb に残る元の発話を伏せ字の発話に置き換え、ファイルを書き直します。声・テーマ・件数は
    変わらず、その後の夜間処理もそのまま動きます。元に戻すことはできません。
    受信箱(inbox)と隔離先(quarantine)のファイルは消しません。各自の規程に従って片付けてください。
    """
    from flows.forgetting import forget_in_home

    done = forget_in_home(home, before)
    if done.contacts:
        say("forget_done", contacts=f"{done.contacts:,}", items=f"{done.items:,}")
    else:
        say("forget_nothing")
