"""The order of the rooms, and what each of them is given."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Literal

from embeddings import Encoder, load_encoder
from flows.encoders import encoder_name
from flows.flag_vote import flag_vote, sentences_fingerprint
from flows.home import Home
from flows.messages import in_both
from flows.notify_desk import prepare
from flows.voice_model import shipped_voice_model
from pipelines.definitions import fingerprint_of
from pipelines.ingest.room import Door, ingest
from pipelines.night import Night
from pipelines.review.publish_room import publish
from pipelines.review.shown_room import take_up_reviews
from pipelines.text.collate_room import collate
from pipelines.text.embed_room import embed
from pipelines.text.extract import Extractor
from pipelines.text.extract_room import extract
from pipelines.text.extract_rules import parse_extract_rules
from pipelines.text.fast_lane import FastLane
from pipelines.text.fast_lane_rules import FastLaneRules, parse_fast_lane_rules
from pipelines.text.generic_words import parse_generic_words
from pipelines.text.mask import Masker
from pipelines.text.mask_room import mask
from pipelines.text.mask_rules import parse_mask_rules
from pipelines.text.sift_room import sift
from pipelines.text.tokenise import Tokeniser
from pipelines.text.tokenise_room import tokenise
from pipelines.text.vote_room import vote
from pipelines.themes.assign_room import assign_voices
from pipelines.themes.discover_room import discover_themes
from pipelines.themes.name_room import name
from pipelines.themes.name_words import parse_name_words
from pipelines.themes.take_up_room import Space, curate
from pipelines.themes.theme_days import due_theme_day
from pipelines.trends.bridge_room import bridge
from pipelines.trends.calendar import Calendar, parse_calendar
from pipelines.trends.denominator_room import denominators
from pipelines.trends.foresee_room import foresee
from pipelines.trends.home_files import HomeFiles
from pipelines.trends.judge_room import judge_measures
from pipelines.trends.measure_room import measure
from pipelines.trends.outage_room import mark_outages
from pipelines.trends.record_room import record
from pipelines.trends.season_notice import parse_notice_words
from pipelines.trends.watch_month import WatchSettings
from pipelines.trends.watch_room import watch

# Raise when the code of masking, extraction or the fast lane gives other results for the same
# rules: contacts are then read anew and a marker is set.
MASK_VERSION = "5"
EXTRACT_VERSION = "4"
FAST_LANE_VERSION = "2"


@dataclass(frozen=True)
class Tools:
    """What the rooms of one home work with; heavy things are made once per process."""

    home: Home
    source_names: tuple[str, ...] = ()

    @property
    def tokeniser(self) -> Tokeniser:
        """Sudachi with the home's user dictionary."""
        return _tokeniser(
            self.home.rule("user_dictionary.csv"),
            self.home.settings.tokeniser.mode,
            self.home.folder / "models",
        )

    @property
    def encoder_name(self) -> str:
        """What the home's encoder is loaded by: one adapted here, or the one in the settings."""
        return encoder_name(self.home)

    @property
    def encoder(self) -> Encoder:
        """The home's encoder."""
        return self.encoder_named(self.encoder_name)

    def encoder_named(self, name: str) -> Encoder:
        """Return an encoder with the home's threads, such as that of a published file."""
        wanted = self.home.settings.encoder
        return _encoder(name, wanted.threads, wanted.batch_size)

    @property
    def calendar(self) -> Calendar:
        """The home's business calendar."""
        return parse_calendar(self.home.rule_text("calendar.toml"))

    def door(self, environ: Mapping[str, str]) -> Door:
        """Inbox and quarantine, with what the ingest room needs to know."""
        return Door(
            self.home.folder / "inbox",
            self.home.folder / "quarantine",
            self.home.source_names(),
            self.home.customer_secret(environ),
            in_both,
            time.sleep,
        )


@cache
def _tokeniser(
    user_dictionary: Path, mode: Literal["A", "B", "C"], cache_folder: Path
) -> Tokeniser:
    return Tokeniser(user_dictionary, mode, cache_folder)


@cache
def _encoder(encoder_name: str, threads: int, batch_size: int | None) -> Encoder:
    return load_encoder(encoder_name, threads=threads, batch_size=batch_size)


@cache
def _masker(rules: str) -> tuple[Masker, str]:
    parsed = parse_mask_rules(rules)
    # Without the user dictionary: a new product word must not mask all history anew.
    return Masker(parsed, Tokeniser()), fingerprint_of(parsed, MASK_VERSION)


@cache
def _fast_lane_rules(rules: str) -> FastLaneRules:
    # A seventh of a second, which every night of a long catch-up would spend twice.
    return parse_fast_lane_rules(rules)


@cache
def _fast_lane(rules: str) -> tuple[FastLane, str]:
    parsed = _fast_lane_rules(rules)
    return FastLane(parsed), fingerprint_of(parsed, FAST_LANE_VERSION)


def _enter_ingest(night: Night, tools: Tools) -> None:
    sources = tools.home.sources(tools.source_names)
    ingest(night, tools.door(os.environ), sources, tools.home.settings.ingest)


def _enter_mask(night: Night, tools: Tools) -> None:
    mask(night, *_masker(tools.home.rule_text("redaction.toml")))


