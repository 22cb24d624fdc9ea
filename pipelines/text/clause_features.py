"""What tells whether a clause states something: its scores, its neighbours, its place in the talk.

The columns and the weights trained on them belong together: a change here needs training anew
(`python -m flows.train_voices`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from pipelines.text.gram_index import Ints, run_starts
from pipelines.text.ngram_model import Floats

COMPLAINT, OTHER = 0, 4
FAR = 5

# What the operator's turn before or after is about.
_ASKS_IDENTITY = re.compile(
    "お名前|番号|ご住所|生年月日|お誕生日|メールアドレス|ご契約者|お客様コード|ID|控え"
)
_ASKS_MATTER = re.compile("ご用件|いかがな|どうな|どのような|お伺い|お聞かせ|承ります")
_IS_SORRY = re.compile(
    "申し訳|ご迷惑|ご不便|お詫び|恐れ入り|おっしゃるとおり|ごもっとも|ご心配|ご不安|ご不快|お待たせ"
)
_LOOKS_UP = re.compile("お待ち|確認いたします|お調べ")
_ASKS = re.compile("か。?$")
# What the clause itself looks like.
_IS_QUESTION = re.compile("[?？]|か。?$")
_LEADS_ON = re.compile("(?:けど|けれど|けども|が)[。、]?$")
_HAS_NUMBER = re.compile("[0-9０-９〇一二三四五六七八九十]")
_EXPLAINS = re.compile("んです|んだ|のよ|んや|んじゃ|わけ")
_PLACEHOLDER = re.compile(r"\[[^\[\]\n]{1,12}[0-9]{1,4}\]")
_MARKS = re.compile(r"[\s、。]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the customer: characters [start, end) of turn `turn`, and its masked words.

    `sentence` numbers the sentences within the turn. `asked` and `answered` are the operator's
    turns just before and after, empty where there is none. `until_sorry` counts the operator's
    turns up to the next one that is sorry (`FAR` at most); `sorry_share` is the share of those
    that are.
    """

    turn: int
    start: int
    end: int
    sentence: int
    masked: str
    asked: str
    answered: str
    until_sorry: int = FAR
    sorry_share: float = 0.0


def clause_features(clauses: Sequence[Clause], log_probabilities: Floats) -> Floats:
    """Return one row a clause of one contact; `log_probabilities` (n, 5) are those of its words."""
    logs = log_probabilities
    turns = np.array([clause.turn for clause in clauses])
    sentences = turns * 10_000 + np.array([clause.sentence for clause in clauses])
    complaint = logs[:, COMPLAINT]
    turn_starts, of_turn = _groups(turns)
    operator = {text: _operator(text) for one in clauses for text in (one.asked, one.answered)}
    columns = [
        logs,
        _column(complaint - logs[:, OTHER]),
        _column(complaint - complaint.max()),
        _mean_by(logs, *_groups(sentences)),
        *_neighbours(logs, turns),
        _column(np.maximum.reduceat(complaint, turn_starts)[of_turn]),
        _places(of_turn),
        np.array(
            [_words(one, operator[one.asked], operator[one.answered]) for one in clauses],
            np.float32,
        ),
    ]
    return np.concatenate(columns, axis=1, dtype=np.float32)


def _groups(numbers: Ints) -> tuple[Ints, Ints]:
    """Return where neighbours with one number begin, and of each place which of them it is in."""
    starts = run_starts(numbers)
    is_start = np.zeros(len(numbers), np.int64)
    is_start[starts] = 1
    return starts, is_start.cumsum() - 1


def _column(values: npt.NDArray[np.float32]) -> Floats:
    return values[:, None]


def _mean_by(values: Floats, starts: Ints, of_group: Ints) -> Floats:
    # In the order of the clauses: the trees know the last digit of what they were grown on.
    sums = np.zeros((len(starts), values.shape[1]), np.float32)
    np.add.at(sums, of_group, values)
    counts = np.bincount(of_group).astype(np.float32)
    result: Floats = sums[of_group] / counts[of_group, None]
    return result


def _neighbours(logs: Floats, turns: Ints) -> list[Floats]:
    """Return the scores of the clause before and of the one behind, 0 where the turn ends."""
    follows = np.zeros((len(turns), 1), bool)
    follows[1:, 0] = turns[1:] == turns[:-1]
    leads = np.zeros_like(follows)
    leads[:-1] = follows[1:]
    before, behind = np.zeros_like(logs), np.zeros_like(logs)
    before[1:], behind[:-1] = logs[:-1], logs[1:]
    return [before * follows, ~follows, behind * leads, ~leads]


def _places(of_turn: Ints) -> Floats:
    """Return where in the contact the clause stands, and whether the contact is one text."""
    last = of_turn[-1]
    size = len(of_turn)
    share = of_turn / max(1, last)
    places = np.zeros((size, 6), np.float32)
    places[:, 0] = share
    places[:, 1] = share**2
    places[:, 2] = of_turn == 0
    places[:, 3] = of_turn <= 2
    if last == 0:
        places[:, 4] = 1
        places[:, 5] = np.arange(size) / max(1, size - 1)
    return places


def _operator(text: str) -> tuple[bool, ...]:
    """Return what the operator's turn is about."""
    asked_for = (_ASKS_IDENTITY, _ASKS_MATTER, _IS_SORRY, _LOOKS_UP, _ASKS)
    return (*(bool(sort.search(text)) for sort in asked_for), not text)


def _words(clause: Clause, asked: Sequence[bool], answered: Sequence[bool]) -> list[float]:
    masked = clause.masked
    size = len(_MARKS.sub("", masked))
    asks_identity, _, is_sorry, looks_up, _, is_silent = answered
    return [
        log(size + 1),
        size < 8,
        size < 14,
        *asked,
        is_sorry,
        asks_identity,
        looks_up,
        is_silent,
        bool(_IS_QUESTION.search(masked)),
        bool(_LEADS_ON.search(masked)),
        bool(_PLACEHOLDER.search(masked)),
        bool(_HAS_NUMBER.search(masked)),
        bool(_EXPLAINS.search(masked)),
    ]
