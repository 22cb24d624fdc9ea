"""The measured cells as Markdown tables between two markers of a document."""

from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from benchmarks.encoder_cells import Cell

BEGIN, END = "<!-- encoders: begin -->", "<!-- encoders: end -->"
MISSING = "–"

# A cell's score in the order of the columns, with its title.
COMPANY_SCORES = {
    "kmeans_v": "KM-V",
    "ari": "ARI",
    "one_nn": "1-NN",
    "p10": "P@10",
    "ami": "AMI",
}


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose first column is text and whose others are numbers."""
    rule = ["---", *("---:" for _ in titles[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in (titles, rule, *rows))


def share(value: float | None) -> str:
    """Return three digits without the leading zero, `.438`, or a dash for None."""
    if value is None:
        return MISSING
    return f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.3f}"


def gain(value: float | None) -> str:
    """Return a difference with its sign, `+.062`."""
    if value is None:
        return MISSING
    return f"{'-' if value < 0 else '+'}{share(abs(value))}"


def ratio(value: float | None, base: float | None) -> str:
    """Return how many times `value` is `base`, `x 1.7`."""
    return MISSING if value is None or not base else f"x {value / base:.1f}"


def mean_of(values: Sequence[float | None]) -> float | None:
    """Return the mean, None where a value is missing: a mean over fewer companies would mislead."""
    known = [value for value in values if value is not None]
    return mean(known) if known and len(known) == len(values) else None


def measured_line(cells: Sequence[Cell]) -> str:
    """Return when and on what the cells were measured."""
    days = sorted({cell.measured_on for cell in cells})
    machines = sorted({cell.machine for cell in cells})
    return f"Measured on {' to '.join(dict.fromkeys((days[0], days[-1])))}: {'; '.join(machines)}."


def write_between_markers(path: Path, content: str, begin: str = BEGIN, end: str = END) -> None:
    """Replace what stands between the markers of a document, which must have both, in order."""
    text = path.read_text("utf-8")
    before, found_begin, rest = text.partition(begin)
    _, found_end, after = rest.partition(end)
    if not (found_begin and found_end):
        raise SystemExit(f"{path} needs the lines {begin} and {end}")
    path.write_text(f"{before}{begin}\n\n{content.strip()}\n\n{end}{after}", "utf-8")
