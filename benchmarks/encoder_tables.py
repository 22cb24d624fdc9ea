"""The tables of a study, from the cells that were measured; what is missing is a dash."""

from collections.abc import Mapping, Sequence

from benchmarks.encoder_cells import Cell
from benchmarks.encoder_folds import FoldMissing
from benchmarks.encoder_quality import CENTRED, PLAIN, Question
from benchmarks.encoder_report import (
    COMPANY_SCORES,
    MISSING,
    gain,
    mean_of,
    measured_line,
    ratio,
    share,
    table,
)
from benchmarks.encoder_sets import LabelledTexts, Pairs
from benchmarks.encoder_study import Study
from benchmarks.encoder_subjects import Subject

TITLES = {
    "tfidf": "TF-IDF + SVD",
    "chive": "chiVe mean",
    "use-base": "base USE",
    "e5-base": "base e5",
    "use": "**our `use`**",
    "e5": "**our `e5`**",
}
_VARIANT_WORDS = {PLAIN: "", CENTRED: ", channels centred"}

# One value per company, in the order of the study, by subject, variant and score.
Values = Mapping[tuple[str, str, str], Sequence[float | None]]


def title_of(name: str) -> str:
    """Return a subject's name in the tables."""
    return TITLES.get(name, name)


def company_values(study: Study) -> tuple[Values, list[Cell]]:
    """Look all companies up; returns their values and the cells that hold them."""
    values: dict[tuple[str, str, str], list[float | None]] = {}
    cells: list[Cell] = []
    for subject in study.company_subjects:
        for company in study.companies:
            questions = study.quality.company_questions(subject, company)
            for variant in (PLAIN, CENTRED):
                found = _found(study, [q for q in questions if q.variant == variant])
                cells += found
                scores = {name: value for cell in found for name, value in cell.scores.items()}
                for score in COMPANY_SCORES:
                    values.setdefault((subject.name, variant, score), []).append(scores.get(score))
    return values, cells


def _found(study: Study, questions: Sequence[Question]) -> list[Cell]:
    try:
        return [cell for cell in map(study.quality.find, questions) if cell is not None]
    except FoldMissing:
        return []


def means_table(study: Study, values: Values) -> str:
    """Return one row per subject: means over companies, as they are and with channels centred."""
    titles = ["mean over companies", *COMPANY_SCORES.values()]
    titles += [f"{title}, centred" for title in COMPANY_SCORES.values()]
    rows = [
        [title_of(subject.name)]
        + [
            share(mean_of(values[subject.name, variant, score]))
            for variant in (PLAIN, CENTRED)
            for score in COMPANY_SCORES
        ]
        for subject in study.company_subjects
    ]
    return table(titles, rows)


def company_table(study: Study, values: Values, score: str, variant: str) -> str:
    """Return one row per company and one column per subject, with the mean last."""
    subjects = [subject.name for subject in study.company_subjects]
    columns = [values[subject, variant, score] for subject in subjects]
    rows = [
        [f"{company.name} ({study.folds.fold_of[company.name]})", *map(share, of_company)]
        for company, of_company in zip(study.companies, zip(*columns, strict=True), strict=True)
    ]
    rows.append(["**mean**", *(share(mean_of(column)) for column in columns)])
    title = f"{COMPANY_SCORES[score]}{_VARIANT_WORDS[variant]}"
    return table([title, *map(title_of, subjects)], rows)


def gain_lines(values: Values) -> str:
    """Return what our training brought on companies never seen, company by company counted."""
    lines = []
    for ours, base in (("use", "use-base"), ("e5", "e5-base"), ("e5", "use")):
        for variant in (PLAIN, CENTRED):
            pairs = list(
                zip(
                    values[ours, variant, "kmeans_v"],
                    values[base, variant, "kmeans_v"],
                    strict=True,
                )
            )
            gains = [a - b if a is not None and b is not None else None for a, b in pairs]
            better = sum(value is not None and value > 0 for value in gains)
            lines.append(
                f"* KM-V{_VARIANT_WORDS[variant]}, {title_of(ours)} against {title_of(base)}: "
                f"{gain(mean_of(gains))} (better for {better} of {len(gains)} companies)"
            )
    return "\n".join(lines)


