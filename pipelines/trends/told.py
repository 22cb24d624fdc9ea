"""What was told: of which rises, to whom, whether they last, and the days that they filled."""

from collections.abc import Iterable, Mapping

from pipelines.trends.alert_settings import AlertSettings
from pipelines.trends.alerts import Episode, Remembered, Span
from pipelines.trends.series import SeriesKey

SUDDEN = ("spike", "comeback", "fast_lane")
# A spike fills the weeks that a slow rise is looked for in: its end is remembered so long.
SPIKE_MEMORY_DAYS = 84
# Who came back within a year is compared with its silence: that was told already.
COMEBACK_MEMORY_DAYS = 364
# What was told is left out of the level, unless it lasted longer: then that is the level now.
FORGET_RISE_DAYS, PAST_DAYS = 120, 210


class Told:
    """The memory of one day, begun with that of the day before; changes as alerts are raised."""

    def __init__(self, remembered: Remembered, until: int, settings: AlertSettings) -> None:
        self.until, self.settings = until, settings
        self.past = self._past(remembered.past)
        self.episodes = self._still_open(remembered.episodes)

    def remembered(self) -> Remembered:
        """Return what the next day is to know."""
        return Remembered(self.episodes, self.past)

    def lasting(self, whole: SeriesKey) -> list[Episode]:
        """Return what was told of a theme or flag as a sudden rise and lasts."""
        named = [self.episodes.get((whole, kind)) for kind in SUDDEN]
        return [episode for episode in named if episode and self._lasts(episode)]

    def spans(self) -> dict[SeriesKey, list[Span]]:
        """Return the days that sudden rises filled, by theme or flag.

        What lasted so long that it is usual by now is left out.
        """
        found = {whole: list(spans) for whole, spans in self.past.items()}
        for (whole, kind), episode in self.episodes.items():
            if kind in SUDDEN:
                found.setdefault(whole, []).append((episode.began, episode.last_seen))
        short = {
            whole: [span for span in spans if span[1] - span[0] <= FORGET_RISE_DAYS]
            for whole, spans in found.items()
        }
        return {whole: spans for whole, spans in short.items() if spans}

    def spiked(self) -> set[str]:
        """Return the themes whose newest weeks a sudden rise fills."""
        return {
            whole.theme_id
            for (whole, kind), episode in self.episodes.items()
            if kind in SUDDEN and self.until - episode.last_seen <= SPIKE_MEMORY_DAYS
        }

    def open(self, whole: SeriesKey, kind: str, began: int, told_to: Iterable[str]) -> None:
        """Begin an episode; one of the same kind that it does not continue is past."""
        former = self.episodes.get((whole, kind))
        if former and kind in SUDDEN and former.began < began:
            self._put_by(whole, former)
        episode = Episode(began, self.until, self.until, frozenset(told_to))
        self.episodes[(whole, kind)] = episode

    def opens_slowly(self, key: SeriesKey, kind: str, is_told: bool) -> bool:
        """Whether a slow rise is to be told: not yet, or so long ago that it must be again."""
        episode = self.episodes.get((key, kind))
        if episode and self.until - episode.raised < self.settings.told_again_days:
            self.episodes[(key, kind)] = episode._replace(last_seen=self.until)
            return False
        return not is_told

    def goes_on(self, whole: SeriesKey) -> None:
        """Take note that a theme or flag still stands above its usual."""
        for kind in SUDDEN:
            episode = self.episodes.get((whole, kind))
            if episode and self._lasts(episode):
                self.episodes[(whole, kind)] = episode._replace(last_seen=self.until)

    def _lasts(self, episode: Episode) -> bool:
        return self.until - episode.last_seen <= self.settings.cool_days

    def _put_by(self, whole: SeriesKey, episode: Episode) -> None:
        span = (episode.began, episode.last_seen)
        self.past[whole] = (*self.past.get(whole, ()), span)

    def _past(
        self, past: Mapping[SeriesKey, tuple[Span, ...]]
    ) -> dict[SeriesKey, tuple[Span, ...]]:
        """What is over and still within the days that a level is made of."""
        kept = {
            whole: tuple(span for span in spans if self.until - span[1] <= PAST_DAYS)
            for whole, spans in past.items()
        }
        return {whole: spans for whole, spans in kept.items() if spans}

    def _still_open(
        self, episodes: Mapping[tuple[SeriesKey, str], Episode]
    ) -> dict[tuple[SeriesKey, str], Episode]:
        memory = {
            "slow_rise": self.settings.slow_cool_days,
            "comeback": COMEBACK_MEMORY_DAYS,
            "new_theme": 10**6,
        }
        usual = max(self.settings.cool_days, SPIKE_MEMORY_DAYS)
        still_open = {}
        for (whole, kind), episode in episodes.items():
            if self.until - episode.last_seen <= memory.get(kind, usual):
                still_open[(whole, kind)] = episode
            elif kind in SUDDEN:
                self._put_by(whole, episode)
        return still_open
