"""Questions and tables of a small study: what is measured, resumed, shown, and left out."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.encoder_cells import CellFile
from benchmarks.encoder_folds import FoldMissing
from benchmarks.encoder_quality import CENTRED, PLAIN, Quality
from benchmarks.encoder_report import (
    BEGIN,
    END,
    gain,
    mean_of,
    ratio,
    share,
    table,
    write_between_markers,
)
from benchmarks.encoder_sets import Pairs
from benchmarks.encoder_subjects import Plain
from pipelines.themes.discover import DiscoverSettings
from tests.benchmarks.encoder_fakes import COMPANY, RIGHT, Compass

DOCUMENT = Path(__file__).parents[2] / "docs" / "encoder.md"


def quality(folder: Path, seeds: int = 1) -> Quality:
    return Quality(CellFile(folder / "cells.jsonl"), seeds=seeds, discovery=DiscoverSettings())


def test_a_company_is_asked_three_things_twice(tmp_path: Path) -> None:
    asked, compass = quality(tmp_path), Compass("right", RIGHT)
    questions = asked.company_questions(Plain("use", lambda: compass), COMPANY)
    assert asked.answer(questions) == 6
    assert compass.asked == [COMPANY.texts]
    scores: dict[tuple[str, str], float] = {}
    for question in questions:
        cell = asked.find(question)
        assert cell is not None
        scores |= {(question.variant, name): value for name, value in cell.scores.items()}
    assert scores[PLAIN, "kmeans_v"] == scores[PLAIN, "one_nn"] == 1.0
    assert scores[PLAIN, "p10"] == pytest.approx(0.4)
    assert (CENTRED, "ami") in scores


def test_a_killed_run_measures_only_what_is_missing(tmp_path: Path) -> None:
    first = quality(tmp_path)
    subject = Plain("use", lambda: Compass("right", RIGHT))
    first.answer(first.company_questions(subject, COMPANY)[:2])
    again = quality(tmp_path)
    assert again.answer(again.company_questions(subject, COMPANY)) == 4
    assert again.answer(again.company_questions(subject, COMPANY)) == 0


def test_other_weights_texts_or_seeds_are_measured_anew(tmp_path: Path) -> None:
    asked = quality(tmp_path)
    asked.answer(asked.company_questions(Plain("use", lambda: Compass("old", RIGHT)), COMPANY))
    new = Plain("use", lambda: Compass("new", RIGHT))
    assert asked.answer(asked.company_questions(new, COMPANY)) == 6
    other = replace(COMPANY, labels=COMPANY.labels[::-1])
    assert asked.answer(asked.company_questions(new, other)) == 6
    more = quality(tmp_path, seeds=2)
    assert more.answer(more.company_questions(new, COMPANY)) == 2


def test_pairs_are_asked_for_their_correlation(tmp_path: Path) -> None:
    asked = quality(tmp_path)
    pairs = Pairs("JSTS", ("届かない", "届かない", "遅い", "高い"), (5.0, 0.0))
    subject = Plain("use", lambda: Compass("right", RIGHT))
    [question] = asked.general_questions(subject, pairs)
    asked.answer([question])
    cell = asked.find(question)
    assert cell is not None and cell.scores == {"spearman": pytest.approx(1.0)}


def test_a_fold_without_a_model_is_told_and_not_stored(tmp_path: Path) -> None:
    def load() -> Compass:
        raise FoldMissing("use", 3)

    asked = quality(tmp_path)
    with pytest.raises(FoldMissing, match="fold 3"):
        asked.answer(asked.company_questions(Plain("use", load), COMPANY))
    assert (tmp_path / "cells.jsonl").read_text("utf-8") == ""


def test_numbers_as_they_are_shown() -> None:
    assert [share(v) for v in (0.4384, 1.0, 0.0, -0.0123, None)] == [
        ".438",
        "1.000",
        ".000",
        "-.012",
        "–",
    ]
    assert [gain(v) for v in (0.0621, -0.004, None)] == ["+.062", "-.004", "–"]
    assert [ratio(587.0, 48.0), ratio(None, 48.0), ratio(1.0, None)] == ["x 12.2", "–", "–"]


def test_a_mean_with_a_hole_is_no_mean() -> None:
    assert mean_of([0.25, 0.75]) == 0.5
    assert mean_of([0.25, None]) is None
    assert mean_of([]) is None


def test_tables_are_markdown() -> None:
    assert table(["", "KM-V"], [["use", ".438"]]) == "|  | KM-V |\n| --- | ---: |\n| use | .438 |"


def test_only_what_is_between_the_markers_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "encoder.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", "utf-8")
    write_between_markers(page, "new")
    once = page.read_text("utf-8")
    assert once == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    write_between_markers(page, "new")
    assert page.read_text("utf-8") == once
    page.write_text(f"{END}\n{BEGIN}\n", "utf-8")
    with pytest.raises(SystemExit, match="needs the lines"):
        write_between_markers(page, "new")


def test_the_document_has_the_markers() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