def general_table(study: Study) -> tuple[str, list[Cell]]:
    """Return one row per subject and one column per public set, and the cells."""
    cells: dict[tuple[str, str], Cell] = {}
    for subject in study.general_subjects:
        for text_set in study.general:
            [question] = study.quality.general_questions(subject, text_set)
            for cell in _found(study, [question]):
                cells[subject.name, text_set.name] = cell
    titles = ["", *(_general_title(text_set) for text_set in study.general)]
    rows = [
        [
            title_of(subject.name),
            *(_general_value(cells, subject, text_set.name) for text_set in study.general),
        ]
        for subject in study.general_subjects
    ]
    return table(titles, rows), list(cells.values())


def _general_title(text_set: LabelledTexts | Pairs) -> str:
    return f"{text_set.name}{' Spearman' if isinstance(text_set, Pairs) else ' KM-V'}"


def _general_value(cells: Mapping[tuple[str, str], Cell], subject: Subject, set_name: str) -> str:
    """Return the value, for our encoders with the difference to the base behind it."""
    value, base = _main_score(cells.get((subject.name, set_name))), None
    if subject.name in ("use", "e5"):
        base = _main_score(cells.get((f"{subject.name}-base", set_name)))
    if value is None or base is None:
        return share(value)
    return f"{share(value)} ({gain(value - base)})"


def _main_score(cell: Cell | None) -> float | None:
    return None if cell is None else cell.scores.get("spearman", cell.scores.get("kmeans_v"))


def speed_table(short: Cell | None, long: Cell | None, loads: Mapping[str, Cell]) -> str:
    """Return texts a second with the ratios to plain e5 and base USE, load seconds and memory."""
    titles = ["1 thread"]
    for length in ("57 characters", "400 characters"):
        titles += [f"texts/s, {length}", "plain e5", "base USE"]
    names = list(dict.fromkeys([*(short.scores if short else ()), *loads]))
    rows = [
        [title_of(name), *_rates(short, name), *_rates(long, name), *_load(loads.get(name))]
        for name in names
        if name != "load_before"
    ]
    return table([*titles, "load s", "memory MB", "peak MB"], rows)


def _rates(cell: Cell | None, name: str) -> list[str]:
    rates = cell.scores if cell else {}
    rate = rates.get(name)
    shown = MISSING if rate is None else f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"
    return [shown, ratio(rate, rates.get("plain torch e5")), ratio(rate, rates.get("use-base"))]


def _load(cell: Cell | None) -> list[str]:
    if cell is None:
        return [MISSING] * 3
    scores = cell.scores
    return [
        f"{scores['load_seconds']:.1f}",
        f"{scores['rss_mb']:,.0f}",
        f"{scores['peak_mb']:,.0f}",
    ]


def memory_line(cell: Cell | None, texts: int) -> str:
    """Return how memory went along one long `encode`."""
    if cell is None:
        return "Memory of one long run: not measured."
    marks = [
        f"{int(name.removeprefix('rss_mb_at_')):,}: {value:,.0f} MB"
        for name, value in cell.scores.items()
        if name.startswith("rss_mb_at_") and name != "rss_mb_at_0"
    ]
    return (
        f"{texts:,} texts of 57 characters through `use` in one call: "
        f"{cell.scores['texts_per_second']:,.0f} texts/s, peak {cell.scores['peak_mb']:,.0f} MB; "
        f"memory after so many texts: {', '.join(marks)}."
    )


def dated(cells: Sequence[Cell]) -> str:
    """Return the line of days and machines, or that nothing is measured yet."""
    return measured_line(cells) if cells else "Nothing measured yet."
