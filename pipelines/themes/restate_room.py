"""Room restate: months that are over are counted again, by themes found from all voices."""

from pipelines.night import Night
from pipelines.themes.birth import BirthSettings
from pipelines.themes.discover import DiscoverSettings
from pipelines.themes.founding_room import let_rest_wait, restate_themes, settle_proposed
from pipelines.themes.theme_days import Held
from warehouse.ledger import stage
from warehouse.statements import rows


def restate(
    night: Night,
    encoder_fingerprint: str,
    settings: DiscoverSettings,
    birth: BirthSettings,
    usual_margin: float,
) -> None:
    """Find the themes anew from all voices and give every month its voices by them.

    The former numbers stay under their version, and a marker stands on the day. Themes that people
    decided about are left alone. The same day again does nothing.
    """
    with stage(night.con, night.run, "restate", "voice") as counts:
        if rows(night.con, "founding_restated", theme_day=night.as_of):
            return
        held = Held(night, counts, encoder_fingerprint, night.as_of)
        born = restate_themes(held, settings, usual_margin)
        let_rest_wait(held, birth)
        settle_proposed(held, birth)
        if born:
            counts.note("themes_born", born)
