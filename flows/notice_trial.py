"""A test message to each target: what `voc notify test` sends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flows.errors import SettingsError
from flows.home import Home
from flows.notify_desk import letterhead, look_at_targets
from pipelines.notices.compose import trial_message
from pipelines.notices.notice import Outcome


@dataclass(frozen=True)
class Trial:
    """What came of a test; `service` is what Apprise calls it, '' where it knows none."""

    target: str
    service: str
    outcome: Outcome


def try_targets(home: Home, environ: Mapping[str, str], name: str | None) -> Iterator[Trial]:
    """Send a test message to every target, or to one; raises SettingsError for an unknown name."""
    from pipelines.notices.post import post, service_name

    urls = look_at_targets(home, environ)
    if name is not None and name not in urls:
        raise SettingsError("notify_target_unknown", target=name, targets=", ".join(urls))
    title, body = trial_message(letterhead(home))
    for target in urls if name is None else [name]:
        yield Trial(target, service_name(urls[target]), post(urls[target], title, body))
