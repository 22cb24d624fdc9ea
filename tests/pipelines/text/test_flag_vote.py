"""The second vote: learnt on tiny vectors, taken on whole texts and on their sentences."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.flag_vote import (
    RUN_FEATURES,
    FlagVote,
    Vectors,
    Vote,
    learn_vote,
    pieces,
    take_votes,
    vote_fingerprint,
    with_pieces,
)
from pipelines.text.flag_vote_sentences import (
    VoteSentence,
    parse_background,
    parse_sentences,
)
from pipelines.text.flag_vote_settings import VoteSettings

ALL = frozenset(("safety", "legal", "harassment"))
SETTINGS = VoteSettings(
    safety=0.6,
    legal=0.6,
    harassment=0.6,
    doubt_safety=0.2,
    doubt_legal=0.01,
    doubt_harassment=0.2,
    piece_from=0.3,
)
# Leans by the vector alone, whose first number is 1 for a danger.
BY_VECTOR = FlagVote(
    np.array([[8.0, 0.0, 0.0], [0.0, 0.0, 0.0]]),
    np.zeros((RUN_FEATURES, 3)),
    np.array([-4.0, -4.0, 0.0]),
)


def encode(texts: Sequence[str]) -> Vectors:
    """Half a danger in each 煙, spread over the length of the text."""
    shares = [min(1.0, 10 * text.count("煙") / len(text)) for text in texts]
    return np.array([[share, 1 - share] for share in shares], np.float32)


def votes(text: str, *spotted: str) -> list[Vote]:
    [found] = take_votes([text], [spotted], encode([text]), BY_VECTOR, SETTINGS, encode)
    return found


def test_a_danger_is_raised_and_a_plain_text_is_not() -> None:
    assert votes("台所で煙が出ました") == [Vote("safety", 0.982, "raised")]
    assert votes("台所は広いです") == []


def test_what_the_lexicon_spotted_is_doubted_or_unsure() -> None:
    assert votes("台所は広いです", "safety") == [Vote("safety", 0.018, "doubted")]
    assert votes("台所は広いです", "legal") == [Vote("legal", 0.018, "unsure")]
    assert votes("台所は広いです", "harassment") == [Vote("harassment", 0.5, "unsure")]


def test_only_what_stands_alone_is_doubted() -> None:
    assert votes("台所は広いです", "safety", "legal") == [
        Vote("safety", 0.018, "unsure"),
        Vote("legal", 0.018, "unsure"),
    ]
    assert votes("台所で煙が出ました", "legal") == [
        Vote("safety", 0.982, "raised"),
        Vote("legal", 0.018, "unsure"),
    ]


def test_a_danger_in_one_sentence_of_a_long_text_is_heard() -> None:
    thin = "台所は広くて使いやすいです。" * 5
    settings = SETTINGS.model_copy(update={"piece_from": 0.0})
    text = thin + "今朝は煙が出て驚きました。"
    whole = BY_VECTOR.probabilities([text], encode([text]))[0, 0]
    assert whole < 0.6
    [found] = take_votes([text], [()], encode([text]), BY_VECTOR, settings, encode)
    assert [(one.flag, one.verdict) for one in found] == [("safety", "raised")]
    # Above the bar for reading sentences nothing is encoded, unless the lexicon found something.
    settings = SETTINGS.model_copy(update={"piece_from": 0.99})
    [silent] = take_votes([text], [()], encode([text]), BY_VECTOR, settings, encode)
    assert silent == []
    [asked] = take_votes([text], [("safety",)], encode([text]), BY_VECTOR, settings, encode)
    assert asked == found


def test_no_text_gives_no_vote() -> None:
    assert take_votes([], [], np.zeros((0, 2), np.float32), BY_VECTOR, SETTINGS, encode) == []


def learnt(sentences: list[VoteSentence]) -> FlagVote:
    return learn_vote(sentences, encode([one.text for one in sentences]))


def taught(text: str, *flags: str, judged: frozenset[str] = ALL) -> VoteSentence:
    return VoteSentence(text, frozenset(flags), judged, "g")  # type: ignore[arg-type]


def test_it_learns_from_vectors_and_from_words() -> None:
    sentences = [
        taught("煙が出た", "safety"),
        taught("煙です", "safety"),
        taught("訴えます", "legal"),
        taught("訴えるよ", "legal"),
        taught("土下座しろ", "harassment"),
        taught("土下座だ", "harassment"),
        taught("広いです"),
        taught("遅れます"),
    ]
    asked = ["煙が見えた", "訴えるから", "土下座ね", "狭いです"]
    chances = learnt(sentences).probabilities(asked, encode(asked))
    # Legal steps and offences have the same vector here: words tell them apart.
    assert [int(row.argmax()) for row in chances[:3]] == [0, 1, 2]
    assert chances[3].max() < min(chances[0, 0], chances[1, 1], chances[2, 2])
    again = learnt(sentences)
    assert np.array_equal(chances, again.probabilities(asked, encode(asked)))


def test_a_sentence_teaches_only_what_it_was_judged_for() -> None:
    known = [taught("煙が出た", *ALL), taught("広いです"), taught("遅れます")]
    silent = taught("煙が出て訴える", "legal", judged=frozenset(("legal",)))
    one, other = learnt(known), learnt([*known, silent])
    columns = np.abs(one.run_weights - other.run_weights).max(axis=0)
    assert columns[1] > 0 and columns[0] == columns[2] == 0


def test_lines_are_read_with_flags_and_background_without() -> None:
    [read] = parse_sentences(
        ['{"id": "s", "text": "煙", "flags": ["safety"], "judged": ["safety"], "group": "p"}']
    )
    assert read == VoteSentence("煙", frozenset(("safety",)), frozenset(("safety",)), "p")
    lines = [f'{{"id": "{number}", "text": "t{number}"}}' for number in range(9)]
    back = parse_background(lines, frozenset(("4",)))
    # t2 and t6 only say what anger without offence sounds like.
    offence = frozenset(("harassment",))
    assert [(one.text, one.judged, one.weight) for one in back] == [
        ("t0", ALL, 0.3),
        ("t2", offence, 1.0),
        ("t6", offence, 1.0),
        ("t8", ALL, 0.3),
    ]
    assert not any(one.flags for one in back)


def test_every_part_of_a_vote_changes_its_fingerprint() -> None:
    known = {
        vote_fingerprint("e", "s", VoteSettings()),
        vote_fingerprint("f", "s", VoteSettings()),
        vote_fingerprint("e", "t", VoteSettings()),
        vote_fingerprint("e", "s", VoteSettings(safety=0.9)),
    }
    assert len(known) == 4


def test_short_sentences_go_with_the_one_before() -> None:
    assert pieces("はい。昨日から煙が出ています。怖いよ。もう使えません、返品します。") == [
        "はい。昨日から煙が出ています。怖いよ。",
        "もう使えません、返品します。",
    ]
    assert pieces("昨日から煙が出ています。") == []


def test_pieces_of_sentences_without_flags_teach_as_well() -> None:
    two = "昨日はどうもありがとう。おかげで直りました。"
    plain, smoke = taught(two), taught(two.replace("直り", "煙が出"), "safety")
    unlabelled = replace(plain, group="background")
    assert [one.text for one in with_pieces([plain])] == [
        two,
        "昨日はどうもありがとう。",
        "おかげで直りました。",
    ]
    # Nobody knows which piece of a flagged sentence has the flag.
    assert with_pieces([smoke, unlabelled]) == [smoke, unlabelled]


@given(st.text(alphabet="煙が出た。!?\n ", max_size=60))
def test_pieces_lose_no_word(text: str) -> None:
    found = pieces(text)
    assert len(found) != 1
    if found:
        assert "".join("".join(found).split()) == "".join(text.split())
