"""Room notices: new alerts become messages in the outbox, each once for each target."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa

from pipelines.night import Night
from pipelines.notices.compose import Letterhead, alert_notice
from pipelines.notices.notice import Notice, Raised, is_wanted
from pipelines.notices.notify_settings import NotifySettings
from pipelines.notices.outbox import put_in
from pipelines.trends.alert_settings import HOUSE
from warehouse.connect import TIME_ZONE
from warehouse.ledger import Stage, stage
from warehouse.statements import Connection, load, rows

ALERT_ROW = pa.schema(
    {"alert_id": pa.string(), "target": pa.string(), "notice_id": pa.string()},
)
ASTRAY_ROW = pa.schema({"alert_id": pa.string()})


@dataclass(frozen=True)
class NoticeDesk:
    """Who is told, by name, and what the messages are written with."""

    settings: NotifySettings
    targets: tuple[str, ...]
    head: Letterhead


def prepare_notices(night: Night, desk: NoticeDesk | None) -> None:
    """Write messages of alerts to the targets of their teams, each once; sends nothing.

    What none of its teams has a target for goes to the house; where that has none either, it is
    counted and told as a problem. Without a desk nobody is told.

    Those older than `newest_days` on the day of the clock are passed over and counted: years that
    are loaded at once raise hundreds of alerts of the past.
    """
    with stage(night.con, night.run, "notices", "alert") as counts:
        if desk is not None:
            today = night.now.astimezone(ZoneInfo(TIME_ZONE)).date()
            newest_on = today - timedelta(days=desk.settings.newest_days)
            _note_astray(night, desk, newest_on, counts)
            for target in desk.targets:
                _prepare_for(night, desk, target, newest_on, counts)


def _note_astray(night: Night, desk: NoticeDesk, newest_on: date, counts: Stage) -> None:
    """Note new alerts none of whose teams has a target; said once, when they are new."""
    heard = desk.settings.heard_by(desk.targets)
    new = rows(night.con, "notice_new_alerts", newest_on=newest_on)
    astray = [{"alert_id": one} for one, teams in new if heard.isdisjoint(teams)]
    if not astray:
        return
    load(night.con, "notice_write_astray", pa.Table.from_pylist(astray, ASTRAY_ROW))
    if HOUSE not in heard:
        counts.reject("no_target", len(astray))
        # Where no target is told any alert, that is what somebody chose.
        if heard:
            night.tell("notices_without_target", count=len(astray))


def _prepare_for(
    night: Night, desk: NoticeDesk, target: str, newest_on: date, counts: Stage
) -> None:
    wanted = desk.settings.of(target)
    found = [Raised(*row) for row in rows(night.con, "notice_alerts", target=target)]
    alerts = [one for one in found if is_wanted(one, wanted)]
    old = [one.alert_id for one in alerts if one.raised_on < newest_on]
    new = [one for one in alerts if one.raised_on >= newest_on]
    if old:
        _link(night.con, target, old, None)
        counts.reject("too_old", len(old))
    size = desk.settings.alerts_per_message
    for at in range(0, len(new), size):
        some = new[at : at + size]
        notice = alert_notice(desk.head, target, some, _quotes(night.con, desk.settings, some))
        put_in(night.con, [notice], night.now)
        _link(night.con, target, [one.alert_id for one in some], notice)
        counts.wrote(len(some))


def _link(con: Connection, target: str, alert_ids: list[str], notice: Notice | None) -> None:
    told = [
        {"alert_id": one, "target": target, "notice_id": notice and notice.notice_id}
        for one in alert_ids
    ]
    load(con, "notice_write_alerts", pa.Table.from_pylist(told, ALERT_ROW))


def _quotes(
    con: Connection, settings: NotifySettings, alerts: Sequence[Raised]
) -> Mapping[str, Sequence[str]]:
    """Return masked words of alerts that enough customers stand behind, none by default."""
    asked = [
        one.alert_id for one in alerts if one.count_customers >= settings.quotes_from_customers
    ]
    if not settings.quotes or not asked:
        return {}
    # Keys of a dict keep their order: the same words of two voices are shown once.
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for alert_id, text in rows(con, "notice_quotes", alert_ids=asked):
        found[alert_id][text] = None
    return {alert_id: list(texts)[: settings.quotes] for alert_id, texts in found.items()}
