"""A work.duckdb of a million voices, 300 themes and 36 months, put straight into the core tables.

    fill(con, size, dimension, encoder_fingerprint)     the years
    fill_night(con, size, day, encoder_fingerprint)     one more night of some thousand contacts

The counts of themes by segment and day are those of a planted world (trend_worlds.py): seasons,
spikes, growers, births, deaths, silences, outages. Everything else is drawn around them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.trend_worlds import SEGMENTS, plant_large
from warehouse.statements import Connection

SQL = Path(__file__).parent / "sql"
SEED = 6
CHANNELS = ("call", "mail", "chat")
# Of all voices so many are of a theme, the rest of none.
THEMED_SHARE = 0.85
CUSTOMERS, KNOWN_CUSTOMER_SHARE = 300_000, 0.8
TURNED_BACK_SHARE, COPY_SHARE = 0.25, 0.02
VECTOR_ROWS = 50_000


@dataclass(frozen=True)
class Size:
    """How large the world is; days from `first` to `last`."""

    first: date = date(2023, 4, 1)
    last: date = date(2026, 3, 31)
    voices: int = 1_000_000
    themes: int = 300
    products: int = 30
    regions: int = 47


def fill(con: Connection, size: Size, dimension: int, encoder_fingerprint: str) -> None:
    """Fill an empty database that has its tables."""
    rng = np.random.default_rng(SEED)
    world = plant_large(SEED, size.first, size.last, size.themes, int(THEMED_SHARE * size.voices))
    theme, segment, day = np.nonzero(world.by_segment)
    times = world.by_segment[theme, segment, day]
    said = np.stack([np.repeat(part, times) for part in (theme, segment, day)])
    said = rng.permutation(said, axis=1)[:, : size.voices]
    total = world.counts.sum(axis=0)
    noise = size.voices - said.shape[1]
    without = np.stack([
        np.full(noise, -1),
        rng.integers(0, len(SEGMENTS), noise),
        rng.choice(len(total), noise, p=total / total.sum()),
    ])  # fmt: skip
    _put_voices(con, size, np.concatenate([said, without], axis=1), "v")
    _run(con, "million_themes", themes=size.themes, first=size.first, last=size.last)
    _put_vectors(con, dimension, encoder_fingerprint)
    _run(con, "million_around", encoder=encoder_fingerprint, last=size.last)


def fill_night(
    con: Connection, size: Size, count: int, dimension: int, encoder_fingerprint: str
) -> None:
    """Add what one more night brings: a day after the last one, a tenth of it late by some days."""
    rng = np.random.default_rng(SEED + 1)
    days = (size.last - size.first).days + 1
    late = np.where(rng.random(count) < 0.1, rng.integers(1, 6, count), 0)
    theme = np.where(rng.random(count) < THEMED_SHARE, rng.integers(0, size.themes, count), -1)
    said = np.stack([theme, rng.integers(0, len(SEGMENTS), count), days - late])
    _put_voices(con, size, said, "n")
    _put_vectors(con, dimension, encoder_fingerprint)


def _put_voices(con: Connection, size: Size, said: np.ndarray, letter: str) -> None:
    """Write voices (theme or -1, segment, day) and the contacts in which they were said."""
    rng = np.random.default_rng([SEED, said.shape[1]])
    theme, segment, day = said[:, np.lexsort((rng.random(said.shape[1]), said[1], said[2]))]
    count = len(day)
    is_second = np.zeros(count, dtype=bool)
    is_second[4::5] = (day[4::5] == day[3:-1:5]) & (segment[4::5] == segment[3:-1:5])
    contact = np.cumsum(~is_second) - 1
    first = np.flatnonzero(~is_second)
    contacts = len(first)
    customer = rng.integers(0, CUSTOMERS, contacts)
    is_known = rng.random(contacts) < KNOWN_CUSTOMER_SHARE
    con.register("said", pa.table({
        "number": np.arange(count),
        "contact": contact,
        "place": 1 + is_second.astype(np.int64),
        "theme": theme,
    }))  # fmt: skip
    con.register("met", pa.table({
        "number": np.arange(contacts),
        "day": day[first],
        "segment": np.array(SEGMENTS)[segment[first]],
        "product": _products(rng, theme[first], size),
        "channel": rng.choice(CHANNELS, contacts, p=(0.6, 0.25, 0.15)),
        "region": rng.integers(1, size.regions + 1, contacts),
        "customer": pa.array(customer, mask=~is_known),
        "is_copy": rng.random(contacts) < COPY_SHARE,
    }))  # fmt: skip
    _run(con, "million_contacts", letter=letter, first=size.first)
    con.unregister("said")
    con.unregister("met")


def _products(rng: np.random.Generator, theme: np.ndarray, size: Size) -> np.ndarray:
    """Draw a product of each contact: large and small ones, each theme with its own mixture."""
    usual = 1.0 / np.arange(1, size.products + 1)
    share = rng.gamma(2.0, 0.5, (size.themes + 1, size.products)) * usual
    bound = np.cumsum(share / share.sum(axis=1, keepdims=True), axis=1)
    drawn = rng.random(len(theme))
    product = np.zeros(len(theme), dtype=np.int64)
    for number in range(-1, size.themes):
        rows = theme == number
        product[rows] = np.searchsorted(bound[number], drawn[rows])
    return np.minimum(product, size.products - 1)


def _put_vectors(con: Connection, dimension: int, encoder_fingerprint: str) -> None:
    """Write a unit vector of every statement that has none."""
    rng = np.random.default_rng(SEED)
    hashes = [name for (name,) in con.execute(_sql("million_without_vector")).fetchall()]
    for begin in range(0, len(hashes), VECTOR_ROWS):
        names = hashes[begin : begin + VECTOR_ROWS]
        vectors = rng.standard_normal((len(names), dimension)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        column = pa.FixedSizeListArray.from_arrays(vectors.ravel(), dimension)
        con.register("made", pa.table({"text_hash": names, "vector": column}))
        _run(con, "million_vectors", encoder=encoder_fingerprint)
        con.unregister("made")


def write_files(folder: Path, size: Size) -> None:
    """Write the home's own files: denominators, events, measures and what reviews showed."""
    months = [size.first]
    while months[-1] < size.last.replace(day=1):
        months.append((months[-1] + timedelta(days=31)).replace(day=1))
    lines = ["month,kind,product,segment,count"]
    for number, month in enumerate(months):
        lines.append(f"{month:%Y-%m},customers,,,{1_000_000 + 5_000 * number}")
        lines += [
            f"{month:%Y-%m},shipments,商品{product:02d},,{200_000 // product}"
            for product in range(1, size.products + 1)
        ]
    (folder / "denominators.csv").write_text("\n".join(lines) + "\n", "utf-8")
    events = "day,until,name,scope\n2025-07-01,2025-07-31,値上げ,all\n2024-09-02,,台風,all\n"
    (folder / "events.csv").write_text(events, "utf-8")
    measures = [_measure_line(number) for number in range(1, 21)]
    (folder / "measures.jsonl").write_text("".join(measures), "utf-8")
    for month in months[-13:-1]:
        page = folder / "reports" / f"{month:%Y-%m}"
        page.mkdir(parents=True, exist_ok=True)
        shown = ", ".join(f'"T{number:04d}"' for number in range(1, 16))
        (page / "themes.json").write_text(
            f'{{"month": "{month}", "run_id": "r", "themes": [{shown}]}}', "utf-8"
        )


def _measure_line(number: int) -> str:
    month = f"{2024 + number % 2}-{1 + number % 12:02d}"
    return (
        f'{{"line_id": "L{number}", "decided_at": "{month}-01T09:00:00Z", "decided_by": "佐藤", '
        f'"verb": "add", "measure_id": "M{number:04d}", "theme_id": "T{13 * number:04d}", '
        f'"what": "案内の改善", "owner": "品質部", "from_on": "{month}-15", '
        f'"expected_effect": -0.3}}\n'
    )


def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text("utf-8")


def _run(con: Connection, name: str, **parameters: object) -> None:
    """Run the statements of a file, each with those of the parameters that it names."""
    for one in _sql(name).split(";\n"):
        named = {key: value for key, value in parameters.items() if f"${key}" in one}
        if one.strip():
            con.execute(one, named or None)
