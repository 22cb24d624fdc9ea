"""A search in a home: names resolved, the encoder of the published vectors found, both asked."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from embeddings import Encoder, EncoderError
from flows.errors import FrontDoorError
from flows.home import Home
from flows.house import Tools
from pipelines.search.asked import Filters, Known, chosen
from pipelines.search.search_room import (
    FoundTheme,
    FoundVoice,
    Matching,
    PublishedEncoder,
    known_names,
    narrow,
    near_themes,
    near_voices,
    published_encoder,
)
from warehouse.connect import open_published
from warehouse.statements import Connection
from warehouse.vectors import attach_vectors

# Below the voices, a look at where they belong; with `only_themes` there are as many as the limit.
THEMES_BELOW = 5


@dataclass(frozen=True)
class Request:
    """What to search for; names as a person writes them."""

    statement: str
    since: date | None = None
    until: date | None = None
    products: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    limit: int = 10
    only_themes: bool = False


@dataclass(frozen=True)
class Answer:
    """What was found among the voices `matching` the request, out of `published` ones.

    `encoder_names` are the name of the encoder asked and of the home's, in general the same.
    """

    matching: Matching
    published: Matching
    voices: list[FoundVoice]
    themes: list[FoundTheme]
    only_themes: bool
    encoder_names: tuple[str, str] = ("", "")

    def notes(self) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield what a person should know beside the answer: keys of messages and their values."""
        used, newest = self.encoder_names
        if used != newest:
            yield "search_older_encoder", {"old": used, "new": newest}
        if not self.published.count_voices:
            yield "search_no_voices", {}
        elif not self.matching.count_voices:
            yield "search_no_match", _span(self.published)


def _span(matching: Matching) -> dict[str, object]:
    count = f"{matching.count_voices:,}"
    return {"count": count, "first": matching.first_on, "last": matching.last_on}


def find(home: Home, request: Request, channel_words: Mapping[str, str]) -> Answer:
    """Return the voices and themes nearest to a statement, from the newest published file.

    `channel_words` gives the words that people call channels by. Raises InputError for a name
    that is not known, WarehouseError when nothing is published or the file has no vectors, and
    FrontDoorError when the encoder of the vectors cannot be loaded.
    """
    if request.since and request.until and request.since > request.until:
        raise FrontDoorError("search_backwards", since=request.since, until=request.until)
    with open_published(home.folder) as con:
        attach_vectors(con)
        filters = _filters(con, request, channel_words)
        published = narrow(con, Filters())
        matching = published if filters == Filters() else narrow(con, filters)
        nothing = Answer(matching, published, [], [], request.only_themes)
        encoder = published_encoder(con)
        if encoder is None or not matching.count_voices:
            return nothing
        return _asked(con, Tools(home), encoder, request, nothing)


def _asked(
    con: Connection, tools: Tools, wanted: PublishedEncoder, request: Request, nothing: Answer
) -> Answer:
    name, encoder = _encoder_of(tools, wanted)
    question = encoder.encode([request.statement])[0]
    count_themes = request.limit if request.only_themes else THEMES_BELOW
    return replace(
        nothing,
        voices=[] if request.only_themes else near_voices(con, question, request.limit),
        themes=near_themes(con, question, count_themes),
        encoder_names=(name, tools.encoder_name),
    )


def _filters(con: Connection, request: Request, channel_words: Mapping[str, str]) -> Filters:
    channels = [
        Known(one.value, channel_words.get(one.value, one.word))
        for one in known_names(con, "channel")
    ]
    return Filters(
        request.since,
        request.until,
        chosen("--product", request.products, known_names(con, "product")),
        chosen("--channel", request.channels, channels),
        chosen("--theme", request.themes, known_names(con, "theme")),
    )


def _encoder_of(tools: Tools, wanted: PublishedEncoder) -> tuple[str, Encoder]:
    """Return the encoder of the published vectors, which may not be the home's any more.

    Another encoder's numbers for the question would mean something else.
    """
    with suppress(EncoderError):
        encoder = tools.encoder_named(wanted.name)
        if encoder.fingerprint == wanted.fingerprint:
            return wanted.name, encoder
    # The same one may have another name by now, such as a folder that was moved.
    if tools.encoder.fingerprint == wanted.fingerprint:
        return tools.encoder_name, tools.encoder
    raise FrontDoorError("search_encoder_gone", name=wanted.name)
