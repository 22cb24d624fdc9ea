"""Room ingest: files of the inbox become rows of raw.contact, or rejects with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from pipelines.definitions import declare, fingerprint_of
from pipelines.errors import InputError
from pipelines.ingest import inbox as box
from pipelines.ingest.arrival import contact_table, customer_key, reject_table
from pipelines.ingest.contact import ReceivedContact, to_contact
from pipelines.ingest.encoding import FileScan
from pipelines.ingest.read import read_rows, scan_source_file
from pipelines.ingest.rows import BadRow, rejects_text
from pipelines.ingest.source import SourceSpec
from pipelines.night import Night
from warehouse.ledger import Stage, stage
from warehouse.publish import replace_text
from warehouse.statements import load, rows, run

VERSION = "1"


class IngestSettings(BaseModel):
    """How files are taken from the inbox.

    A file changed less than `settle_seconds` ago is looked at again after
    `look_again_seconds`; `batch_rows` rows are held in memory at a time.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    settle_seconds: float = Field(60, ge=0)
    look_again_seconds: float = Field(2, ge=0)
    batch_rows: int = Field(5_000, ge=1)


@dataclass(frozen=True)
class Door:
    """Where files come from and go to: folders, the key for customer numbers, words and waiting.

    `known_sources` names every source of the home, of which a night may take some only.
    """

    inbox: Path
    quarantine: Path
    known_sources: tuple[str, ...]
    customer_secret: bytes
    explain: Callable[[str, Mapping[str, object]], str]
    wait: Callable[[float], None]


def ingest(
    night: Night, door: Door, sources: Mapping[str, SourceSpec], settings: IngestSettings
) -> None:
    """Take every settled file of every source, each in a transaction of its own.

    A broken file goes to quarantine, a broken row to raw.reject; the rest goes on.
    """
    box.tell_strangers(night, door.inbox, door.known_sources)
    with stage(night.con, night.run, "ingest", "row") as counts:
        declare(night, "customer_key", customer_key("fingerprint", door.customer_secret))
        for spec in sources.values():
            folder = door.inbox / spec.name
            if folder.is_dir():
                _take_source(night, counts, _Intake(spec, folder, door, settings))


@dataclass(frozen=True)
class _Intake:
    spec: SourceSpec
    folder: Path
    door: Door
    settings: IngestSettings

    @property
    def quarantine(self) -> Path:
        return self.door.quarantine / self.spec.name


def _take_source(night: Night, counts: Stage, intake: _Intake) -> None:
    known = set(rows(night.con, "ingest_known_files", source_name=intake.spec.name))
    new = [
        file
        for file in box.list_files(night, intake.folder, intake.spec)
        if (file.path.name, file.size_bytes, file.modified_ns) not in known
    ]
    still, growing = _settled(night, new, intake)
    for file in growing:
        night.tell("file_growing", source=intake.spec.name, file=file.path.name)
    _declare_source(night, intake.spec)
    for number, file in enumerate(still):
        night.progress(number, len(still))
        _take_file(night, counts, intake, file)
        counts.checkpoint()


def _declare_source(night: Night, spec: SourceSpec) -> None:
    """Mark a changed mapping; what may be published of its attributes holds for history too."""
    meaning = spec.model_copy(update={"description": ""})
    if declare(night, "source", fingerprint_of(meaning, VERSION), spec.name):
        names = list(spec.publish_attributes)
        for statement in ("source_republish_raw", "source_republish_contacts"):
            run(night.con, statement, source_name=spec.name, attribute_names=names)


def _settled(
    night: Night, files: list[box.InboxFile], intake: _Intake
) -> tuple[list[box.InboxFile], list[box.InboxFile]]:
    settings = intake.settings
    settled_before = night.now - timedelta(seconds=settings.settle_seconds)
    return box.split_growing(
        files,
        int(settled_before.timestamp() * 1e9),
        lambda: intake.door.wait(settings.look_again_seconds),
    )


def _take_file(night: Night, counts: Stage, intake: _Intake, file: box.InboxFile) -> None:
    try:
        scan = scan_source_file(file.path, intake.spec)
    except OSError:
        night.tell("file_unreadable", source=intake.spec.name, file=file.path.name)
        return
    except InputError as error:
        scan = FileScan(file.size_bytes, "", False, None, "unknown", 0)
        _quarantine(night, counts, _Arrival(intake, file, scan), error)
        return
    arrival = _Arrival(intake, file, scan)
    if _is_same_content(night, counts, arrival):
        return
    try:
        _stage_rows(night, counts, arrival)
    except InputError as error:
        _quarantine(night, counts, arrival, error)
        return
    if not box.is_unchanged(file):
        night.tell("file_growing", source=intake.spec.name, file=file.path.name)
        return
    _merge(night, counts, arrival)


