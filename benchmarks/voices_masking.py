"""Score the masking of personal data on annotated texts, on names in Wikipedia, and its speed.

    python -m benchmarks.voices_masking own|final|own_2|check_2|own_3|check_3|own_4|check_4
    python -m benchmarks.voices_masking corpus --data PATH/TO/pii.jsonl [--half first|second]
    python -m benchmarks.voices_masking wikipedia --data PATH/TO/ner.jsonl
    python -m benchmarks.voices_masking dialogues --data PATH/TO/dialogues.jsonl
    python -m benchmarks.voices_masking speed --data PATH/TO/calls.jsonl

What counts as a match:

* exact: a finding with the type, the start and the end of the annotated span.
* overlap: a finding of the same type that shares at least half of the characters of the two
  together (intersection over union >= .5). Each span and each finding is used once.
* covered: the share of annotated characters hidden by any finding, whatever its type: what a
  reader can no longer read. Spaces and joints between digits are counted, too.
* untouched: of the texts without any annotated span, the share without a finding.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flows.data_files import config_folder
from pipelines.text.mask import Masker
from pipelines.text.mask_rules import parse_mask_rules
from pipelines.text.tokenise import Tokeniser

OWN_EXAMPLES = Path(__file__).with_name("masking_examples.txt")
# Written before the rules were tuned, and scored without being read while they were.
FINAL_EXAMPLES = Path(__file__).with_name("masking_examples_final.txt")
OWN_SETS = {
    "own": OWN_EXAMPLES,
    "final": FINAL_EXAMPLES,
    "own_2": Path(__file__).with_name("masking_examples_2.txt"),
    "check_2": Path(__file__).with_name("masking_examples_2_check.txt"),
    "own_3": Path(__file__).with_name("masking_examples_3.txt"),
    "check_3": Path(__file__).with_name("masking_examples_3_check.txt"),
    "own_4": Path(__file__).with_name("masking_examples_4.txt"),
    "check_4": Path(__file__).with_name("masking_examples_4_check.txt"),
}
SAME = 0.5
Labelled = tuple[int, int, str]
# One annotated span of the own examples: [[PERSON 山田]]; turns are parted by a bar.
_OPEN, _CLOSE, _TURN = "[[", "]]", " | "


@dataclass(frozen=True)
class Example:
    """A contact with its annotated spans, one list for each turn."""

    name: str
    turns: list[str]
    spans: list[list[Labelled]]

    @property
    def is_clean(self) -> bool:
        """Whether nothing in it is personal."""
        return not any(self.spans)


@dataclass
class Score:
    """Counts over examples; every figure is made from these."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    overlapping: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    untouched: int = 0

    def add(self, gold: Sequence[Labelled], found: Sequence[Labelled]) -> None:
        """Count one turn."""
        self.wanted.update(type_ for *_, type_ in gold)
        self.found.update(type_ for *_, type_ in found)
        self.exact.update(type_ for *_, type_ in set(gold) & set(found))
        self.overlapping.update(one[2] for one, _ in matched(gold, found))
        hidden = {place for start, end, _ in found for place in range(start, end)}
        for start, end, type_ in gold:
            self.characters[type_] += end - start
            self.covered[type_] += len(hidden.intersection(range(start, end)))


def matched(
    gold: Sequence[Labelled], found: Sequence[Labelled]
) -> Iterator[tuple[Labelled, Labelled]]:
    """Yield pairs of an annotated span and a finding of its type that is the same in the main."""
    left = list(found)
    for one in gold:
        for other in left:
            if one[2] == other[2] and _shared(one, other) >= SAME:
                left.remove(other)
                yield one, other
                break


def _shared(one: Labelled, other: Labelled) -> float:
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, common) / (max(one[1], other[1]) - min(one[0], other[0]))


def read_own(path: Path = OWN_EXAMPLES) -> list[Example]:
    """Read the examples written for this benchmark; lines that begin with # are headings."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    marked = [line.replace("\\n", "\n") for line in lines if not line.startswith("#")]
    return [_example(f"own-{number}", line) for number, line in enumerate(marked, start=1)]


def _example(name: str, marked: str) -> Example:
    turns, spans = zip(*map(_unmarked, marked.split(_TURN)), strict=True)
    return Example(name, list(turns), list(spans))


def _unmarked(marked: str) -> tuple[str, list[Labelled]]:
    first, *rest = marked.split(_OPEN)
    text, spans = first, []
    for piece in rest:
        inside, _, after = piece.partition(_CLOSE)
        type_, _, words = inside.partition(" ")
        spans.append((len(text), len(text) + len(words), type_))
        text += words + after
    return text, spans


def read_corpus(path: Path, half: str) -> list[Example]:
    """Read pii.jsonl; `half` is first (ids 1 to 100, read while the rules were made) or second."""
    lines = path.read_text("utf-8").splitlines()
    chosen = {"first": lines[:100], "second": lines[100:], "all": lines}[half]
    return [
        Example(
            row["id"],
            [row["text"]],
            [[(span["start"], span["end"], span["type"]) for span in row["spans"]]],
        )
        for row in map(json.loads, chosen)
    ]


Finder = Callable[[Sequence[str]], list[list[Labelled]]]


def finder() -> Finder:
    """Return the project's own masking with the shipped rules."""
    masker = shipped_masker()
    return lambda turns: [
        [(span.start, span.end, span.type) for span in result.spans]
        for result in masker.mask_contact(turns)
    ]


def shipped_masker() -> Masker:
    """Return the masking that a new home gets."""
    rules = parse_mask_rules((config_folder() / "redaction.toml").read_text("utf-8"))
    return Masker(rules, Tokeniser())


