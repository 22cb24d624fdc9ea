"""The verb extract: a filter without a home."""

import os
import sys

import click

from flows.cli import say
from flows.errors import BAD_INPUT, DONE


@click.command()
def extract() -> int:
    """応対から顧客の声を切り出します(標準入力から標準出力へ、JSON Lines)。

    \b
    入力: 1 行に 1 応対 {"contact_id": "...", "turns": [{"speaker": "customer", "text": "..."}]}
    出力: 1 行に 1 応対 {"contact_id": "...", "voices": [{"text", "masked", "kind",
          "kind_probability", "flags", "spans": [{"turn", "start", "end"}],
          "evidence", "votes"}]}

    \b
    text は話したままの言葉、masked は個人情報を伏せた言葉です。kind は complaint(不満)、
    request(要望)、inquiry(問い合わせ)、praise(お褒め)、other(その他)のどれかです。
    flags は safety(危険・けが)、legal(法的な申し出)、harassment(カスハラ)、evidence はその
    根拠の言葉、votes は意味を読む第二の判定の確からしさです。
    spans の turn は 0 から数えた発話の番号、start と end は文字の位置(end は含まない)です。
    読めない行は飛ばして行番号を知らせ、終了コード 3 で終わります。
    """
    from flows.extract_filter import shipped_filter

    code = DONE
    try:
        for answer in shipped_filter().answers(sys.stdin.buffer):
            if answer.problem:
                code = BAD_INPUT
                say(answer.problem, line=answer.line_number)
            else:
                # A lone surrogate has no UTF-8 form; JSON escapes it.
                text = answer.output.encode("utf-8", "backslashreplace")
                sys.stdout.buffer.write(text + b"\n")
                sys.stdout.buffer.flush()
    except BrokenPipeError:
        # `voc extract | head` has seen enough; Python would complain again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
