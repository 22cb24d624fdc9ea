"""What tells whether a clause states something: its scores, its neighbours, its place in the talk.

The columns and the weights trained on them belong together: a change here needs training anew
(`python -m flows.train_voices`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipelines.text.ngram_model import Floats

Ints = npt.NDArray[np.int64]

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
    columns = [
        logs,
        _column(complaint - logs[:, OTHER]),
        _column(complaint - complaint.max()),
        _mean_by(logs, sentences),
        *_neighbours(logs, turns),
        _column(_max_by(complaint, turns)),
        _places(turns),
        np.array([_words(clause) for clause in clauses], np.float32),
    ]
    return np.hstack(columns).astype(np.float32)


def _column(values: npt.NDArray[np.float32]) -> Floats:
    return values[:, None]


def _mean_by(values: Floats, groups: Ints) -> Floats:
    _, number = np.unique(groups, return_inverse=True)
    sums = np.zeros((number.max() + 1, values.shape[1]), np.float32)
    np.add.at(sums, number, values)
    counts = np.bincount(number)[number].astype(np.float32)
    result: Floats = (sums[number] / counts[:, None]).astype(np.float32)
    return result


def _max_by(values: npt.NDArray[np.float32], groups: Ints) -> npt.NDArray[np.float32]:
    _, number = np.unique(groups, return_inverse=True)
    most = np.full(number.max() + 1, -np.inf, np.float32)
    np.maximum.at(most, number, values)
    return most[number]


def _neighbours(logs: Floats, turns: Ints) -> list[Floats]:
    """Return the scores of the clause before and of the one behind, 0 where the turn ends."""
    follows = np.concatenate([[False], turns[1:] == turns[:-1]])
    leads = np.concatenate([follows[1:], [False]])
    before = np.roll(logs, 1, axis=0) * follows[:, None]
    behind = np.roll(logs, -1, axis=0) * leads[:, None]
    return [before, _column(~follows), behind, _column(~leads)]


def _places(turns: Ints) -> Floats:
    """Return where in the contact the clause stands, and whether the contact is one text."""
    _, order = np.unique(turns, return_inverse=True)
    last = max(1, order.max())
    is_one_text = np.full(len(turns), order.max() == 0)
    within = np.arange(len(turns)) / max(1, len(turns) - 1)
    share = order / last
    return np.column_stack(
        [share, share**2, order == 0, order <= 2, is_one_text, is_one_text * within]
    ).astype(np.float32)


def _words(clause: Clause) -> list[float]:
    size = len(_MARKS.sub("", clause.masked))
    asked, answered, masked = clause.asked, clause.answered, clause.masked
    return [
        np.log(size + 1),
        size < 8,
        size < 14,
        bool(_ASKS_IDENTITY.search(asked)),
        bool(_ASKS_MATTER.search(asked)),
        bool(_IS_SORRY.search(asked)),
        bool(_LOOKS_UP.search(asked)),
        bool(_ASKS.search(asked)),
        not asked,
        bool(_IS_SORRY.search(answered)),
        bool(_ASKS_IDENTITY.search(answered)),
        bool(_LOOKS_UP.search(answered)),
        not answered,
        bool(_IS_QUESTION.search(masked)),
        bool(_LEADS_ON.search(masked)),
        bool(_PLACEHOLDER.search(masked)),
        bool(_HAS_NUMBER.search(masked)),
        bool(_EXPLAINS.search(masked)),
    ]
