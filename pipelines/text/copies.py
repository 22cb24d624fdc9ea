"""Which contacts are copies of one another, and which are many people with one wording."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipelines.text.normalise import text_hash
from pipelines.text.wording import SHARED, Shingles, bands, count_characters, jaccard, shingles

CopyKind = Literal["exact", "near"]

# One number shared by a whole shop, or a dummy, would make every pair of its contacts a candidate.
MOST_OF_A_CUSTOMER = 50
MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
# What stands between the same beginning and the same end tells two matters apart from so many
# characters on, when it is less alike than this.
OWN_CHARACTERS = 8
OWN_SIMILARITY = 0.2


class CopySettings(BaseModel):
    """When two contacts are told in the same words, and when they are one and the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    similarity: float = Field(0.7, ge=0.5, le=1)
    similarity_same_customer: float = Field(0.45, ge=0.3, le=1)
    min_characters: int = Field(40, ge=3)
    within_days: int = Field(7, ge=0)
    double_send_minutes: int = Field(10, ge=0)


@dataclass(frozen=True)
class Told:
    """One contact as it is compared: when, from whom as far as is known, in which words.

    `traits` (segment, region, product) tell contacts apart where the customer is not known.
    `whole` holds what is left out of the words, too: signature, fields of a form.
    """

    contact_id: str
    received_ms: int
    customer_key: str | None
    traits: tuple[str | None, ...]
    words: str
    whole: str = ""

    @property
    def order(self) -> tuple[int, str]:
        """Place in time: the earliest of a group is its original."""
        return self.received_ms, self.contact_id

    @cached_property
    def words_hash(self) -> str:
        """Key of the words."""
        return text_hash(self.words)

    @cached_property
    def shingles(self) -> Shingles:
        """Shingles of the words."""
        return shingles(self.words)

    @cached_property
    def bands(self) -> list[int]:
        """Keys under which contacts with nearly the same words are found."""
        return bands(self.shingles)

    def is_the_same_as(self, other: "Told") -> bool:
        """Whether all words are the same, those too that are left out of comparison."""
        return self.words_hash == other.words_hash and self.whole == other.whole

    def is_as_long_as(self, characters: int) -> bool:
        """Whether so many characters that name nobody were said."""
        return count_characters(self.words) >= characters


@dataclass(frozen=True)
class Place:
    """Where a contact belongs.

    `wording_contact_id` is the contact that was first told in these words, itself when it is the
    first, None when too little was said to tell; the rest is None unless it is a copy.
    """

    wording_contact_id: str | None
    original_contact_id: str | None = None
    copy_kind: CopyKind | None = None
    similarity: float | None = None


