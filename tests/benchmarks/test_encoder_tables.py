"""The tables of a study with encoders whose vectors are known."""

from dataclasses import replace
from pathlib import Path

from benchmarks.encoder_cells import Cell, CellFile, Key
from benchmarks.encoder_folds import FoldMissing, FoldModels
from benchmarks.encoder_quality import PLAIN, Quality
from benchmarks.encoder_sets import LabelledTexts, Pairs
from benchmarks.encoder_study import Limits, Places, Study
from benchmarks.encoder_subjects import Plain
from benchmarks.encoder_tables import (
    company_table,
    company_values,
    dated,
    gain_lines,
    general_table,
    means_table,
    memory_line,
    speed_table,
)
from embeddings.training.settings import RECIPES
from pipelines.themes.discover import DiscoverSettings
from tests.benchmarks.encoder_fakes import COMPANY, RIGHT, Compass, small_corpus

# Deliveries and bills side by side: the nearest text is always of the other theme.
WRONG = dict(zip(COMPANY.texts, (0.0, 40.0, 80.0, 1.0, 41.0, 81.0), strict=True))
PAIRS = Pairs("JSTS (valid)", ("届かない", "届かない", "遅い", "高い"), (5.0, 0.0))
FIRST, SECOND = replace(COMPANY, name="会社0"), replace(COMPANY, name="会社1")


def never() -> Compass:
    raise FoldMissing("e5", 4)


def study(folder: Path) -> Study:
    cells = CellFile(folder / "cells.jsonl")
    quality = Quality(cells, seeds=1, discovery=DiscoverSettings())
    base = Plain("use-base", lambda: Compass("wrong", WRONG))
    ours = Plain("use", lambda: Compass("right", RIGHT))
    missing = [Plain("e5-base", lambda: Compass("wrong", WRONG)), Plain("e5", never)]
    places = Places(work=folder, data=folder, corpus=folder)
    folds = FoldModels(small_corpus(), folder, folder, dict(RECIPES))
    general: list[LabelledTexts | Pairs] = [PAIRS]
    made = Study(
        places,
        Limits(),
        cells,
        quality,
        folds,
        [FIRST, SECOND],
        general,
        [base, *missing, ours],
        [base, ours],
    )
    for subject in (base, ours):
        for company in made.companies:
            quality.answer(quality.company_questions(subject, company))
        quality.answer(quality.general_questions(subject, PAIRS))
    return made


def test_means_and_companies_with_a_dash_for_what_is_not_measured(tmp_path: Path) -> None:
    made = study(tmp_path)
    values, cells = company_values(made)
    assert len(cells) == 2 * 2 * 6
    assert values["use", PLAIN, "one_nn"] == [1.0, 1.0]
    assert values["use-base", PLAIN, "one_nn"] == [0.0, 0.0]
    assert values["e5", PLAIN, "kmeans_v"] == [None, None]
    means = means_table(made, values).splitlines()
    assert means[0].startswith("| mean over companies | KM-V | ARI | 1-NN | P@10 | AMI | KM-V, c")
    assert means[4] == "| **our `e5`** |" + " – |" * 10
    assert means[5].startswith("| **our `use`** | 1.000 | 1.000 | 1.000 | .400 | .000 |")
    by_company = company_table(made, values, "one_nn", PLAIN).splitlines()
    assert by_company == [
        "| 1-NN | base USE | base e5 | **our `e5`** | **our `use`** |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| 会社0 (0) | .000 | – | – | 1.000 |",
        "| 会社1 (1) | .000 | – | – | 1.000 |",
        "| **mean** | .000 | – | – | 1.000 |",
    ]


def test_gains_are_told_per_company(tmp_path: Path) -> None:
    values, _ = company_values(study(tmp_path))
    lines = gain_lines(values).splitlines()
    assert lines[0] == (
        "* KM-V, **our `use`** against base USE: +1.000 (better for 2 of 2 companies)"
    )
    assert "**our `e5`** against base e5: – (better for 0 of 2 companies)" in lines[2]


def test_public_sets_show_the_difference_to_the_base(tmp_path: Path) -> None:
    shown, cells = general_table(study(tmp_path))
    assert shown.splitlines()[2:] == [
        "| base USE | -1.000 |",
        "| **our `use`** | 1.000 (+2.000) |",
    ]
    assert len(cells) == 2


def cell(**scores: float) -> Cell:
    return Cell(Key("", "", "", "", ""), scores, "2026-11-22", "a machine, 2 cores")


def test_speed_is_shown_with_its_ratios() -> None:
    rates = cell(**{"plain torch e5": 40.0, "use-base": 500.0, "use": 480.0, "load_before": 0.1})
    load = cell(load_seconds=2.04, rss_mb=612.4, peak_mb=1044.0)
    assert speed_table(rates, None, {"use": load}).splitlines()[2:] == [
        "| plain torch e5 | 40.0 | x 1.0 | x 0.1 | – | – | – | – | – | – |",
        "| base USE | 500 | x 12.5 | x 1.0 | – | – | – | – | – | – |",
        "| **our `use`** | 480 | x 12.0 | x 1.0 | – | – | – | 2.0 | 612 | 1,044 |",
    ]


def test_memory_is_told_along_the_way() -> None:
    run = cell(
        rss_mb_before=400.0,
        rss_mb_at_0=410.0,
        rss_mb_at_50000=700.0,
        rss_mb_at_100000=701.0,
        peak_mb=900.0,
        texts_per_second=512.0,
        load_before=0.0,
    )
    assert memory_line(run, 100_000) == (
        "100,000 texts of 57 characters through `use` in one call: 512 texts/s, peak 900 MB; "
        "memory after so many texts: 50,000: 700 MB, 100,000: 701 MB."
    )
    assert memory_line(None, 100_000) == "Memory of one long run: not measured."


def test_days_and_machines_are_named() -> None:
    later = replace(cell(), measured_on="2026-11-23")
    assert dated([later, cell()]) == ("Measured on 2026-11-22 to 2026-11-23: a machine, 2 cores.")
    assert dated([]) == "Nothing measured yet."
