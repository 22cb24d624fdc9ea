"""Verbs of `voc themes` that decide something; each appends to decisions.jsonl."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from flows.cli import worded
from flows.cli_themes_options import decision_options, do, restate_option

if TYPE_CHECKING:
    from pipelines.themes.decide_room import Asked, AskedPart


def _asked(verb: Any, **words: Any) -> "Asked":
    from pipelines.themes.decide_room import Asked

    return Asked(verb, **words)


@click.command()
@click.argument("theme")
@click.argument("name", required=False, default="")
@click.option("--category", default="", help="分類の名前も変えます。")
@decision_options
def rename(theme: str, name: str, category: str, home: Path, by: str | None, reason: str) -> None:
    """THEME(番号か名前)に NAME という名前を付けます。

    \b
    夜間処理もエンコーダーの変更も、人が付けた名前を変えません。
    名前は、近い声を見つける手がかりにもなります。
    例: voc themes rename T0012 "配送の遅れ" --category 配送
    """
    do(home, _asked("rename", themes=(theme,), name=name, category=category, reason=reason), by)


@click.command()
@click.argument("into")
@click.argument("others", nargs=-1, required=True)
@restate_option
@decision_options
def merge(
    into: str, others: tuple[str, ...], is_restated: bool, home: Path, by: str | None, reason: str
) -> None:
    """OTHERS のテーマを INTO のテーマにまとめます。

    \b
    今月の声は INTO に移ります。終わった月の数は変わりません(--restate で数え直せます)。
    例: voc themes merge T0012 T0034 T0051
    """
    themes = (into, *others)
    do(home, _asked("merge", themes=themes, is_restated=is_restated, reason=reason), by)


class _PartType(click.ParamType):
    name = "NAME=VOICE,VOICE"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> "AskedPart":
        from pipelines.themes.decide_room import AskedPart

        # A name may hold the sign, a voice_id cannot.
        name, sign, voices = str(value).rpartition("=")
        listed = tuple(one.strip() for one in voices.split(",") if one.strip())
        if not sign or not listed:
            self.fail(worded("usage_part"), param, ctx)
        return AskedPart(name.strip(), listed)


@click.command()
@click.argument("theme")
@click.option(
    "--part",
    "parts",
    type=_PartType(),
    multiple=True,
    required=True,
    help="分ける部分の名前と、それを示す声(1 件以上)。繰り返し指定できます。",
)
@restate_option
@decision_options
def split(
    theme: str,
    parts: tuple["AskedPart", ...],
    is_restated: bool,
    home: Path,
    by: str | None,
    reason: str,
) -> None:
    """THEME から、声の例で示した部分を新しいテーマとして分けます。

    \b
    今月の声は、元のテーマと新しいテーマのうち近いほうに入ります。名前を空にすると夜間処理が付けます。
    例: voc themes split T0012 --part "再配達の依頼=v12ab,v34cd" --part "置き配の盗難=v56ef"
    """
    asked = _asked("split", themes=(theme,), parts=parts, is_restated=is_restated, reason=reason)
    do(home, asked, by)


def _about_themes(verb: Literal["approve", "retire", "restore"], help_text: str) -> click.Command:
    @click.command(verb, help=help_text)
    @click.argument("themes", nargs=-1, required=True)
    @decision_options
    def command(themes: tuple[str, ...], home: Path, by: str | None, reason: str) -> None:
        do(home, _asked(verb, themes=themes, reason=reason), by)

    made: click.Command = command
    return made


approve = _about_themes(
    "approve",
    """THEMES を承認します。

    承認されたテーマは見直しや統合の対象にならず、迷う声はまだ承認されていないテーマより先に入ります。
    """,
)
retire = _about_themes(
    "retire",
    """THEMES を終わりにします。

    今月の声はほかのテーマか「テーマなし」に移り、終わった月の数は変わりません。
    """,
)
restore = _about_themes(
    "restore",
    """終わったテーマ、まとめられたテーマを元に戻します。""",
)


@click.command()
@click.argument("voices", nargs=-1, required=True)
@click.option("--to", "theme", required=True, help="入れるテーマ(番号か名前)。")
@restate_option
@decision_options
def move(
    voices: tuple[str, ...],
    theme: str,
    is_restated: bool,
    home: Path,
    by: str | None,
    reason: str,
) -> None:
    """VOICES(voice_id)と同じ言葉の声を、別のテーマに移します。移した声は動きません。

    例: voc themes move v12ab v34cd --to T0012
    """
    asked = _asked("move", themes=(theme,), voices=voices, is_restated=is_restated, reason=reason)
    do(home, asked, by)


@click.command()
@click.argument("voices", nargs=-1, required=True)
@decision_options
def pin(voices: tuple[str, ...], home: Path, by: str | None, reason: str) -> None:
    """VOICES を今のテーマに留めます。夜間処理も見直しも動かしません。"""
    do(home, _asked("pin", voices=voices, reason=reason), by)


@click.command()
@click.argument("theme")
@click.argument("voices", nargs=-1, required=True)
@decision_options
def example(theme: str, voices: tuple[str, ...], home: Path, by: str | None, reason: str) -> None:
    """VOICES を THEME の確かな例にします。

    \b
    新しい声を見分ける手本になり、voc adapt も手本として学びます。1 つのテーマに 3~5 件で
    はっきり効きます。
    """
    do(home, _asked("example", themes=(theme,), voices=voices, reason=reason), by)


@click.command("not-this")
@click.argument("theme")
@click.argument("voices", nargs=-1, required=True)
@restate_option
@decision_options
def not_this(
    theme: str,
    voices: tuple[str, ...],
    is_restated: bool,
    home: Path,
    by: str | None,
    reason: str,
) -> None:
    """VOICES は THEME ではない、と決めます。次に近いテーマか「テーマなし」に移ります。"""
    asked = _asked(
        "not-this", themes=(theme,), voices=voices, is_restated=is_restated, reason=reason
    )
    do(home, asked, by)


@click.command()
@click.argument("decision", required=False, default="last")
@restate_option
@decision_options
def undo(decision: str, is_restated: bool, home: Path, by: str | None, reason: str) -> None:
    """DECISION(voc themes history の番号、前の一部でも可)を取り消します。

    省略すると、取り消されていない最後の決定を取り消します。取り消しも取り消せます。
    """
    do(home, _asked("undo", undoes=decision, is_restated=is_restated, reason=reason), by)
