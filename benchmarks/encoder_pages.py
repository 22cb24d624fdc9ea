"""The pages that a study writes: its main tables, and every measure company by company."""

from benchmarks.encoder_quality import CENTRED, PLAIN
from benchmarks.encoder_report import COMPANY_SCORES
from benchmarks.encoder_speed import LONG, SHORT
from benchmarks.encoder_speed_cells import SpeedCells
from benchmarks.encoder_study import Study
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

_COMPANY_PAGE = """# Encoders, company by company

Written by `python -m benchmarks.encoders --write docs/encoder.md`; do not edit by hand. What the
columns mean stands in [encoder.md](encoder.md). The number after a company is the fold whose model
(trained without that company) encoded it.
"""


def main_page(study: Study) -> str:
    """Return what goes between the markers of docs/encoder.md."""
    values, company_cells = company_values(study)
    general, general_cells = general_table(study)
    speed = SpeedCells(study)
    short, long, memory = speed.rates(SHORT), speed.rates(LONG), speed.memory()
    loads = speed.loads()
    speed_cells = [cell for cell in (short, long, memory, *loads.values()) if cell is not None]
    return "\n\n".join(
        [
            "### Companies never seen in training",
            dated(company_cells),
            means_table(study, values),
            gain_lines(values),
            "KMeans V by company (in brackets the fold), all other measures in "
            "[encoder-companies.md](encoder-companies.md):",
            company_table(study, values, "kmeans_v", PLAIN),
            company_table(study, values, "kmeans_v", CENTRED),
            "### Public sets",
            dated(general_cells),
            general,
            "### Speed and memory",
            dated(speed_cells),
            speed_table(short, long, loads),
            memory_line(memory, study.limits.memory_texts),
        ]
    )


def company_page(study: Study) -> str:
    """Return the page with every measure for every company."""
    values, cells = company_values(study)
    tables = [
        company_table(study, values, score, variant)
        for score in COMPANY_SCORES
        for variant in (PLAIN, CENTRED)
    ]
    return "\n\n".join([_COMPANY_PAGE.strip(), dated(cells), *tables]) + "\n"
