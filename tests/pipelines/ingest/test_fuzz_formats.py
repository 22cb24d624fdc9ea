"""Random bytes and damaged samples of every format: no crash, no lost contact, no told words."""

import io
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.errors import InputError
from pipelines.ingest.arrival import contact_table, reject_table
from pipelines.ingest.contact import ReceivedContact, to_contact
from pipelines.ingest.plain import BLANK, as_label
from pipelines.ingest.read import file_format, read_rows, scan_source_file
from pipelines.ingest.rows import REJECT_REASONS, BadRow, Row
from pipelines.ingest.source import DOCUMENT_FORMATS, SourceSpec
from tests.pipelines.ingest.one_file import LATEST
from tests.pipelines.ingest.test_samples import SAMPLES, shipped

# Together with the random bytes more than 5,000 cases over all samples.
QUICK, HEAVY = 6, 140
JAPANESE = re.compile("[ぁ-んァ-ヶ一-鿿]")
PIECES = [
    b"\0", b"\xff\xfe", b'"', b"\n\n", b"\r", b",", b"{", b"]", b"<", b"-->", b"From ", b"\x1b$B",
    b"=?utf-8?B?", b"--", b"\xe3", b"Content-Type: text/html; charset=idna\n", b"99999999999999999",
    b"1e999", b"null", b"&#99999999999;", b":", "：".encode(), b"\\ud800", b"charset=", b"[[[[",
]  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """One whole file of a format, and the source that reads it."""

    name: str
    source: str
    content: bytes

    @property
    def spec(self) -> SourceSpec:
        return shipped(self.source)


def workbook() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        rows = [("contact_id", "received_at", "text"), ("x-1", "2026-03-01", "画面が黒いです")]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def parquet() -> bytes:
    stream = io.BytesIO()
    columns = {"contact_id": ["p-1"], "received_at": ["2026-03-01"], "text": ["音が出ません"]}
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


def samples() -> list[Sample]:
    of_files = [
        Sample(path.name, path.parent.name, path.read_bytes())
        for path in sorted(SAMPLES.glob("*/*"))
        if not path.name.startswith("recording")
    ]
    table = "contact_id,received_at,text\nt-1,2026-03-01,料金が高いです\n"
    made = {
        "table.tsv": table.replace(",", "\t").encode(),
        "cp932.csv": table.encode("cp932"),
        "table.json": '[{"contact_id":"a","received_at":"2026-03-01","text":"音"},'
        '{"contact_id":"b","received_at":"2026-03-01","text":"声"}]'.encode(),
        "table.xlsx": workbook(),
        "table.parquet": parquet(),
    }
    return of_files + [Sample(name, "table", content) for name, content in made.items()]


EVERY = samples()
PLACE = st.floats(0, 1, allow_nan=False)
DAMAGE = st.lists(
    st.one_of(
        st.tuples(st.just("cut"), PLACE, st.integers(1, 60)),
        st.tuples(st.just("end"), PLACE, st.just(0)),
        st.tuples(st.just("twice"), PLACE, st.integers(1, 200)),
        st.tuples(st.just("put"), PLACE, st.sampled_from(PIECES)),
        st.tuples(st.just("put"), PLACE, st.binary(min_size=1, max_size=6)),
        st.tuples(st.just("over"), PLACE, st.binary(min_size=1, max_size=3)),
    ),
    min_size=1,
    max_size=5,
)


def damaged(content: bytes, damage: list[tuple[str, float, int | bytes]]) -> bytes:
    for how, share, what in damage:
        place = int(share * len(content))
        before, after = content[:place], content[place:]
        if how == "cut" and isinstance(what, int):
            content = before + after[what:]
        elif how == "end":
            content = before
        elif how == "twice" and isinstance(what, int):
            content = before + after[:what] + after
        elif isinstance(what, bytes):
            content = before + what + (after if how == "put" else after[len(what) :])
    return content


