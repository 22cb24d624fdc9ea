"""Alerts for tests, in memory and in a database."""

from dataclasses import replace
from datetime import date

from flows.data_files import config_folder
from pipelines.notices.compose import Letterhead
from pipelines.notices.notice import Raised
from pipelines.notices.notify_words import parse_notify_words
from warehouse.statements import Connection

DAY = date(2026, 11, 21)
SPIKE = Raised(
    "20261121-spike-T0019", "spike", "T0019", "解約時の違約金", "解約", DAY, date(2026, 11, 18),
    None, False, 34, 12.1, False, 29, "シニア", "Bプラン", "call", None, ("all",), False,
)  # fmt: skip
GRAVE = Raised(
    "20261121-fast_lane-grave-fire", "fast_lane", None, None, None, DAY, DAY, "fire", True, 2, 0.0,
    False, 2, None, None, None, None, ("all",), False,
)  # fmt: skip


def spike(number: int, day: date = DAY, teams: tuple[str, ...] = ("all",)) -> Raised:
    """Return the spike of a theme of its own, for some teams."""
    name = f"{day:%Y%m%d}-spike-T{number:04d}"
    theme_id = f"T{number:04d}"
    return replace(
        SPIKE, alert_id=name, theme_id=theme_id, raised_on=day, since_on=day, teams=teams
    )


def head(sender: str = "voc") -> Letterhead:
    """Return the letterhead with the words that are shipped."""
    text = (config_folder() / "notify_words.toml").read_text("utf-8")
    return Letterhead(parse_notify_words(text), sender, {"fire": "発火・火災"})


def store(con: Connection, alerts: list[Raised]) -> None:
    """Write alerts as room watch does, with the names of their themes."""
    for one in alerts:
        con.execute(
            "insert into core.alert values ($1, $2, $3, $4, $5, $6, $7, $8, $9, .001, $10, "
            "$12, $11, [], 'r')",
            [
                one.alert_id, one.alert_kind, one.theme_id or "",
                "grave" if one.is_grave else "", one.flag or "", one.raised_on, one.since_on,
                one.size, one.expected, one.is_seasonal, one.count_customers,
                list(one.teams),
            ],
        )  # fmt: skip
        for facet in ("segment", "product", "channel"):
            if value := getattr(one, facet):
                con.execute(
                    "insert into core.alert_carrier values (?, ?, ?, .8)",
                    [one.alert_id, facet, value],
                )
        if one.theme_id:
            con.execute(
                "insert or ignore into core.theme_name (theme_id, theme_name, terms, category_name,"
                " run_id) values (?, ?, [], ?, 'r')",
                [one.theme_id, one.theme_name, one.category_name],
            )
