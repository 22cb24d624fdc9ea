"""Mail addresses as they are written and as they are read aloud."""

import re
from collections.abc import Iterator

from pipelines.text.mask_found import Found, blanked

_JAPANESE = "ぁ-んァ-ヺー一-鿿々"
# Domains of Japanese characters: tanaka@例え.jp; at their end are Latin letters or one of these.
_LAST_JAPANESE = "テスト|みんな|コム|クラウド|ストア|セール|ファッション|ポイント|グーグル|アマゾン"
_EMAIL = re.compile(
    r"[A-Za-z0-9._%+\-]+ ?@ ?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"
    rf"|(?:[A-Za-z0-9._%+\-]+|[一-鿿々ァ-ヺー]{{1,10}})@[A-Za-z0-9\-{_JAPANESE}]{{1,30}}"
    rf"(?:\.[A-Za-z0-9\-{_JAPANESE}]{{1,30}}?){{0,3}}?\.(?:[A-Za-z]{{2,}}(?:\.[A-Za-z]{{2,}})*|{_LAST_JAPANESE})"
)
# A mail address read aloud: letters by name, then アットマーク, then at least one ドット.
_SPOKEN_LETTERS = r"[A-Za-z0-9ァ-ヺー_. \-、〇零一二三四五六七八九十]"
# Said in hiragana letter by letter: えーびーしー いちにさん あっとまーく.
_SAID_LETTER = (
    "あんだーばー|だぶりゅー|えっくす|はいふん|でぃー|えいち|えっち|じぇー|きゅー|あーる|てぃー|ぜっと|きゅう|どっと|えー|えい|"
    "びー|しー|いー|えふ|じー|あい|けー|える|えむ|えぬ|おー|ぴー|えす|ゆー|ぶい|わい|ぜろ|れい|いち|にい|さん|よん|ろく|"
    "なな|はち|に|ご|の"
)
_SAID_AT = (
    r"[ 、]?[(\[【「]?(?:アットマーク|あっとまーく|アット|あっと|at|@)[)\]】」]?"
    r"(?:の(?:あと|後|次|右)(?:[がはに]|ろ)?)?[ 、]?"
)
_SAID_DOT = "[ 、]?(?:ドット|どっと|てん|dot|\\.)[ 、]?"
_SPOKEN_EMAIL = re.compile(
    rf"(?:メール(?:アドレス)?|メアド|アドレス)?[ :、]*"
    rf"((?!ー)(?:{_SPOKEN_LETTERS}{{2,60}}|(?:(?:{_SAID_LETTER})[ 、]?){{2,30}}|[ぁ-んー]{{2,10}})"
    rf"{_SAID_AT}"
    rf"(?:[A-Za-z0-9ァ-ヺー_ \-]{{2,40}}?|[ぁ-んー]{{2,20}}?){_SAID_DOT}"
    rf"(?:{_SPOKEN_LETTERS}*[A-Za-zァ-ヺー]"
    r"|(?:こむ|ねっと|じぇーぴー|しーおー|おーあーる|どっと|[ 、])+))"
)


def mails(text: str) -> Iterator[Found]:
    """Yield the mail addresses of a folded turn."""
    if not ("@" in text or "アット" in text or "あっと" in text or "at" in text):
        return
    written = [match.span() for match in _EMAIL.finditer(text)]
    yield from (Found(start, end, "EMAIL") for start, end in written)
    # What is written is no longer there to be heard as a part of something said.
    for match in _SPOKEN_EMAIL.finditer(blanked(text, written)):
        yield Found(*match.span(1), "EMAIL")
