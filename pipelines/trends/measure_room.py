"""Room measure: counts by day, week and month, of everything, each theme and what none explains."""

from pipelines.night import Night
from warehouse.ledger import stage
from warehouse.statements import rows, run


def measure(night: Night) -> None:
    """Bring core.period, core.theme_period, core.unexplained_period and core.theme_part_month in
    line with the voices.

    A copy of a contact is counted apart: neither it nor its voices are in any other count.
    Only periods with a day that changed are counted again, and only rows whose numbers differ are
    written, so that a night costs what it brings and changes no other period. A period is
    complete when its last day is over at the day of the newest night.
    """
    con = night.con
    with stage(con, night.run, "measure", "period") as counts:
        for part in ("counted_contact", "days", "changed_periods", "heard", "heard_voices"):
            run(con, f"measure_{part}")
        run(con, "measure_counted", as_of=night.as_of)
        run(con, "measure_counted_theme")
        [(changed, changed_theme)] = rows(con, "measure_count_changes")
        run(con, "measure_forget_periods")
        run(con, "measure_forget_theme_periods")
        run(con, "measure_write_periods")
        run(con, "measure_write_theme_periods")
        run(con, "measure_unexplained")
        run(con, "measure_write_unexplained")
        run(con, "measure_parts")
        run(con, "measure_write_parts")
        run(con, "measure_write_days")
        counts.wrote(changed + changed_theme)
