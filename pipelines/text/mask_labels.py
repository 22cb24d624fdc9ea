"""Words that tell what the number beside them is: 会員番号, お電話番号, 〜の口座."""

import re
from collections.abc import Iterator

from pipelines.text.mask_found import any_of
from pipelines.text.mask_rules import NumberRules, PiiType

# 七六五四三二一の口座に: a label right behind a number counts, too.
_JOINT_BEHIND = "(?:の|という|って(?:いう)?|(?:って|と)いうの[がは]|が(?=[^、。]{0,8}番号))"
# 証券 with one of these is a label: 証券番号, 証券のナンバー.
_NUMBERED_BY = ("番号", "ナンバー", "コード", "ID", "No", "NO", "no")
# All that may stand between a label and the number that it names.
_JOINT = r"(?:\.|ですが|ですね|は|が|も|の|を|:|、|,| |「|『|\(|#|№|第|】|\]){0,4}"
_CODE_BEGINS = "(?=[A-Za-z0-9ァ-ヺ〇零一二三四五六七八九])"
_LAST_FOUR = re.compile(r"(?:[下末]|末尾の?)[四4](?:桁|けた|ケタ|ケ)|末尾")

_LAST_FOUR_BEFORE = re.compile(f"(?:{_LAST_FOUR.pattern}|市外局番)(?:の番号)?{_JOINT}$")


class Labels:
    """The labels of all types of numbers, compiled once."""

    def __init__(self, rules: NumberRules) -> None:
        self._types: dict[str, PiiType] = {
            word: type_ for type_, words in rules.labels.items() for word in words
        }
        self._heads: dict[str, PiiType] = {
            word: type_ for type_, words in rules.numbered.items() for word in words
        } | {
            word.removesuffix(tail): type_
            for word, type_ in self._types.items()
            for tail in _NUMBERED_BY
            if word.endswith(tail) and word != tail
        }
        self._lengths = sorted({len(head) for head in self._heads}, reverse=True)
        tails = any_of(_NUMBERED_BY)
        self._any = re.compile(f"(?:{any_of(self._heads)})の?(?:{tails})|{any_of(self._types)}")
        self._named = re.compile(f"({tails}){_JOINT}$")
        self._names = re.compile(f"({tails}){_JOINT}{_CODE_BEGINS}")
        self._unexplained = re.compile(f"(?:{any_of(set(_NUMBERED_BY) - {'コード'})}){_JOINT}$")
        self._behind = re.compile(f"{_JOINT_BEHIND}({self._any.pattern})")
        self._reach = rules.label_reach

    def last(self, text: str) -> PiiType | None:
        """Return the type of the last label of a text."""
        words = self._any.findall(text)
        # お電話番号の下四桁をお願いします asks for a telephone.
        told = [word for word in words if not _LAST_FOUR.fullmatch(word)]
        return self._type((told or words)[-1]) if words else None

    def beside(self, text: str, start: int, end: int) -> PiiType | None:
        """Return the type of the nearest label before a number, or of one right behind it."""
        words = self._any.findall(text, max(0, start - self._reach), start)
        behind = self._behind.match(text, end)
        if words and not (behind and _LAST_FOUR.fullmatch(words[-1])):
            # 携帯の下四桁 is a telephone's, 下四桁 alone a card's.
            told = [word for word in words if not _LAST_FOUR.fullmatch(word)]
            joined = told and self._are_joined(text, words, start)
            return self._type(told[-1] if joined else words[-1])
        return self._type(behind[1]) if behind else None

    def naming(self, text: str, start: int) -> PiiType | None:
        """Return the type of a label such as 証券番号 that stands right before a number."""
        label = self._named.search(text, max(0, start - self._reach), start)
        return self._head_before(text, label.start()) if label else None

    def is_called_number(self, text: str, start: int) -> bool:
        """Whether a number stands right behind 番号, ID and the like, whatever they number."""
        return self._unexplained.search(text, max(0, start - self._reach), start) is not None

    def tells_last_four(self, text: str, start: int) -> bool:
        """Whether the last digits of a number are told: 下四桁は4477."""
        return _LAST_FOUR_BEFORE.search(text, max(0, start - self._reach), start) is not None

    def named(self, text: str) -> Iterator[tuple[int, PiiType]]:
        """Yield where something named by 証券番号, 会員ID and the like begins, and its type."""
        # Hardly any turn has one of them, and to look for a character is cheaper than a pattern.
        if "番" not in text and "D" not in text and "N" not in text and "ー" not in text:
            return
        for match in self._names.finditer(text):
            type_ = self._head_before(text, match.start())
            if type_:
                yield match.end(), type_

    def _type(self, label: str) -> PiiType | None:
        if label in self._types:
            return self._types[label]
        tail = next(tail for tail in _NUMBERED_BY if label.endswith(tail))
        return self._head_before(label, len(label) - len(tail))

    def _head_before(self, text: str, at: int) -> PiiType | None:
        """Return the type of 証券 right before 番号, with or without の between them."""
        at -= at > 0 and text[at - 1] == "の"
        words = (text[max(0, at - length) : at] for length in self._lengths)
        return next((self._heads[word] for word in words if word in self._heads), None)

    def _are_joined(self, text: str, words: list[str], start: int) -> bool:
        """Whether the last label tells whose last digits: 電話番号の末尾が3じゃなくて末尾四桁が."""
        last = len(words) - 1
        while last >= 0 and _LAST_FOUR.fullmatch(words[last]):
            last -= 1
        if last < 0 or last == len(words) - 1:
            return False
        pair = f"{re.escape(words[last])}(?:番号)?[のはが、]?{re.escape(words[last + 1])}"
        return re.search(pair, text[max(0, start - self._reach) : start]) is not None
