"""Progress on a terminal; nothing in a log."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipelines.night import Progress as Tell
from pipelines.night import no_progress

ROOM_WORDS = {
    "ingest": "取り込み",
    "mask": "個人情報の伏せ字",
    "extract": "声の切り出し",
    "collate": "写しの照合",
    "tokenise": "単語の区切り",
    "sift": "用件のない声の選り分け",
    "embed": "意味の数値化",
    "vote": "急ぎの声の判定",
    "curate": "担当者の決定の反映",
    "assign": "テーマへの割り当て",
    "discover": "テーマの発見",
    "rediscover": "テーマの見直し",
    "restate": "過去の月の数え直し",
    "name": "テーマの命名",
    "denominators": "分母と出来事の読み込み",
    "measure": "集計",
    "bridge": "前のエンコーダーとの照合",
    "outages": "取り込みの途切れの確認",
    "record": "件数の記録",
    "watch": "増え方の見張り",
    "foresee": "先回りの一覧の作成",
    "judge": "対策の効き目の判定",
    "reviews": "月次レビューの記録の読み込み",
    "publish": "公開ファイルの作成",
    "catch_up": "抜けた日の処理",
    "demo": "デモデータの作成",
    "adapt": "エンコーダーの調整",
    "switch": "エンコーダーの切り替え",
}


@contextmanager
def shown(room: str, detail: str = "") -> Iterator[Tell]:
    """Show a bar for one room while its work goes on, if standard error is a terminal."""
    if not sys.stderr.isatty():
        yield no_progress
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars:
        task = bars.add_task(f"{ROOM_WORDS[room]} {detail}".rstrip(), total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
        bars.update(task, completed=1, total=1)
