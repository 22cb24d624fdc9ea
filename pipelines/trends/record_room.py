"""Room record: an append-only log of every count and of the day on which it became known."""

from pipelines.night import Night
from warehouse.ledger import stage
from warehouse.statements import rows, run


def record(night: Night) -> None:
    """Append to core.count_known what tonight changed: series, day, number, day of knowing.

    Days that no night covered before are known as of themselves, so that years loaded at once
    read as if they had been watched from the first day; changes of covered days are known from
    this night on. Only days whose contacts, voices or flags changed are counted again.
    """
    con = night.con
    with stage(con, night.run, "record", "number") as counts:
        run(con, "record_contacts")
        run(con, "record_flags")
        run(con, "record_changed_days", as_of=night.as_of)
        run(con, "record_due_days", as_of=night.as_of)
        run(con, "record_counted")
        [(before,)] = rows(con, "record_count")
        run(con, "record_write")
        [(after,)] = rows(con, "record_count")
        run(con, "record_write_days")
        counts.wrote(after - before)
