"""Every figure of the way from transcript to voice, from one command.

    python -m benchmarks.voices --shared ../shared [--write docs/voices.md] [--only NAME ...]

Runs the benchmarks of this folder one after the other, each in a process of its own, and puts
what they print between the marks of the page. `--final` adds the sets that are for judging only:
every scoring of them is one look at the examination paper, so do it when the rules are frozen.
"""

import argparse
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


@dataclass(frozen=True)
class Section:
    """One command of this folder and the heading its output stands under."""

    name: str
    heading: str
    arguments: tuple[str, ...]
    is_final: bool = False


def sections(shared: Path) -> list[Section]:
    """Return what is measured, in the order of the page."""
    corpus, data = shared / "corpus", shared / "data"
    dialogues = str(data / "asdc_dialogues")
    pii = str(corpus / "retail_telecom" / "pii.jsonl")
    voices = ("benchmarks.voices_extraction", "--corpus")
    return [
        Section(
            "speakers", "Speakers", ("benchmarks.voices_speakers", "--data", dialogues, "--final")
        ),
        Section(
            "masking",
            "Masking, first half of pii.jsonl (developed on)",
            ("benchmarks.voices_masking", "corpus", "--data", pii, "--half", "first"),
        ),
        Section(
            "masking_final",
            "Masking, second half of pii.jsonl (texts never read)",
            ("benchmarks.voices_masking", "corpus", "--data", pii, "--half", "second"),
            is_final=True,
        ),
        Section("extraction", "Extraction and kinds, held out by folds",
                ("benchmarks.voices_extraction", "--folds")),
        Section("extraction_final", "Extraction, last 20 contacts of calls.jsonl (never read)",
                (*voices, str(corpus), "--final"), is_final=True),
        Section("fast_lane", "Fast lane, development half", ("benchmarks.voices_fast_lane",)),
        Section("fast_lane_final", "Fast lane, final half, lexicon alone",
                ("benchmarks.voices_fast_lane", "--final", "corpus/fast_lane/final.jsonl"),
                is_final=True),
        Section("fast_lane_vote", "Fast lane, final half, with the second vote (as shipped)",
                ("benchmarks.voices_flag_vote", "--final", "corpus/fast_lane/final.jsonl"),
                is_final=True),
        Section("copies", "Copies", ("benchmarks.voices_copies", "--planted")),
        Section("speed", "Speed", ("benchmarks.voices_extraction", "--speed")),
        Section("memory", "Memory over 200,000 contacts", ("benchmarks.voices_memory",)),
    ]  # fmt: skip


def measured(section: Section) -> str:
    """Run one benchmark and return what it printed; raises when it fails."""
    command = [sys.executable, "-m", *section.arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


def figures(chosen: list[Section]) -> Iterator[str]:
    """Yield the page's part about each section as soon as it is measured."""
    for section in chosen:
        shown = " ".join(("python -m", *section.arguments))
        yield f"### {section.heading}\n\n`{shown}`\n\n```\n{measured(section)}\n```\n"


def put_between(page: str, text: str) -> str:
    """Return a page with the text between its marks; raises ValueError when it has none."""
    before, _, rest = page.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError("the page has no marks")
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def main() -> None:
    """Read arguments, measure, print, and write the page where wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", type=Path)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--final", action="store_true")
    arguments = parser.parse_args()
    chosen = [
        section
        for section in sections(arguments.shared)
        if (arguments.final or not section.is_final)
        and (not arguments.only or section.name in arguments.only)
    ]
    parts = [
        f"Measured on {date.today()} on {platform.machine()}, Python {platform.python_version()}.\n"
    ]
    print(parts[0], flush=True)
    for part in figures(chosen):
        print(part, flush=True)
        parts.append(part)
    if arguments.write:
        page = arguments.write.read_text("utf-8")
        arguments.write.write_text(put_between(page, "\n".join(parts)), "utf-8")


if __name__ == "__main__":
    main()