def scored(examples: Iterable[Example], find: Finder, show: bool = False) -> Score:
    """Score a finder; with `show` print every finding that is not exactly as annotated."""
    score = Score()
    for example in examples:
        found = find(example.turns)
        for text, gold, here in zip(example.turns, example.spans, found, strict=True):
            score.add(gold, here)
            if show and set(gold) != set(here):
                _print_difference(example.name, text, gold, here)
        score.clean += example.is_clean
        score.untouched += example.is_clean and not any(found)
    return score


def _print_difference(
    name: str, text: str, gold: Sequence[Labelled], found: Sequence[Labelled]
) -> None:
    missed = [(text[start:end], type_) for start, end, type_ in sorted(set(gold) - set(found))]
    extra = [(text[start:end], type_) for start, end, type_ in sorted(set(found) - set(gold))]
    print(f"{name} {text!r}\n    annotated {missed}\n    found     {extra}")


def print_score(score: Score) -> None:
    """Print one line per type and one over all."""
    print(f"{'type':10} {'spans':>6} {'found':>6}  {'recall':>13}  {'precision':>13}  covered")
    print(f"{'':10} {'':6} {'':6}  {'exact overlap':>13}  {'exact overlap':>13}")
    for type_ in sorted(score.wanted | score.found):
        _print_line(type_, score, [type_])
    _print_line("all", score, list(score.wanted | score.found))
    if score.clean:
        share = score.untouched / score.clean
        print(f"hard negatives untouched: {score.untouched} of {score.clean} ({share:.3f})")


def _print_line(name: str, score: Score, types: list[str]) -> None:
    def total(counter: Counter[str]) -> int:
        return sum(counter[type_] for type_ in types)

    wanted, found = max(1, total(score.wanted)), max(1, total(score.found))
    exact, overlapping = total(score.exact), total(score.overlapping)
    covered = total(score.covered) / max(1, total(score.characters))
    print(
        f"{name:10} {total(score.wanted):6} {total(score.found):6}"
        f"  {exact / wanted:6.3f} {overlapping / wanted:6.3f}"
        f"  {exact / found:6.3f} {overlapping / found:6.3f}  {covered:7.3f}"
    )


def names_in_wikipedia(path: Path, find: Finder) -> None:
    """Print how many persons are found, and what else is taken for a person."""
    counts: Counter[str] = Counter()
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        found = [one for one in find([row["text"]])[0] if one[2] == "PERSON"]
        entities = [(one["start"], one["end"], one["type"]) for one in row["entities"]]
        persons = [one for one in entities if one[2] == "人名"]
        counts["persons"] += len(persons)
        counts["persons found"] += sum(any(_meet(p, one) for one in found) for p in persons)
        counts["findings"] += len(found)
        for one in found:
            kinds = {kind for *place, kind in entities if _meet(one, (*place, kind))}
            counts[f"of them {'人名' if '人名' in kinds else min(kinds, default='none')}"] += 1
    for name, count in counts.items():
        print(f"{name}: {count}")
    print(f"precision {counts['of them 人名'] / counts['findings']:.3f}")
    print(f"recall {counts['persons found'] / counts['persons']:.3f}")


def _meet(one: Labelled, other: Labelled) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def over_masking(path: Path, find: Finder) -> None:
    """Print what is masked in dialogues that hold no personal data (a role play on hotels)."""
    turns = found = 0
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        texts = [turn["text"] for turn in row["turns"]]
        turns += len(texts)
        for text, here in zip(texts, find(texts), strict=True):
            found += len(here)
            for start, end, type_ in here:
                print(type_, text[max(0, start - 10) : end + 10].replace("\n", " "))
    print(f"{found} findings in {turns} turns")


def speed(path: Path, find: Finder) -> None:
    """Print thousands of characters a second of CPU, of masking and of one tokenisation."""
    calls = [json.loads(line)["turns"] for line in path.read_text("utf-8").splitlines()]
    contacts = [[turn["text"] for turn in turns] for turns in calls]
    thousands = sum(len(text) for turns in contacts for text in turns) / 1_000
    tokeniser = Tokeniser()
    for name, work in (
        ("mask, first time", lambda: [find(turns) for turns in contacts]),
        ("mask, again", lambda: [find(turns) for turns in contacts]),
        ("tokenise", lambda: [tokeniser.tokenise(t) for turns in contacts for t in turns]),
    ):
        started = time.process_time()
        work()
        print(f"{name}: {thousands / (time.process_time() - started):.0f} thousand characters/s")


LOOKS = {"wikipedia": names_in_wikipedia, "dialogues": over_masking, "speed": speed}


def main() -> int:
    """Run one of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=[*OWN_SETS, "corpus", *LOOKS])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--half", choices=["first", "second", "all"], default="first")
    parser.add_argument("--show", action="store_true", help="print what is not as annotated")
    arguments = parser.parse_args()
    if arguments.what not in OWN_SETS and arguments.data is None:
        parser.error("--data is needed")
    if arguments.what in LOOKS:
        LOOKS[arguments.what](arguments.data, finder())
        return 0
    if arguments.what in OWN_SETS:
        examples = read_own(OWN_SETS[arguments.what])
    else:
        examples = read_corpus(arguments.data, arguments.half)
    if arguments.show and (arguments.what == "final" or arguments.half != "first"):
        parser.error("these are scored, not read")
    print_score(scored(examples, finder(), arguments.show))
    return 0


if __name__ == "__main__":
    sys.exit(main())
