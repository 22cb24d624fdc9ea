"""The fast lane, measured on sentences written by somebody who did not see its lexicon.

    python -m benchmarks.voices_fast_lane [--set FILE] [--final FILE] [--shown] [--corpus DIR]

A line of a set is `{"text", "flags": [{"flag", "evidence"}]}`: one utterance and the flags it
deserves, none for a hard negative. Recall counts the deserved flags that are raised, precision the
raised ones that are deserved. `--final` prints counts only; `--shown` prints every error;
`--corpus` counts what is raised on statements of the corpora, which nobody has labelled.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from flows.data_files import config_folder, corpus_folder
from pipelines.text.clauses import TurnText
from pipelines.text.fast_lane import FastLane
from pipelines.text.fast_lane_rules import FLAGS, parse_fast_lane_rules
from pipelines.text.mask import MaskedText

DEVELOPMENT = corpus_folder() / "fast_lane" / "development.jsonl"
FAST_LANE = config_folder() / "fast_lane.toml"


def shipped_fast_lane() -> FastLane:
    """Return the fast lane with the shipped lexicon."""
    return FastLane(parse_fast_lane_rules(FAST_LANE.read_text("utf-8")))


def turns_of(example: dict[str, Any]) -> list[TurnText]:
    """Return the turns of one line, or its text as the customer's only turn."""
    turns = example.get("turns") or [{"speaker": "customer", "text": example["text"]}]
    return [TurnText(turn["speaker"], turn["text"], MaskedText(turn["text"], [])) for turn in turns]


def flags_of(lane: FastLane, turns: Sequence[TurnText]) -> dict[str, list[str]]:
    """Return the flags of one contact, each with category and words that raised it."""
    found: dict[str, list[str]] = {}
    for one in lane.find(turns):
        words = turns[one.turn].text[one.start : one.end]
        found.setdefault(one.flag, []).append(f"{one.category}={words}")
    return found


def score(path: Path, *, is_shown: bool) -> Iterable[str]:
    """Yield the figures of one set, and with `is_shown` every error."""
    lane, counts, errors = shipped_fast_lane(), Counter[tuple[str, str]](), []
    untouched = negatives = 0
    for line in path.read_text("utf-8").splitlines():
        example = json.loads(line)
        wanted, raised = (
            {one["flag"] for one in example["flags"]},
            flags_of(lane, turns_of(example)),
        )
        for flag in FLAGS:
            counts[flag, _outcome(flag in wanted, flag in raised)] += 1
        negatives += not wanted
        untouched += not wanted and not raised
        missed, extra = wanted - set(raised), {f: raised[f] for f in raised if f not in wanted}
        if missed or extra:
            errors.append(f"- missed {sorted(missed)} extra {extra}: {_words(example)}")
    for name, flags in (*((flag, (flag,)) for flag in FLAGS), ("all", FLAGS)):
        yield _line(
            name, *(sum(counts[flag, out] for flag in flags) for out in ("hit", "miss", "extra"))
        )
    yield f"negatives untouched: {untouched}/{negatives}"
    if is_shown:
        yield from errors


def _words(example: dict[str, Any]) -> str:
    return " / ".join(f"{turn.speaker}: {turn.text}" for turn in turns_of(example))


def _outcome(is_wanted: bool, is_raised: bool) -> str:
    return {(True, True): "hit", (True, False): "miss", (False, True): "extra"}.get(
        (is_wanted, is_raised), "rest"
    )


def _line(name: str, hits: int, missed: int, extra: int) -> str:
    recall, precision = hits / max(1, hits + missed), hits / max(1, hits + extra)
    shares = (f"recall {recall:.3f} ({hits}/{hits + missed})", f"({hits}/{hits + extra})")
    return f"{name}: {shares[0]}, precision {precision:.3f} {shares[1]}"


def corpora(folder: Path, *, is_shown: bool) -> Iterable[str]:
    """Yield how often each flag is raised on the statements of the corpora."""
    lane = shipped_fast_lane()
    for path in sorted(folder.glob("*/statements.jsonl")) + sorted(folder.glob("*/other.jsonl")):
        texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
        raised = [(text, flags_of(lane, turns_of({"text": text}))) for text in texts]
        total = Counter(flag for _, flags in raised for flag in flags)
        shares = ", ".join(f"{flag} {1000 * total[flag] / len(texts):.0f}" for flag in FLAGS)
        yield f"{path.parent.name}/{path.stem}: {len(texts)} texts; in 1,000: {shares}"
        if is_shown:
            yield from (f"- {flags}: {text}" for text, flags in raised if flags)


def main() -> None:
    """Read arguments and print figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", type=Path, default=DEVELOPMENT)
    parser.add_argument("--final", type=Path)
    parser.add_argument("--shown", action="store_true")
    parser.add_argument("--corpus", type=Path)
    arguments = parser.parse_args()
    if arguments.corpus:
        lines = corpora(arguments.corpus, is_shown=arguments.shown)
    elif arguments.final:
        lines = score(arguments.final, is_shown=False)
    else:
        lines = score(arguments.set, is_shown=arguments.shown)
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    main()
