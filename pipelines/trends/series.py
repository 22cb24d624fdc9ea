"""Whose counts a series is."""

from typing import NamedTuple


class SeriesKey(NamedTuple):
    """A theme ('' for all contacts), or the part of it that has a value of a facet.

    Facets: segment, product, channel, region; of all contacts also flag and category (fast lane)
    and grave (category, severity 3).
    """

    theme_id: str
    facet: str = ""
    value: str = ""