def check(sample: Sample, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / sample.name
        path.write_bytes(content)
        spec = sample.spec
        try:
            rows = list(read_rows(path, spec, scan_source_file(path, spec).encoding))
        except InputError as error:
            words = {name: value for name, value in error.values.items() if name != "columns"}
            assert not JAPANESE.search(str(words))
            assert words["file"] == path.name
            return
        assert_counts(path, spec, rows, content)
    made = [row if isinstance(row, BadRow) else to_contact(row, spec, LATEST) for row in rows]
    assert_storable(made, spec)


def assert_counts(path: Path, spec: SourceSpec, rows: list[Row | BadRow], content: bytes) -> None:
    found = file_format(path, spec)
    if found in DOCUMENT_FORMATS:
        assert len(rows) == 1
    elif found == "mbox":
        assert len(rows) == mails_in(content)
    elif spec.row_holds == "message":
        ids = [as_label(row.values[spec.columns.contact_id[0]]) for row in rows
               if isinstance(row, Row)]  # fmt: skip
        named = [name for name in ids if name is not None]
        assert len(named) == len(set(named))


def mails_in(content: bytes) -> int:
    """A slow twin of the reader: lines From ... <year> at the start or below a blank line."""
    lines = content.split(b"\n")
    is_mail = [re.match(rb"From .*[0-9]{4}(\s+[+-][0-9]{4})?\s*$", line) for line in lines]
    below_blank = [True] + [not line.strip(b"\r") for line in lines]
    return sum(bool(mail and blank) for mail, blank in zip(is_mail, below_blank, strict=False))


def assert_storable(made: list[ReceivedContact | BadRow], spec: SourceSpec) -> None:
    contacts = [(1, contact) for contact in made if isinstance(contact, ReceivedContact)]
    rejects = [row for row in made if isinstance(row, BadRow)]
    assert len(contacts) + len(rejects) == len(made)
    assert {row.reason for row in rejects} <= set(REJECT_REASONS)
    for _, contact in contacts:
        assert all(turn.text.strip(BLANK) for turn in contact.turns)
        assert all((turn.speaker == "unknown") == (turn.confidence is None)
                   for turn in contact.turns)  # fmt: skip
    contact_table(contacts, spec, b"secret")
    reject_table(rejects)


def run(sample: Sample, strategy: st.SearchStrategy[bytes], count: int) -> None:
    @settings(max_examples=count, suppress_health_check=list(HealthCheck), database=None)
    @given(strategy)
    def each(content: bytes) -> None:
        check(sample, content)

    each()


def damaged_samples(sample: Sample) -> st.SearchStrategy[bytes]:
    return DAMAGE.map(lambda damage: damaged(sample.content, damage))


STRANGE: list[object] = [
    None,
    True,
    0,
    -1,
    1e308,
    10**400,
    "",
    "x",
    "\ud800",
    [],
    {},
    [[]],
    {"a": 1},
    "1.5",
    [None],
]


def altered_json(sample: Sample) -> st.SearchStrategy[bytes]:
    """Whole JSON with other values, or none, in some places; damaged bytes are no JSON mostly."""
    change = st.tuples(PLACE, st.one_of(st.sampled_from(STRANGE), st.just(...)))

    def altered(changes: list[tuple[float, object]]) -> bytes:
        top: list[object] = [json.loads(sample.content)]
        for share, value in changes:
            places = list(places_in(top))
            container, key = places[int(share * (len(places) - 1))]
            if value is ... and container is not top:
                del container[key]
            else:
                container[key] = None if value is ... else deepcopy(value)
        return json.dumps(top[0]).encode()

    return st.lists(change, min_size=1, max_size=4).map(altered)


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = value if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places_in(value[key])


def random_bytes(_: Sample) -> st.SearchStrategy[bytes]:
    return st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(PIECES)).map(b"".join))


KINDS: dict[str, Callable[[Sample], st.SearchStrategy[bytes]]] = {
    "damaged": damaged_samples,
    "random": random_bytes,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sample", EVERY, ids=lambda sample: sample.name)
def test_a_few_cases(sample: Sample, kind: str) -> None:
    run(sample, KINDS[kind](sample), QUICK)


@pytest.mark.heavy
@pytest.mark.parametrize(
    "sample", [one for one in EVERY if one.name.endswith(".json")], ids=lambda sample: sample.name
)
def test_json_of_another_shape(sample: Sample) -> None:
    run(sample, altered_json(sample), HEAVY)


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sample", EVERY, ids=lambda sample: sample.name)
def test_thousands_of_cases(sample: Sample, kind: str) -> None:
    run(sample, KINDS[kind](sample), HEAVY)


def test_there_are_enough_cases() -> None:
    assert len(EVERY) * len(KINDS) * HEAVY >= 5_000


@pytest.mark.parametrize("sample", EVERY, ids=lambda sample: sample.name)
def test_undamaged_samples_pass_the_same_check(sample: Sample) -> None:
    check(sample, sample.content)