@dataclass(frozen=True)
class _Arrival:
    intake: _Intake
    file: box.InboxFile
    scan: FileScan

    @property
    def file_id(self) -> str:
        return f"{self.intake.spec.name}/{self.file.path.name}/{self.scan.sha256[:16]}"

    def record(self, night: Night, status: str, counts: tuple[int, int, int], reason: str) -> None:
        written, rejected, known = counts
        run(
            night.con,
            "ingest_record_file",
            file_id=self.file_id,
            source_name=self.intake.spec.name,
            file_name=self.file.path.name,
            size_bytes=self.file.size_bytes,
            modified_ns=self.file.modified_ns,
            sha256=self.scan.sha256,
            encoding=self.scan.encoding,
            encoding_how=self.scan.how,
            status=status,
            reason=reason or None,
            count_written=written,
            count_rejected=rejected,
            count_known=known,
            run_id=night.run.run_id,
        )


def _is_same_content(night: Night, counts: Stage, arrival: _Arrival) -> bool:
    earlier = _earlier(night, arrival)
    taken = [count for _, status, count in earlier if status == "taken"]
    if not taken:
        return False
    if arrival.file.path.name not in {name for name, _, _ in earlier}:
        counts.recognise("same_file", taken[0])
        arrival.record(night, "same_content", (0, 0, taken[0]), "same_content")
    return True


def _earlier(night: Night, arrival: _Arrival) -> list[tuple[str, str, int]]:
    """Return name, status and row count of every file of the source with the same content."""
    return rows(
        night.con,
        "ingest_file_status",
        source_name=arrival.intake.spec.name,
        sha256=arrival.scan.sha256,
    )


def _stage_rows(night: Night, counts: Stage, arrival: _Arrival) -> None:
    spec, scan = arrival.intake.spec, arrival.scan
    if scan.is_empty:
        raise InputError("file_empty", file=arrival.file.path.name)
    latest = night.now + timedelta(days=1)
    run(night.con, "ingest_create_incoming")
    run(night.con, "ingest_create_incoming_reject")
    read = read_rows(arrival.file.path, spec, scan.encoding)
    found = (
        (row.number, row if isinstance(row, BadRow) else to_contact(row, spec, latest))
        for row in read
    )
    secret = arrival.intake.door.customer_secret
    while batch := list(islice(found, arrival.intake.settings.batch_rows)):
        contacts = [(number, row) for number, row in batch if isinstance(row, ReceivedContact)]
        load(night.con, "ingest_add_incoming", contact_table(contacts, spec, secret))
        rejects = [row for _, row in batch if isinstance(row, BadRow)]
        load(night.con, "ingest_add_reject", reject_table(rejects))
        # Only temporary tables were written since the last commit. DuckDB holds every Arrow
        # table of a transaction until its end: without this a 2 GB file takes 6.5 GiB.
        counts.checkpoint()


def _merge(night: Night, counts: Stage, arrival: _Arrival) -> None:
    con, run_id, file_id = night.con, night.run.run_id, arrival.file_id
    name = arrival.intake.spec.name
    run(con, "ingest_merge", source_name=name, file_id=file_id, run_id=run_id)
    run(con, "ingest_merge_reject", file_id=file_id, run_id=run_id)
    [(valid, rejected, written)] = rows(con, "ingest_count_incoming", file_id=file_id)
    counts.wrote(written)
    for reason, count in rows(con, "ingest_count_reasons"):
        counts.reject(reason, count)
    if valid - written:
        counts.recognise("same_row", valid - written)
    [(corrected,)] = rows(con, "ingest_count_corrected", file_id=file_id)
    if corrected:
        counts.note("corrected_contact", corrected)
    arrival.record(night, "taken", (written, rejected, valid - written), "")
    if rejected:
        _write_rejects(night, arrival, rejected)


def _write_rejects(night: Night, arrival: _Arrival, count: int) -> None:
    """Leave the rejected rows where a person can mend them and put them back in the inbox."""
    name = arrival.file.path.name
    night.tell("rows_rejected", source=arrival.intake.spec.name, file=name, count=count)
    found = rows(night.con, "ingest_rejected_rows", file_id=arrival.file_id)
    arrival.intake.quarantine.mkdir(parents=True, exist_ok=True)
    text = rejects_text(found, arrival.intake.door.explain)
    replace_text(arrival.intake.quarantine / f"{name}.rejects.jsonl", text)


def _quarantine(night: Night, counts: Stage, arrival: _Arrival, error: InputError) -> None:
    # The record is committed before the file moves: a kill in between leaves the file in the
    # inbox, and the next night finds its record and only moves it.
    if arrival.file.path.name not in {name for name, _, _ in _earlier(night, arrival)}:
        arrival.record(night, "quarantined", (0, 0, 0), error.key)
        counts.note("file_quarantined", 1)
        counts.checkpoint()
    night.tell(error.key, source=arrival.intake.spec.name, **error.values)
    night.tell("file_quarantined", source=arrival.intake.spec.name, file=arrival.file.path.name)
    reason = arrival.intake.door.explain(error.key, error.values)
    box.move_aside(arrival.file.path, arrival.intake.quarantine, reason)
