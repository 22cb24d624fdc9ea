"""Numbers worked out anew from the published file, and where each output has to tell them.

The queries count contacts and voices one by one wherever they can; only what the night worked out
itself (rates, seasons, effects, ages) is read from its mart. None of them is the review's own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.connect import open_published

QUERIES = Path(__file__).parent / "questions"


def whole(value: float) -> tuple[str, ...]:
    """Write a count."""
    return (f"{value:,.0f}",)


def step(value: float) -> tuple[str, ...]:
    """Write a difference of counts."""
    return (f"+{value:,.0f}" if value > 0 else f"−{-value:,.0f}",)


def tenth(value: float) -> tuple[str, ...]:
    """Write a number with one decimal; the document leaves the one of a whole number out."""
    return (f"{value:.1f}", f"{value:g}")


def hundredth(value: float) -> tuple[str, ...]:
    """Write a rate."""
    return (f"{value:.2f}",)


def share(value: float) -> tuple[str, ...]:
    """Write a share in percent; small ones may have a second decimal."""
    return (f"{100 * value:.1f}%", f"{100 * value:.2f}%")


def change(value: float) -> tuple[str, ...]:
    """Write a relative change."""
    return (f"{'+' if value > 0 else '−'}{abs(100 * value):.0f}%",)


@dataclass(frozen=True)
class Column:
    """A column of a query: its heading on the page and in the workbook ("" for none there)."""

    page: str
    sheet: str
    write: Callable[[float], tuple[str, ...]]


@dataclass(frozen=True)
class Question:
    """A table of the review: what it is called in words.toml, and the query that makes it anew.

    The query, a file of `questions/`, returns how a row begins, and then its numbers in the order
    of `columns`, which is that of the page.
    """

    section: str
    columns: tuple[Column, ...]
    query: str


@dataclass(frozen=True)
class Told:
    """One number: its section, the beginning of its row, its column, and its value."""

    section: str
    row: str
    column: Column
    value: float

    def is_written(self, text: str) -> bool:
        """Tell whether a text is this number as people read it."""
        return text in self.column.write(self.value)


def both(heading: str, write: Callable[[float], tuple[str, ...]] = whole) -> Column:
    """Return a column that page and workbook head alike."""
    return Column(heading, heading, write)


def headlines(write: Callable[[float], tuple[str, ...]]) -> tuple[Column, ...]:
    """Return the columns of the four numbers at the top."""
    past = (both(f"headline.{one}", write) for one in ("month_before", "year_before"))
    return (Column("", "workbook.now", write), *past)


QUESTIONS = (
    Question(
        "loud",
        (
            both("loud.contacts"), both("loud.customers"), both("loud.rate_customers", hundredth),
            Column("loud.month_before", "workbook.month_step", step), both("loud.month_before"),
            Column("loud.year_before", "workbook.year_step", step), both("loud.year_before"),
            Column("loud.two_years_before", "workbook.two_years_step", step),
            both("loud.two_years_before"),
        ),
        "loud",
    ),
    Question("summary", headlines(whole), "headlines"),
    Question("summary", headlines(share), "unexplained"),
    Question(
        "ahead",
        (
            Column("ahead.expected", "workbook.low", whole),
            Column("ahead.expected", "workbook.high", whole),
            Column("ahead.expected", "workbook.factor", tenth), both("ahead.year_before"),
            both("ahead.two_years_before"),
        ),
        "ahead",
    ),
    Question(
        "ignored",
        tuple(both(f"ignored.{key}") for key in ("months", "customers", "years_back", "reviews")),
        "ignored",
    ),
    Question(
        "measures",
        (
            both("measures.expected", change), both("measures.effect", change),
            Column("measures.effect", "workbook.low_effect", change),
            Column("measures.effect", "workbook.high_effect", change),
            Column("measures.verdict", "workbook.foreseen", whole),
            Column("measures.verdict", "workbook.after", whole),
        ),
        "measures",
    ),
    Question("where", (both("where.share", share),), "where"),
    Question(
        "fast_lane",
        tuple(both(f"fast_lane.{key}") for key in
              ("now", "grave", "middle", "light", "month_before")),
        "fast_lane",
    ),
    Question(
        "cards",
        tuple(Column("", one, whole) for one in
              ("loud.contacts", "loud.customers", "workbook.wordings")),
        "cards",
    ),
    Question("trust", (Column("", "workbook.size", whole),), "chain"),
    Question("trust", (both("trust.taken_of_month"), both("trust.taken_ever")), "taken"),
    Question("months", (Column("", "", whole),), "months"),
)  # fmt: skip


def recomputed(home: Path) -> Iterator[Told]:
    """Yield every number of the questions, from the file that a home has published."""
    with open_published(home) as con:
        for one in QUESTIONS:
            sql = (QUERIES / f"{one.query}.sql").read_text("utf-8")
            for row, *values in con.execute(sql).fetchall():
                for column, value in zip(one.columns, values, strict=True):
                    if value is not None:
                        yield Told(one.section, row, column, float(value))
