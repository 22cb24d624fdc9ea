"""Words that tell what the number beside them is: 会員番号, お電話番号, 〜の口座."""

import re

from pipelines.text.mask_found import any_of
from pipelines.text.mask_rules import NumberRules, PiiType

# 七六五四三二一の口座に: a label right behind a number counts, too.
_JOINT_BEHIND = "(?:の|という|って(?:いう)?)"


class Labels:
    """The labels of all types of numbers, compiled once."""

    def __init__(self, rules: NumberRules) -> None:
        self._types: dict[str, PiiType] = {
            word: type_ for type_, words in rules.labels.items() for word in words
        }
        self._any = re.compile(any_of(self._types))
        self._behind = re.compile(f"{_JOINT_BEHIND}({any_of(self._types)})")
        self._reach = rules.label_reach

    def last(self, text: str) -> PiiType | None:
        """Return the type of the last label of a text."""
        words = self._any.findall(text)
        return self._types[words[-1]] if words else None

    def beside(self, text: str, start: int, end: int) -> PiiType | None:
        """Return the type of the nearest label before a number, or of one right behind it."""
        words = self._any.findall(text, max(0, start - self._reach), start)
        if words:
            return self._types[words[-1]]
        behind = self._behind.match(text, end)
        return self._types[behind[1]] if behind else None
