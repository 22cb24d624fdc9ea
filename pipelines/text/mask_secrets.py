"""Secret numbers of cards and accounts: 暗証番号は1234です, CVVが123, asked for and answered."""

import re
from collections.abc import Iterator, Sequence

from pipelines.text.digits import SAID_DIGITS, value_of_number
from pipelines.text.mask_found import Found, any_of, starts_with

_FEWEST, _MOST = 3, 6
_PAUSE = r"(?:えー?っ?と|ええと|えー|あの[ー、]?|たしか|確か)?[、 ]?"
# 暗証番号は誕生日の0512, セキュリティコードは裏の123
_JOINT = (
    rf"(?:番号|コード)?(?:ですが|ですね|は|が|の|を|も|:|=|、| |「|\(){{0,3}}{_PAUSE}"
    r"(?:[^、。0-9はがをに]{1,8}の(?=[0-9]))?"
)
_BEHIND = r"(?:の|が|は|という|って(?:いう)?|を)(?:[^、。0-9]{1,6}の)?"
_OPENING = r"(?:(?:はい|ええと?|えー?っ?と|えー|あの[ー]?|では|じゃあ)[、。ー ]*)*"
_ENDS = r"(?=です|でし|でお願い|でござ|になり|なんです|、|。|\s|$)"
_TRAILING = re.compile(r"(?:[のノ]、?|[にごで]|[、 \-.~ー])+$")
_NO_COUNT = ("桁", "けた", "ケタ", "つ", "度", "番目", "件", "番の", "番窓")


class SecretFinder:
    """Finds secret numbers of three to six digits right beside their label or asked for by it."""

    def __init__(self, labels: Sequence[str], units: Sequence[str]) -> None:
        latin = any_of(word for word in labels if word.isascii())
        label = (
            f"(?:{any_of(word for word in labels if not word.isascii())}"
            f"|(?<![A-Za-z0-9])(?:{latin}))"
        )
        self._label = re.compile(label)
        self._before = re.compile(rf"{label}(?![A-Za-z]){_JOINT}({SAID_DIGITS})")
        self._behind = re.compile(rf"(?<![0-9\-])([0-9]{{3,6}}){_BEHIND}{label}")
        self._answer = re.compile(rf"{_OPENING}({SAID_DIGITS}){_ENDS}")
        self._unit = starts_with((*units, *_NO_COUNT))

    def asks(self, said: str) -> bool:
        """Whether a turn speaks of a secret number."""
        return self._label.search(said) is not None

    def find(self, text: str, asked: bool) -> Iterator[Found]:
        """Yield the secret numbers of a folded turn; `asked` tells that one was asked for."""
        if asked:
            answer = self._answer.match(text)
            yield from self._secret(text, answer) if answer else ()
        if self._label.search(text):
            for match in (*self._before.finditer(text), *self._behind.finditer(text)):
                yield from self._secret(text, match)

    def _secret(self, text: str, match: re.Match[str]) -> Iterator[Found]:
        written = _TRAILING.sub("", match[1])
        end = match.start(1) + len(written)
        digits = value_of_number(written)
        if _FEWEST <= len(digits) <= _MOST and not self._unit.match(text, end):
            yield Found(match.start(1), end, "CARD", digits)
