"""Titles and texts of notices: pure functions of facts and of the words of a home."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipelines.notices.notice import Notice, Raised, notice_key
from pipelines.notices.notify_settings import Event
from pipelines.notices.notify_words import NotifyWords
from pipelines.trends.alert_settings import HOUSE

# Contacts expected, below which how many times as many came says nothing.
LEAST_EXPECTED = 0.5


@dataclass(frozen=True)
class Letterhead:
    """What every notice of a home is written with.

    `flag_names` are what people call flags and categories of the fast lane.
    """

    words: NotifyWords
    sender: str
    flag_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Problems:
    """What a person should look at after a run: `kinds` are keys of messages, one a thing."""

    run_id: str
    day: date
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Failure:
    """A run that did not end: which flow, when (local time, in words), and why if that is known."""

    run_id: str
    flow: str
    day: date
    at: str
    room: str = ""
    error: str = ""
    message: str = ""
    is_cut_off: bool = False


@dataclass(frozen=True)
class ReviewReady:
    """A monthly review, written on a day from the file of a run; `link` says where it is."""

    run_id: str
    day: date
    month: date
    link: str


@dataclass(frozen=True)
class _Matter:
    """What a message is about, and what its title tells of it."""

    event: Event
    about: tuple[str, ...]
    day: date
    title: str
    told: Mapping[str, object]


def alert_notice(
    head: Letterhead, target: str, alerts: Sequence[Raised], quotes: Mapping[str, Sequence[str]]
) -> Notice:
    """Return one message that tells of some alerts; the first of them gives it its title.

    `quotes` are masked words by the identifier of an alert.
    """
    words = head.words.alerts
    told = {
        "kind": _kind(head, alerts[0]),
        "what": _what(head, alerts[0]),
        "others": len(alerts) - 1,
    }
    title = words.title_many if len(alerts) > 1 else words.title_one
    about = tuple(one.alert_id for one in alerts)
    newest = max(one.raised_on for one in alerts)
    paragraphs = [_paragraph(head, one, quotes.get(one.alert_id, ())) for one in alerts]
    matter = _Matter("alerts", about, newest, title, told)
    return _notice(head, target, matter, [words.intro, *paragraphs, words.list])


def problem_notice(head: Letterhead, target: str, found: Problems) -> Notice:
    """Return the message of what a person should look at: counts only, no names of files."""
    words = head.words.problems
    lines = [
        words.line.format(
            what=words.kinds.get(kind) or words.otherwise.format(kind=kind), count=f"{count:,}"
        )
        for kind, count in sorted(Counter(found.kinds).items())
    ]
    told = {"count": len(found.kinds), "day": day_words(head.words, found.day)}
    # The same run again is told again only when it finds something else.
    about = (found.run_id, *found.kinds)
    matter = _Matter("problems", about, found.day, words.title, told)
    return _notice(head, target, matter, [words.intro, "\n".join(lines), words.more])


def failure_notice(head: Letterhead, target: str, failed: Failure) -> Notice:
    """Return the message of a run that did not end."""
    words = head.words.failure
    told = {"flow": words.flows.get(failed.flow, failed.flow), "at": failed.at}
    why = [
        words.room.format(room=failed.room, error=failed.error) if failed.room else "",
        words.told.format(message=failed.message) if failed.message else "",
        words.cut_off if failed.is_cut_off else "",
    ]
    parts = [words.intro.format_map(told), "\n".join(line for line in why if line), words.more]
    matter = _Matter("failure", (failed.run_id,), failed.day, words.title, told)
    return _notice(head, target, matter, parts)


def review_notice(head: Letterhead, target: str, ready: ReviewReady) -> Notice:
    """Return the message that the review of a month is there."""
    words = head.words.review
    month = head.words.month.format(year=ready.month.year, month=ready.month.month)
    told = {"month": month, "link": ready.link}
    matter = _Matter("review", (f"{ready.month}", ready.run_id), ready.day, words.title, told)
    parts = [text.format_map(told) for text in (words.intro, words.link, words.files)]
    return _notice(head, target, matter, parts)


def trial_message(head: Letterhead) -> tuple[str, str]:
    """Return title and text of a test."""
    return head.words.test.title.format(sender=head.sender), head.words.test.intro


def day_words(words: NotifyWords, day: date) -> str:
    """Return a day as people write it."""
    return words.day.format(year=day.year, month=day.month, day=day.day)


def _notice(head: Letterhead, target: str, matter: _Matter, parts: Iterable[str]) -> Notice:
    key = notice_key(target, matter.event, matter.about)
    title = matter.title.format(sender=head.sender, **matter.told)
    told = [*parts, head.words.key.format(key=key)]
    body = "\n\n".join(part for part in told if part)
    return Notice(key, target, matter.event, matter.day, title, body)


def _paragraph(head: Letterhead, alert: Raised, quotes: Sequence[str]) -> str:
    words = head.words.alerts
    carriers = [alert.segment, alert.product, _channel(head, alert.channel), alert.region]
    named = "・".join(one for one in carriers if one)
    lines = [
        f"■ {_kind(head, alert)}: {_what(head, alert)}",
        _rise(head, alert),
        words.carriers.format(carriers=named) if named else "",
        _teams(head, alert),
        words.seasonal if alert.is_seasonal else "",
        *(words.quote.format(quote=quote) for quote in quotes),
        _more(head, alert),
    ]
    return "\n".join(line for line in lines if line)


def _teams(head: Letterhead, alert: Raised) -> str:
    named = "・".join(team for team in alert.teams if team != HOUSE)
    return head.words.alerts.teams.format(teams=named) if named else ""


def _kind(head: Letterhead, alert: Raised) -> str:
    kind = "grave" if alert.is_grave else alert.alert_kind
    return head.words.alerts.kinds.get(kind, kind)


def _what(head: Letterhead, alert: Raised) -> str:
    words = head.words.alerts
    if alert.flag is not None:
        return words.flags.get(alert.flag) or head.flag_names.get(alert.flag, alert.flag)
    return f"{alert.theme_name or words.unnamed}({alert.theme_id})"


def _channel(head: Letterhead, channel: str | None) -> str | None:
    return head.words.alerts.channels.get(channel, channel) if channel else None


def _rise(head: Letterhead, alert: Raised) -> str:
    words = head.words.alerts
    first, last = (day_words(head.words, day) for day in (alert.since_on, alert.raised_on))
    has_expected = alert.expected >= LEAST_EXPECTED
    template = words.rise_slow if alert.alert_kind == "slow_rise" else words.rise
    return (template if has_expected else words.rise_from_nothing).format(
        when=last if first == last else head.words.span.format(first=first, last=last),
        size=f"{alert.size:,}",
        expected=f"{alert.expected:,.1f}",
        ratio=f"{alert.size / alert.expected:,.1f}" if has_expected else "",
        customers=f"{alert.count_customers:,}",
    )


def _more(head: Letterhead, alert: Raised) -> str:
    words = head.words.alerts
    if alert.theme_id is None:
        return words.more_flag.format(day=f"{alert.raised_on}")
    return words.more_theme.format(theme_id=alert.theme_id)
