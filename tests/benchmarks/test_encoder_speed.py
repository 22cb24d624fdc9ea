"""Measuring in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import encoder_speed
from benchmarks.encoder_speed import Job, measure_rates, run_alone
from tests.benchmarks.encoder_fakes import COMPANY

CODE = "from benchmarks.encoder_speed import peak_mb; print(peak_mb())"


def job(folder: Path, **given: object) -> Job:
    texts = folder / "statements.json"
    texts.write_text(json.dumps(COMPANY.texts * 20), "utf-8")
    return Job.model_validate(
        {"measure": "load", "names": ("tfidf",), "texts": texts, "unpacked": folder, **given}
    )


def test_peak_memory_is_the_childs_own() -> None:
    heavy = bytearray(b"x") * 500_000_000
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert 10 < float(done.stdout) < len(heavy) / 1e6 / 2


def test_encoders_take_turns_and_are_measured_by_the_median(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, turns = [0.0], []
    # Seconds of each turn: the slow third round of `a` does not count.
    seconds = {"a": iter([0.0, 2.0, 2.0, 50.0]), "b": iter([0.0, 4.0, 4.0, 4.0])}

    def encoder(name: str, job: Job, texts: list[str]) -> object:
        def encode(texts: list[str]) -> None:
            turns.append(name)
            clock[0] += next(seconds[name])

        return encode

    monkeypatch.setattr(encoder_speed, "_encoder", encoder)
    monkeypatch.setattr("benchmarks.encoder_speed.time.perf_counter", lambda: clock[0])
    found = measure_rates(job(tmp_path, names=("a", "b"), length=4, count=8, rounds=3))
    assert found == {"a": 4.0, "b": 2.0}
    assert turns[2:] == ["a", "b", "b", "a", "a", "b"]


@pytest.mark.heavy
def test_a_child_measures_load_and_memory(tmp_path: Path) -> None:
    found = run_alone(job(tmp_path, length=4, count=8))
    assert found["load_seconds"] > 0
    assert 50 < found["rss_mb"] <= found["peak_mb"]
