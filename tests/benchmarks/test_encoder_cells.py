"""Stored figures: what was measured stays, whatever kills the run."""

from pathlib import Path

import pytest

from benchmarks.encoder_cells import CellFile, Key

KEY = Key("use", "use-1", "みどり通販 ab", "plain", "kmeans")


def test_a_figure_is_measured_once(tmp_path: Path) -> None:
    CellFile(tmp_path / "cells.jsonl").store(KEY, {"kmeans_v": 0.5})
    again = CellFile(tmp_path / "cells.jsonl").find(KEY)
    assert again is not None
    assert again.scores == {"kmeans_v": 0.5}
    assert again.measured_on.startswith("20")
    assert "cores" in again.machine


@pytest.mark.parametrize("field", ["subject", "fingerprint", "text_set", "variant", "task"])
def test_another_key_is_another_figure(tmp_path: Path, field: str) -> None:
    cells = CellFile(tmp_path / "cells.jsonl")
    cells.store(KEY, {"kmeans_v": 0.5})
    assert cells.find(KEY._replace(**{field: "other"})) is None


def test_a_line_torn_by_a_kill_is_dropped_and_writing_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "cells.jsonl"
    CellFile(path).store(KEY, {"kmeans_v": 0.5})
    other = KEY._replace(subject="e5")
    with path.open("ab") as torn:
        torn.write(b'{"key": {"subject": "e5", "fi')
    cells = CellFile(path)
    assert cells.find(other) is None
    cells.store(other, {"kmeans_v": 0.25})
    again = CellFile(path)
    found = [again.find(KEY), again.find(other)]
    assert [cell.scores["kmeans_v"] for cell in found if cell] == [0.5, 0.25]


def test_the_last_of_two_figures_counts(tmp_path: Path) -> None:
    path = tmp_path / "cells.jsonl"
    for value in (0.5, 0.75):
        CellFile(path).store(KEY, {"kmeans_v": value})
    found = CellFile(path).find(KEY)
    assert found is not None and found.scores == {"kmeans_v": 0.75}
