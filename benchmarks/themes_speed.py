"""Seconds and memory of one discovery, each in a process of its own on the same vectors.

    python -m benchmarks.themes_speed FILE.npz      (what the comparison starts for ours)

Both contestants may use all cores of the machine. CPU seconds stand beside the clock's, since they
suffer less from a busy machine.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.encoder_cells import CellFile, Key
from benchmarks.themes_contestants import hand_over
from benchmarks.themes_quality import code_digest
from benchmarks.themes_scores import grouping_scores
from benchmarks.themes_sets import VoiceSet
from benchmarks.themes_sizes import Size, sized_set

SIZES = (Size(10_000, 50), Size(100_000, 200))
TIER = "use"


@dataclass(frozen=True)
class Speed:
    """Measures ours and, where `beside` names a Python that has it, BERTopic's defaults."""

    cells: CellFile
    folder: Path
    beside: Path | None

    def measure(
        self, sets: Sequence[VoiceSet], say: Callable[[str], None]
    ) -> dict[tuple[str, str], Mapping[str, float]]:
        """Return the figures by size and contestant; what was measured before is looked up."""
        found: dict[tuple[str, str], Mapping[str, float]] = {}
        for size in SIZES:
            given = sized_set(sets, size, TIER)
            file = hand_over(given, TIER, self.folder)
            for name, command in self._commands(file).items():
                by = code_digest() if name == "ours" else "scores 1"
                key = Key(name, by, f"{given.name} {file.stem}", TIER, "speed")
                say(f"{given.name}: {name}")
                run = _Timed(command, given)
                found[given.name, name] = self.cells.measure(key, run.scores).scores
        return found

    def _commands(self, file: Path) -> dict[str, list[str]]:
        ours = [sys.executable, "-m", "benchmarks.themes_speed", str(file)]
        if self.beside is None:
            return {"ours": ours}
        script = Path(__file__).with_name("themes_beside.py")
        return {"ours": ours, "BERTopic defaults": [str(self.beside), str(script), str(file)]}


@dataclass(frozen=True)
class _Timed:
    command: list[str]
    given: VoiceSet

    def scores(self) -> dict[str, float]:
        """Run the command, which prints labels, seconds and megabytes as JSON on its last line."""
        threads = {f"{library}_NUM_THREADS": str(os.cpu_count()) for library in _LIBRARIES}
        # What goes wrong beside is told where it goes wrong.
        done = subprocess.run(
            self.command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | threads
        )
        result = json.loads(done.stdout.splitlines()[-1])
        labels = np.array(result.pop("labels"))
        return {**result, **grouping_scores(self.given.themes, labels)}


_LIBRARIES = ("OMP", "OPENBLAS", "MKL", "NUMBA")


def main() -> None:
    """Discover once and print what it took."""
    from pipelines.themes.discover import DiscoverSettings, discover

    vectors = np.load(sys.argv[1])["vectors"]
    started, processor = time.perf_counter(), time.process_time()
    found = discover(vectors, np.ones(len(vectors)), DiscoverSettings())
    result = {
        "seconds": time.perf_counter() - started,
        "cpu_seconds": time.process_time() - processor,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "labels": found.labels.tolist(),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