def _enter_extract(night: Night, tools: Tools) -> None:
    rules = parse_extract_rules(tools.home.rule_text("extract.toml"))
    model = shipped_voice_model()
    version = f"{EXTRACT_VERSION} model={model.fingerprint}"
    fast_lane, fast_lane_fingerprint = _fast_lane(tools.home.rule_text("fast_lane.toml"))
    extractor = Extractor(rules, model, fast_lane)
    extract(night, extractor, fingerprint_of(rules, version), fast_lane_fingerprint)


def _enter_collate(night: Night, tools: Tools) -> None:
    settings = tools.home.settings
    collate(night, settings.copies, settings.repeat)


def _enter_tokenise(night: Night, tools: Tools) -> None:
    tokenise(night, tools.tokeniser)


def _enter_sift(night: Night, tools: Tools) -> None:
    sift(night, parse_generic_words(tools.home.rule_text("generic_words.toml")))


def _enter_embed(night: Night, tools: Tools) -> None:
    embed(night, tools.encoder)


def _enter_vote(night: Night, tools: Tools) -> None:
    settings = _fast_lane_rules(tools.home.rule_text("fast_lane.toml")).vote
    models = tools.home.folder / "models"
    learn = partial(flag_vote, tools.encoder, models)
    vote(night, tools.encoder, settings, sentences_fingerprint(), learn)


def _enter_curate(night: Night, tools: Tools) -> None:
    encoder, settings = tools.encoder, tools.home.settings
    reach = settings.discover.radius_quantile
    space = Space(encoder.fingerprint, encoder.encode, reach, settings.assign)
    curate(night, tools.home.decisions, space)


def _enter_assign(night: Night, tools: Tools) -> None:
    settings = tools.home.settings
    reach = settings.discover.radius_quantile
    assign_voices(night, tools.encoder.fingerprint, settings.assign, reach)


def _enter_discover(night: Night, tools: Tools) -> None:
    """Hold every theme day that is due; what was heard after one is compared with its themes."""
    is_due = due_theme_day(night) is not None
    _hold_theme_day(night, tools)
    while is_due:
        _enter_assign(night, tools)
        if is_due := due_theme_day(night) is not None:
            _hold_theme_day(night, tools)


def _hold_theme_day(night: Night, tools: Tools) -> None:
    settings = tools.home.settings
    fingerprint = tools.encoder.fingerprint
    discover_themes(night, fingerprint, settings.discover, settings.birth, settings.assign)


def _enter_name(night: Night, tools: Tools) -> None:
    settings = tools.home.settings
    words = parse_name_words(tools.home.rule_text("theme_names.toml"))
    name(night, tools.encoder, words, settings.name, settings.examples)


def _enter_denominators(night: Night, tools: Tools) -> None:
    folder = tools.home.folder
    files = HomeFiles(folder, folder / "quarantine", in_both)
    denominators(night, files, tools.home.settings.rates)


def _enter_measure(night: Night, tools: Tools) -> None:
    measure(night)


def _enter_bridge(night: Night, tools: Tools) -> None:
    settings = tools.home.settings
    bridge(night, tools.encoder.fingerprint, settings.assign, settings.bridge)


def _enter_outages(night: Night, tools: Tools) -> None:
    mark_outages(night, tools.calendar, tools.home.settings.outages)


def _enter_record(night: Night, tools: Tools) -> None:
    record(night)


def _enter_watch(night: Night, tools: Tools) -> None:
    given = tools.home.settings
    settings = WatchSettings(given.expect, given.alerts)
    watch(night, tools.calendar, tools.encoder.fingerprint, settings)


def _enter_foresee(night: Night, tools: Tools) -> None:
    words = parse_notice_words(tools.home.rule_text("season_notice.toml"))
    foresee(night, tools.calendar, words, tools.home.settings.season)


def _enter_judge(night: Night, tools: Tools) -> None:
    home = tools.home
    masker, _ = _masker(home.rule_text("redaction.toml"))

    def masked(text: str) -> str:
        return masker.mask_contact([text])[0].masked

    judge_measures(night, home.measures, masked, tools.calendar, home.settings.effect)


def _enter_reviews(night: Night, tools: Tools) -> None:
    take_up_reviews(night, tools.home.folder / "reports")


def _enter_notices(night: Night, tools: Tools) -> None:
    prepare(night, tools.home, os.environ)


def _enter_publish(night: Night, tools: Tools) -> None:
    publish(night, tools.home.folder, tools.home.settings.publish, tools.encoder_name)


ROOMS: dict[str, Callable[[Night, Tools], None]] = {
    "ingest": _enter_ingest,
    "mask": _enter_mask,
    "extract": _enter_extract,
    "collate": _enter_collate,
    "tokenise": _enter_tokenise,
    "sift": _enter_sift,
    "embed": _enter_embed,
    "vote": _enter_vote,
    "curate": _enter_curate,
    "assign": _enter_assign,
    "discover": _enter_discover,
    "name": _enter_name,
    "denominators": _enter_denominators,
    "measure": _enter_measure,
    "bridge": _enter_bridge,
    "outages": _enter_outages,
    "record": _enter_record,
    "watch": _enter_watch,
    "foresee": _enter_foresee,
    "judge": _enter_judge,
    "reviews": _enter_reviews,
    "notices": _enter_notices,
    "publish": _enter_publish,
}
