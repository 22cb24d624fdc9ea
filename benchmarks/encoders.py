"""Compare encoders: on companies never seen in training, on public sets, in speed and memory.

    python -m benchmarks.encoders --work FOLDER [--only folds,quality,general,speed]
        [--data ../shared/data] [--chive chive.npz] [--also hub:OWNER/MODEL]
        [--write docs/encoder.md] [--quick]

`folds` trains five models a tier, each without the companies it is tested on; `quality` groups the
statements of each company by the model that never saw it; `general` measures the shipped encoders
on public sets (not ours, never copied); `speed` wants the machine for itself. Every figure is
stored in FOLDER/cells.jsonl when it is measured: a killed run goes on, and what is there is not
measured again until weights, data or settings change. Prints counts and names of companies, never
a text. chiVe's vectors are made by benchmarks/chive_vectors.py; without them its rows are missing.
"""

import argparse
import sys
import time
from pathlib import Path

from benchmarks.encoder_folds import FoldMissing
from benchmarks.encoder_pages import company_page, main_page
from benchmarks.encoder_report import write_between_markers
from benchmarks.encoder_speed_cells import SpeedCells
from benchmarks.encoder_study import QUICK, Limits, Places, Study, open_study
from embeddings import EncoderError
from flows.messages import catalogue

PARTS = ("folds", "quality", "general", "speed")


def main() -> None:
    """Measure the parts that are asked for, print the tables, and write them where asked."""
    given = _options()
    parts = given.only.split(",")
    if unknown := set(parts) - set(PARTS):
        raise SystemExit(f"--only: {', '.join(sorted(unknown))} is none of {', '.join(PARTS)}")
    if given.quick and given.write:
        raise SystemExit("--quick measures next to nothing: its tables are not written anywhere")
    if given.chive is None:
        _say("chiVe is left out: see benchmarks/chive_vectors.py and --chive")
    places = Places(
        # Figures of a quick look must never meet real ones.
        work=given.work / "quick" if given.quick else given.work,
        data=given.data,
        corpus=given.corpus,
        chive=given.chive,
        also=tuple(given.also),
    )
    try:
        study = open_study(places, QUICK if given.quick else Limits(), given.threads)
        measure(study, parts)
        _show(study, given.write)
    except EncoderError as error:
        raise SystemExit(catalogue("en").text(error.key, error.values)) from error


def measure(study: Study, parts: list[str]) -> None:
    """Measure the missing cells of the parts."""
    if "folds" in parts:
        study.folds.train_missing({company.name for company in study.companies}, _say)
    if "quality" in parts:
        _measure_companies(study)
    if "general" in parts:
        _measure_general(study)
    if "speed" in parts:
        SpeedCells(study).measure(_say)


def _measure_companies(study: Study) -> None:
    # Fold by fold, so that each model is loaded once.
    companies = sorted(study.companies, key=lambda company: study.folds.fold_of[company.name])
    for subject in study.company_subjects:
        for company in companies:
            try:
                questions = study.quality.company_questions(subject, company)
                started = time.perf_counter()
                if study.quality.answer(questions):
                    seconds = time.perf_counter() - started
                    _say(f"{subject.name}: {company.name} in {seconds:.0f} s")
            except FoldMissing as missing:
                _say(f"{subject.name}: {company.name} left out, {missing}")


def _measure_general(study: Study) -> None:
    for subject in study.general_subjects:
        for text_set in study.general:
            if study.quality.answer(study.quality.general_questions(subject, text_set)):
                _say(f"{subject.name}: {text_set.name}")


def _show(study: Study, document: Path | None) -> None:
    page, by_company = main_page(study), company_page(study)
    print(page)
    if document is not None:
        write_between_markers(document, page)
        companies = document.with_name(f"{document.stem}-companies.md")
        companies.write_text(by_company, "utf-8")
        _say(f"written: {document}, {companies}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, required=True, help="folder for models and figures")
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--chive", type=Path, help="file made by benchmarks/chive_vectors.py")
    parser.add_argument("--also", nargs="+", default=[], help="more encoders: hub:..., path:...")
    parser.add_argument("--threads", type=int, default=1, help="CPU threads of the trainings")
    parser.add_argument("--write", type=Path, help="document with the markers for the tables")
    parser.add_argument("--quick", action="store_true", help="tiny limits: does it run at all?")
    return parser.parse_args()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
