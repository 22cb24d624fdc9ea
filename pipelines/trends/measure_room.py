"""Room measure: counts by day, week and month, of everything and of each theme."""

from pipelines.night import Night
from warehouse.ledger import stage
from warehouse.statements import rows, run


def measure(night: Night) -> None:
    """Bring core.period and core.theme_period in line with contacts, voices and assignments.

    A copy of a contact is counted apart: neither it nor its voices are in any other count.
    Only rows whose numbers differ are written, so that a night changes the periods it touched
    and no other. A period is complete when its last day is over at the day of the newest night.
    """
    con = night.con
    with stage(con, night.run, "measure", "period") as counts:
        run(con, "measure_counted_contact")
        run(con, "measure_counted", as_of=night.as_of)
        run(con, "measure_counted_theme")
        [(changed, changed_theme)] = rows(con, "measure_count_changes")
        run(con, "measure_forget_periods")
        run(con, "measure_forget_theme_periods")
        run(con, "measure_write_periods")
        run(con, "measure_write_theme_periods")
        counts.wrote(changed + changed_theme)