class Collator:
    """Places contacts one after the other; what was placed once is never moved.

    Whatever was placed before in other batches and matters to this one is given by `remember`.
    """

    def __init__(self, settings: CopySettings) -> None:
        self._settings = settings
        self._wording_of_words: dict[str, str] = {}
        self._first_told: dict[str, Told] = {}
        self._by_band: defaultdict[int, list[str]] = defaultdict(list)
        # Originals, each list in the order of time. Known customers send no copies of one another,
        # so that a campaign of thousands need not be walked for each of its mails.
        self._by_wording: defaultdict[str, list[Told]] = defaultdict(list)
        self._unknown_by_wording: defaultdict[str, list[Told]] = defaultdict(list)
        self._by_customer: defaultdict[str, list[Told]] = defaultdict(list)

    def remember_words(self, words_hash: str, wording_contact_id: str) -> None:
        """Say where exactly these words belong."""
        self._wording_of_words[words_hash] = wording_contact_id

    def remember(self, told: Told, place: Place) -> None:
        """Take note of a contact that has its place."""
        wording = place.wording_contact_id
        if wording is not None:
            self._wording_of_words.setdefault(told.words_hash, wording)
        if wording == told.contact_id:
            self._first_told[wording] = told
            for band in told.bands:
                self._by_band[band].append(wording)
        if place.original_contact_id is not None:
            return
        if wording is not None:
            insort(self._by_wording[wording], told, key=_order)
            if told.customer_key is None:
                insort(self._unknown_by_wording[wording], told, key=_order)
        if told.customer_key is not None:
            insort(self._by_customer[told.customer_key], told, key=_order)

    def place(self, told: Told) -> Place:
        """Return where a contact belongs among those placed before, and remember it."""
        wording = self._wording(told)
        found = min(self._originals(told, wording), default=None)
        place = Place(wording)
        if found is not None:
            likeness, (_, original), is_exact = found
            place = Place(wording, original, "exact" if is_exact else "near", -likeness)
        self.remember(told, place)
        return place

    def _wording(self, told: Told) -> str | None:
        if not told.is_as_long_as(self._settings.min_characters):
            return None
        known = self._wording_of_words.get(told.words_hash)
        if known is not None:
            return known
        shared = Counter(first for band in told.bands for first in self._by_band.get(band, ()))
        firsts = [self._first_told[first] for first, count in shared.items() if count >= SHARED]
        alike = [(-_likeness(told, first), first.order) for first in firsts]
        near = [found for found in alike if -found[0] >= self._settings.similarity]
        return min(near)[1][1] if near else told.contact_id

    def _originals(
        self, told: Told, wording: str | None
    ) -> Iterable[tuple[float, tuple[int, str], bool]]:
        """Yield what a contact may be a copy of: (minus similarity, order, whether exact)."""
        for other in self._own(told):
            likeness = _likeness(told, other)
            if likeness >= self._settings.similarity_same_customer and (
                told.is_as_long_as(self._settings.min_characters)
                or self._is_sent_twice(told, other)
            ):
                yield -likeness, other.order, told.is_the_same_as(other)
        for other in self._of_unknown(told, wording):
            likeness = _likeness(told, other)
            if likeness >= self._settings.similarity:
                yield -likeness, other.order, told.is_the_same_as(other)

    def _own(self, told: Told) -> list[Told]:
        """Return the originals of the same customer that lie nearest in time."""
        if told.customer_key is None:
            return []
        return nsmallest(
            MOST_OF_A_CUSTOMER,
            self._near_in_time(told, self._by_customer.get(told.customer_key, [])),
            key=lambda other: (abs(told.received_ms - other.received_ms), other.contact_id),
        )

    def _of_unknown(self, told: Told, wording: str | None) -> list[Told]:
        """Return the originals of the same wording where one of the two has no customer."""
        if wording is None:
            return []
        known = self._by_wording if told.customer_key is None else self._unknown_by_wording
        near = self._near_in_time(told, known.get(wording, []))
        return [other for other in near if may_be_one_customer(told, other)]

    def _near_in_time(self, told: Told, in_order: list[Told]) -> list[Told]:
        within = self._settings.within_days * DAY_MS
        first = bisect_left(in_order, (told.received_ms - within, ""), key=_order)
        last = bisect_left(in_order, (told.received_ms + within + 1, ""), key=_order)
        return in_order[first:last]

    def _is_sent_twice(self, told: Told, other: Told) -> bool:
        """Whether a few words came again at once: a form that was sent with a double click."""
        apart = abs(told.received_ms - other.received_ms)
        is_at_once = apart <= self._settings.double_send_minutes * MINUTE_MS
        return bool(told.words) and told.is_the_same_as(other) and is_at_once


def may_be_one_customer(one: Told, other: Told) -> bool:
    """Whether nothing says that two contacts, one of them without a customer, are of two people.

    A garage that reports three cars in the same words has three complaints: products differ.
    """
    if one.customer_key is not None and other.customer_key is not None:
        return False
    return all(
        own is None or its is None or own == its
        for own, its in zip(one.traits, other.traits, strict=True)
    )


def _order(told: Told) -> tuple[int, str]:
    return told.order


def _likeness(one: Told, other: Told) -> float:
    if one.words_hash == other.words_hash:
        return 1.0
    return 0.0 if _share_a_frame(one.words, other.words) else jaccard(one.shingles, other.shingles)


def _share_a_frame(one: str, other: str) -> bool:
    """Whether two texts are a template around two matters: what a form writes about each."""
    before = _count_same(one, other)
    one, other = one[before:], other[before:]
    behind = _count_same(one[::-1], other[::-1])
    own = [text[: len(text) - behind] for text in (one, other)]
    if min(map(len, own)) < OWN_CHARACTERS:
        return False
    return jaccard(*map(shingles, own)) < OWN_SIMILARITY


def _count_same(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
