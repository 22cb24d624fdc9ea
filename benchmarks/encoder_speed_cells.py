"""Speed, loading and memory of a study as cells; each is one whole run of a child process."""

import hashlib
import json
from collections.abc import Callable

from benchmarks.encoder_cells import Cell, Key
from benchmarks.encoder_speed import LONG, PLAIN_E5, SHORT, Job, run_alone
from benchmarks.encoder_study import Study

Say = Callable[[str], None]


class SpeedCells:
    """Finds the speed cells of a study, and measures those that are missing."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._folder = study.places.work / "speed"
        names = [subject.name for subject in study.general_subjects if " + " not in subject.name]
        self.names = (PLAIN_E5, *names)
        first = study.companies[0]
        self._fingerprints = {
            subject.name: subject.fingerprint(first)
            for subject in study.general_subjects
            if subject.name in names
        } | {PLAIN_E5: "as sentence-transformers runs it"}

    def rates(self, length: int) -> Cell | None:
        """Return texts a second of all encoders at `length` characters."""
        return self._study.cells.find(self._rates_key(length))

    def loads(self) -> dict[str, Cell]:
        """Return load seconds and memory by name."""
        found = {name: self._study.cells.find(self._load_key(name)) for name in self.names}
        return {name: cell for name, cell in found.items() if cell is not None}

    def memory(self) -> Cell | None:
        """Return the memory along one long run."""
        return self._study.cells.find(self._memory_key())

    def measure(self, say: Say) -> None:
        """Measure what is missing; nothing else should run on the machine meanwhile."""
        limits = self._study.limits
        for length, count in ((SHORT, limits.speed_texts_short), (LONG, limits.speed_texts_long)):
            if self.rates(length) is None:
                say(f"speed at {length} characters, {limits.speed_rounds} rounds")
                job = self._job("rates", self.names).model_copy(
                    update={"length": length, "count": count, "rounds": limits.speed_rounds}
                )
                self._study.cells.store(self._rates_key(length), run_alone(job))
        for name in self.names:
            if self._study.cells.find(self._load_key(name)) is None:
                say(f"load and memory of {name}")
                job = self._job("load", (name,)).model_copy(
                    update={"count": limits.speed_texts_short}
                )
                self._study.cells.store(self._load_key(name), run_alone(job))
        if self.memory() is None:
            say(f"{limits.memory_texts:,} texts through use")
            job = self._job("memory", ("use",))
            job = job.model_copy(update={"count": limits.memory_texts})
            self._study.cells.store(self._memory_key(), run_alone(job))

    def _rates_key(self, length: int) -> Key:
        limits = self._study.limits
        count = limits.speed_texts_short if length == SHORT else limits.speed_texts_long
        together = "\n".join(self._fingerprints[name] for name in self.names)
        digest = hashlib.sha256(together.encode()).hexdigest()[:12]
        how = f"{count} texts, {limits.speed_rounds} rounds"
        return Key("all in turns", digest, f"{length} characters", how, "rates")

    def _load_key(self, name: str) -> Key:
        return Key(name, self._fingerprints[name], f"{SHORT} characters", "", "load")

    def _memory_key(self) -> Key:
        how = f"{self._study.limits.memory_texts} texts"
        return Key("use", self._fingerprints["use"], f"{SHORT} characters", how, "memory")

    def _job(self, measure: str, names: tuple[str, ...]) -> Job:
        self._folder.mkdir(parents=True, exist_ok=True)
        texts = self._folder / "statements.json"
        statements = [text for company in self._study.companies for text in company.texts]
        texts.write_text(json.dumps(statements, ensure_ascii=False), "utf-8")
        return Job(
            measure=measure,
            names=names,
            texts=texts,
            unpacked=self._study.places.unpacked,
            chive=self._study.places.chive,
        )
