"""Room switch: an adapted encoder comes into force between two nights."""

from datetime import date

from pipelines.night import Night
from pipelines.themes.encoder_change import put_in_force
from warehouse.ledger import stage


def switch(night: Night, fingerprint: str, radius_quantile: float, marked_on: date) -> None:
    """Put an encoder in force; the marker stands on `marked_on`, the day of the next night.

    A night does the same in room assign, where new voices come into it.
    """
    with stage(night.con, night.run, "switch", "theme") as counts:
        counts.wrote(put_in_force(night, fingerprint, radius_quantile, marked_on))
