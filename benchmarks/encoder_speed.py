"""Speed, loading and memory of encoders, each measured in a process of its own.

    python -m benchmarks.encoder_speed '{"measure": "load", "name": "use", ...}'

prints one JSON line; `benchmarks.encoders` calls it so, with one thread for every library.
"""

import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

PLAIN_E5 = "plain torch e5"
# Mean length of the car-defect reports, and of a long statement on the phone.
SHORT, LONG = 57, 400
_THREAD_VARIABLES = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "NUMBA")
_MEMORY_STEPS = 10


class Job(BaseModel):
    """What a child process measures.

    `names` are encoders that `load_encoder` knows, PLAIN_E5, tfidf or chive; `texts` is a JSON list
    of statements, `unpacked` where plain e5 is unpacked, `chive` the file of word vectors.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: Literal["rates", "load", "memory"]
    names: tuple[str, ...]
    texts: Path
    unpacked: Path
    chive: Path | None = None
    length: int = SHORT
    count: int = 512
    rounds: int = 5


def run_alone(job: Job) -> dict[str, Any]:
    """Measure in a child with one thread; its errors come through to the terminal."""
    threads = {f"{name}_NUM_THREADS": "1" for name in _THREAD_VARIABLES}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.encoder_speed", job.model_dump_json()],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **threads, "HF_HUB_OFFLINE": "1"},
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def texts_of_length(statements: Sequence[str], length: int, count: int) -> list[str]:
    """Return distinct texts of exactly `length` characters, cut from statements put together.

    When the statements are used up, cutting begins again one character later.
    """
    stream = "".join(statements)
    starts = (
        first for shift in range(length) for first in range(shift, len(stream) - length, length)
    )
    pieces = dict.fromkeys(stream[first : first + length] for first in starts)
    if len(pieces) < count:
        raise ValueError(f"only {len(pieces)} texts of {length} characters can be cut")
    return list(islice(pieces, count))


def measure_rates(job: Job) -> dict[str, float]:
    """Return texts a second by name, medians over rounds in which all take turns.

    Whatever else the machine does in a round hits all of them, so that ratios hold.
    """
    texts = _texts(job)
    encode_of = {name: _encoder(name, job, texts) for name in job.names}
    for encode in encode_of.values():
        encode(texts[:8])
    seconds: dict[str, list[float]] = {name: [] for name in job.names}
    for turn in range(job.rounds):
        # Who goes first changes: a processor that has cooled down is fast at the start.
        for name in islice(cycle(job.names), turn, turn + len(job.names)):
            started = time.perf_counter()
            encode_of[name](texts)
            seconds[name].append(time.perf_counter() - started)
    return {name: len(texts) / statistics.median(taken) for name, taken in seconds.items()}


def measure_load(job: Job) -> dict[str, float]:
    """Return seconds until the first text is encoded, imports included, and memory in MB."""
    texts, started = _texts(job), time.perf_counter()
    encode = _encoder(job.names[0], job, texts)
    encode(texts[:1])
    seconds = time.perf_counter() - started
    encode(texts)
    return {"load_seconds": seconds, "rss_mb": _rss_mb(), "peak_mb": peak_mb()}


def measure_memory(job: Job) -> dict[str, float]:
    """Return memory in MB at every tenth of one long `encode`, its peak, and texts a second."""
    from embeddings import load_encoder

    texts = _texts(job)
    encoder = load_encoder(job.names[0])
    marks: dict[str, float] = {"rss_mb_before": _rss_mb()}
    step = max(1, job.count // _MEMORY_STEPS)

    def mark(done: int, total: int) -> None:
        marks.setdefault(f"rss_mb_at_{done // step * step}", _rss_mb())

    started = time.perf_counter()
    encoder.encode(texts, mark)
    seconds = time.perf_counter() - started
    return {**marks, "peak_mb": peak_mb(), "texts_per_second": len(texts) / seconds}


def _texts(job: Job) -> list[str]:
    statements = json.loads(job.texts.read_text("utf-8"))
    return texts_of_length(statements, job.length, job.count)


def _encoder(name: str, job: Job, texts: list[str]) -> Callable[[list[str]], object]:
    """Return what encodes texts; imports lie here because loading them is part of the measure."""
    if name == PLAIN_E5:
        return _plain_e5(job.unpacked)
    if name in ("tfidf", "chive"):
        from benchmarks.encoder_words import TfIdf, WordMeans, Words

        if name == "chive" and job.chive is not None:
            return WordMeans(job.chive, Words()).encode
        baseline = TfIdf(Words())
        fitted = baseline.fit(texts)
        return lambda given: baseline.transform(fitted, given)
    from embeddings import load_encoder

    return load_encoder(name).encode


def _plain_e5(unpacked: Path) -> Callable[[list[str]], object]:
    """multilingual-e5-small as sentence-transformers runs it: fp32, batches of 32, one thread."""
    import torch

    from embeddings.e5_small import PROMPT, stock_e5

    torch.set_num_threads(1)
    model = stock_e5(unpacked)
    return lambda texts: model.encode(texts, prompt=PROMPT, show_progress_bar=False)


def _rss_mb() -> float:
    import psutil

    return float(psutil.Process().memory_info().rss / 1e6)


def peak_mb() -> float:
    """Return this process's highest memory so far in MB.

    Not getrusage: there a child begins with the peak of the process that started it.
    """
    status = Path("/proc/self/status").read_text("utf-8")
    [kilobytes] = re.findall(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(kilobytes) * 1024 / 1e6


def main() -> None:
    """Measure what the argument asks for and print it as one line."""
    job = Job.model_validate_json(sys.argv[1])
    measures = {"rates": measure_rates, "load": measure_load, "memory": measure_memory}
    load_before = os.getloadavg()[0]
    print(json.dumps({**measures[job.measure](job), "load_before": load_before}))


if __name__ == "__main__":
    main()
