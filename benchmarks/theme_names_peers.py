"""Names that others would give: the words of class-based TF-IDF, and our own earlier naming.

Both join a theme's best words by ・, as BERTopic's labels do with its words.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log, sqrt

from pipelines.text.tokenise import Token

WORDS_IN_NAME = 2
# Words that say nothing about a topic, as a careful user would stop them.
STOPPED = frozenset(
    {
        *("こと", "もの", "ところ", "とき", "時", "件", "方", "場合", "状態"),
        *("感じ", "よう", "自分", "最近", "今回", "今日", "昨日", "先日", "以前"),
        *("現在", "原因", "思う", "聞く", "見る", "無い", "良い", "知る", "問題"),
        *("お願い", "申し訳", "ため", "まま", "一度", "確認", "普通", "うち", "今度"),
        *("本当", "全部", "一番", "さっき", "結局", "正直", "女性", "男性", "去年"),
        *("今年", "来月", "先月", "毎月"),
    }
)
_PRIOR_TEXTS = 100.0


def ctfidf_names(documents: Sequence[Sequence[Token]], themes: Sequence[int]) -> list[str]:
    """Name themes by class-based TF-IDF (Grootendorst 2022, arXiv:2203.05794), no stop words."""
    inside = _counts([[t.dictionary_form for t in d if t.is_content] for d in documents], themes)
    total = Counter[str]()
    for words in inside.values():
        total.update(words)
    mean = sum(total.values()) / max(len(inside), 1)
    names = []
    for theme in range(max(themes) + 1):
        size = max(sum(inside[theme].values()), 1)
        score = {w: n / size * log(1 + mean / total[w]) for w, n in inside[theme].items()}
        names.append(_joined(score))
    return names


def log_odds_names(documents: Sequence[Sequence[Token]], themes: Sequence[int]) -> list[str]:
    """Name themes by log-odds of words with a stop list: what this project did before."""
    said = [
        sorted({t.dictionary_form for t in d if t.is_content and t.normalised_form not in STOPPED})
        for d in documents
    ]
    inside, size = _counts(said, themes), Counter(themes)
    total = Counter(word for words in said for word in words)
    names = []
    for theme in range(max(themes) + 1):
        score = {
            word: _z_score(count, size[theme], total[word], len(said))
            for word, count in inside[theme].items()
            if count > 1
        }
        names.append(_joined(score))
    return names


def _counts(said: Sequence[Sequence[str]], themes: Sequence[int]) -> dict[int, Counter[str]]:
    inside: dict[int, Counter[str]] = defaultdict(Counter)
    for words, theme in zip(said, themes, strict=True):
        inside[theme].update(words)
    return inside


def _z_score(inside: int, theme_size: int, everywhere: int, size: int) -> float:
    prior = _PRIOR_TEXTS * everywhere / size
    rest = everywhere - inside
    odds = (inside + prior) / (theme_size + _PRIOR_TEXTS - inside - prior + 1.0)
    others = (rest + prior) / (size - theme_size + _PRIOR_TEXTS - rest - prior + 1.0)
    return log(odds / others) / sqrt(1.0 / (inside + prior) + 1.0 / (rest + prior))


def _joined(score: dict[str, float]) -> str:
    best = sorted(score, key=lambda word: (-score[word], word))[:WORDS_IN_NAME]
    return "・".join(best)
