"""What changes the way of counting between two months."""

from collections.abc import Sequence
from datetime import date

from pipelines.review.facts_trust import Marker
from pipelines.review.months import last_day
from warehouse.statements import Connection, rows

# Other changes move voices and themes, and leave the number of contacts as it is.
OF_CONTACTS = ("source", "outage", "copies")


def breaks(con: Connection, before: date, now: date) -> tuple[Marker, ...]:
    """Return what changes the counting between two months; an outage only within one of them."""
    found = [Marker(*row) for row in rows(con, "review_markers", first_month=before, month=now)]
    return tuple(one for one in found if _is_break(one, before, now))


def parts_contacts(found: Sequence[Marker]) -> bool:
    """Tell whether any of these changes how contacts themselves are counted."""
    return any(one.kind in OF_CONTACTS for one in found)


def _is_break(marker: Marker, before: date, now: date) -> bool:
    if marker.kind == "event":
        return False
    if marker.kind != "outage":
        # Both months lie behind a change of the first day.
        return marker.marked_on > before
    last = marker.until_on or marker.marked_on
    return marker.marked_on <= last_day(before) or last >= now
