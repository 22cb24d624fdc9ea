"""Lines of a dialogue: which of them name a speaker, in whatever way people write it."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.ingest.labels import Speaker, fold_label, to_speaker

_NUMBER_AND_TIME = (
    r"(?:[0-9]{1,4}[\t.．)）]\s*)?"
    r"(?:[\[(（【]?(?:[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}[ \tT]+)?"
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,3})?[\])）】]?[\s　]+)?"
)
_LABELLED = re.compile(
    rf"^[\s　]*{_NUMBER_AND_TIME}"
    r"(?:(?P<open>[\[【<＜〈《(（])(?P<bracketed>[^\]】>＞〉》)）\n]{1,20})"
    r"[\]】>＞〉》)）][ 　]*[:：]?"
    r"|(?P<plain>[^\s:：、。！？!?「」『』>＞][^:：\t、。！？!?「」『』>＞]{0,19}?)[ 　]*"
    r"(?P<mark>[:：\t>＞]|(?=[「『])))"
    r"[\s　]*(?P<text>.*)$"
)
_QUOTED = re.compile("[「『](.*)[」』]")
_SPEAKER_LIKE = re.compile(
    r"(?:speaker|spk|ch|話者|発話者|声)[\s_\-]*[0-9a-z]{1,3}|[a-z]|.{1,12}(?:様|さん|氏)"
)
# An unknown name is a speaker only in a file of which labelled lines are the bulk.
_LABELLED_SHARE = 0.5
_MOST_SPEAKERS = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `label` is None when it names no speaker, and `text` what follows the label."""

    label: str | None
    text: str


def label_lines(lines: Sequence[str], more_labels: Mapping[str, Speaker]) -> list[Line]:
    """Split the labels off the lines of one dialogue.

    A known label (オペレーター, 客, OP, those of the source) counts everywhere. Any other word
    before a colon, tab or bracket counts when it comes again and looks like a speaker (A, spk_0,
    山田様), or when such words begin most of the lines: 時間：10 時 in a sentence does not.
    """
    found = [_LABELLED.match(line) for line in lines]
    names = [_name(match) for match in found]
    speakers = _speakers(names, lines, more_labels)
    return [
        Line(name, _said(match))
        if match is not None and name is not None and _counts(match, name, speakers, more_labels)
        else Line(None, line)
        for line, match, name in zip(lines, found, names, strict=True)
    ]


def _name(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    name = (match["bracketed"] or match["plain"]).strip()
    return None if not name or name.isdigit() else name


def _said(match: re.Match[str]) -> str:
    text = match["text"].strip()
    quoted = _QUOTED.fullmatch(text)
    return quoted.group(1) if quoted and not match["mark"] and not match["open"] else text


def _counts(
    match: re.Match[str], name: str, speakers: set[str], more_labels: Mapping[str, Speaker]
) -> bool:
    if to_speaker(name, more_labels) != "unknown":
        return True
    return match["mark"] in (":", "：", "\t") and fold_label(name) in speakers


def _speakers(
    names: Sequence[str | None], lines: Sequence[str], more_labels: Mapping[str, Speaker]
) -> set[str]:
    known = sum(name is not None and to_speaker(name, more_labels) != "unknown" for name in names)
    counts = Counter(
        fold_label(name)
        for name in names
        if name is not None and to_speaker(name, more_labels) == "unknown"
    )
    again = {name for name, count in counts.items() if count > 1}
    alike = {name for name in again if _SPEAKER_LIKE.fullmatch(name)}
    count_lines = sum(bool(line.strip()) for line in lines)
    is_bulk = known + sum(counts[name] for name in again) >= _LABELLED_SHARE * count_lines
    if is_bulk and len(again) <= _MOST_SPEAKERS:
        # Who speaks once only, in a dialogue of such labels, is somebody too.
        once = {name for name in counts if _SPEAKER_LIKE.fullmatch(name)}
        return again | once
    return alike
