"""The verb mask: a filter without a home."""

import os
import sys
from pathlib import Path

import click

from flows.cli import say
from flows.errors import BAD_INPUT, DONE


@click.command()
@click.option(
    "--rules",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="伏せ字の規則(redaction.toml の形)。省略すると標準の規則。",
)
def mask(rules: Path | None) -> int:
    """個人情報を伏せます(標準入力から標準出力へ、JSON Lines)。

    \b
    入力: 1 行に {"text": "..."}(ほかのキーはそのまま出力します)
    出力: 1 行に {"text", "masked", "spans": [{"start", "end", "type"}]}

    \b
    start と end は text の文字の位置(end は含まない)です。type は PERSON PHONE EMAIL ADDRESS
    POSTAL CARD ACCOUNT BIRTHDATE ORDER_ID MEMBER_ID のどれかです。
    読めない行は {"line": 行番号, "error": "not_json" か "no_text"} として出力し、終了コード 3 で
    終わります。出力の行数は空行を除く入力の行数と同じです。
    """
    from flows.mask_filter import mask_filter

    code = DONE
    try:
        for answer in mask_filter(rules).answers(sys.stdin.buffer):
            if answer.problem:
                code = BAD_INPUT
                say(answer.problem, line=answer.line_number)
            # A lone surrogate has no UTF-8 form; JSON escapes it.
            text = answer.output.encode("utf-8", "backslashreplace")
            sys.stdout.buffer.write(text + b"\n")
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        # `voc mask | head` has seen enough; Python would complain again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
