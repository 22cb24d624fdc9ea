"""CSV files that people keep in the home: denominators.csv and events.csv."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipelines.errors import InputError
from pipelines.ingest.read import read_rows, scan_source_file
from pipelines.ingest.rows import BadRow, Row, rejects_text
from pipelines.ingest.source import SourceColumns, SourceSpec
from pipelines.night import Night
from warehouse.publish import replace_text
from warehouse.statements import rows, run

Explain = Callable[[str, Mapping[str, object]], str]
# Where rows that were set aside lie, under the quarantine folder.
ASIDE = "home"


@dataclass(frozen=True)
class HomeFiles:
    """Where the files lie, where bad rows go, and how reasons are put into words."""

    folder: Path
    quarantine: Path
    explain: Explain


@dataclass(frozen=True)
class HomeFile:
    """One file with the columns that must be there and those that may."""

    files: HomeFiles
    name: str
    required: Sequence[str]
    columns: Sequence[str]

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.files.folder / self.name

    @property
    def _spec(self) -> SourceSpec:
        first, second, last = (*self.required, self.required[-1])[:3]
        columns = SourceColumns(contact_id=(first,), received_at=(second,), text=(last,))
        return SourceSpec(name=ASIDE, columns=columns)

    def changed(self, night: Night) -> str | None:
        """Return the checksum of a file that is there and is not the one taken in last."""
        try:
            found = sha256(self.path.read_bytes()).hexdigest()
        except FileNotFoundError:
            return None
        except OSError:
            night.tell("home_file_unreadable", file=self.name)
            return None
        known = rows(night.con, "home_file_known", file_name=self.name)
        return None if known == [(found,)] else found

    def taken(self, night: Night, checksum: str) -> None:
        """Remember, in the room's transaction, that the file was taken in."""
        run_id = night.run.run_id
        run(night.con, "home_file_write", file_name=self.name, sha256=checksum, run_id=run_id)

    def read(self, night: Night) -> list[Row | BadRow] | None:
        """Return the rows; None, with one line to the user, for a file that is no such table."""
        try:
            scan = scan_source_file(self.path, self._spec)
            if scan.is_empty:
                return []
            listed = list(read_rows(self.path, self._spec, scan.encoding))
        except InputError as error:
            if error.key == "missing_columns":
                error = InputError(
                    "home_file_missing_columns", file=self.name, columns=", ".join(self.required)
                )
            night.tell(error.key, **error.values)
            return None
        self._tell_unknown_columns(night, listed)
        return listed

    def _tell_unknown_columns(self, night: Night, listed: list[Row | BadRow]) -> None:
        first = next((row for row in listed if isinstance(row, Row)), None)
        unknown = set() if first is None else first.values.keys() - set(self.columns)
        if unknown:
            night.tell(
                "home_file_unknown_columns",
                file=self.name,
                count=len(unknown),
                columns=", ".join(self.columns),
            )

    def set_aside(self, night: Night, bad: list[BadRow]) -> None:
        """Leave bad rows where a person can read why, and say so; none: take the old ones away."""
        path = self.files.quarantine / ASIDE / f"{self.name}.rejects.jsonl"
        if not bad:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        told = [(row.number, row.reason, row.raw) for row in bad]
        replace_text(path, rejects_text(told, self.files.explain))
        night.tell("rows_rejected", file=self.name, count=len(bad), source=ASIDE)
