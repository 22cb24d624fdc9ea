"""Who is told of a rise: the whole house, and teams with a sensitivity of their own."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipelines.trends.alert_settings import HOUSE, AlertSettings, TeamSettings
from pipelines.trends.alerts import Carrier
from pipelines.trends.series import SeriesKey


class Listener(NamedTuple):
    """One who is told; None is no limit, `flags` holds what of the fast lane, None all of it."""

    name: str
    chance: float
    least_contacts: int
    themes: frozenset[str] | None = None
    parts: Mapping[str, frozenset[str]] = {}
    flags: frozenset[str] | None = frozenset()

    def hears(self, key: SeriesKey, carriers: Iterable[Carrier] = ()) -> bool:
        """Whether a rise of a series, carried by some parts of it, is for this one."""
        if not key.theme_id:
            return self.flags is None or key.value in self.flags
        if self.themes is not None and key.theme_id not in self.themes:
            return False
        held = {(key.facet, key.value), *((one.facet, one.value) for one in carriers)}
        return all(
            any((facet, value) in held for value in values) for facet, values in self.parts.items()
        )

    def may_hear(self, key: SeriesKey) -> bool:
        """Whether a rise of a series may be for this one, whoever carries it."""
        if key.theme_id and not key.facet:
            return self.themes is None or key.theme_id in self.themes
        return self.hears(key)


def house_of(settings: AlertSettings) -> Listener:
    """Return the house, which is told of everything."""
    return Listener(HOUSE, settings.chance, settings.least_contacts, flags=None)


def teams_of(
    settings: AlertSettings, themes_of: Mapping[str, Sequence[str]]
) -> tuple[Listener, ...]:
    """Return the teams; `themes_of` are the themes of each category by its name."""
    return tuple(_team(one, settings, themes_of) for one in settings.team)


def _team(
    team: TeamSettings, settings: AlertSettings, themes_of: Mapping[str, Sequence[str]]
) -> Listener:
    themes = {*team.themes, *(one for name in team.categories for one in themes_of.get(name, ()))}
    named = {"segment": frozenset(team.segments), "product": frozenset(team.products)}
    is_any_theme = not team.themes and not team.categories
    # Whoever names only flags wants nothing of themes.
    is_flags_only = bool(team.flags) and is_any_theme and not any(named.values())
    return Listener(
        team.name,
        settings.chance if team.chance is None else team.chance,
        max(settings.least_contacts, team.least_contacts or 0),
        None if is_any_theme and not is_flags_only else frozenset(themes),
        {facet: values for facet, values in named.items() if values},
        frozenset(team.flags),
    )
