"""Name themes from their distinctive words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from pydantic import BaseModel, ConfigDict, Field

from pipelines.themes.terms import Term, TokenLike, terms_of

__all__ = ["NameSettings", "ThemeName", "TokenLike", "distinctive_terms", "name_themes"]

SEPARATOR = "・"

_TermCounts = Counter[tuple[str, bool]]
_Spellings = dict[tuple[str, bool], Counter[str]]


class NameSettings(BaseModel):
    """How names are made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms_in_name: int = Field(default=2, ge=1, le=5)
    terms_listed: int = Field(default=8, ge=1)
    longest_term: int = Field(default=12, ge=2, description="characters; longer ones are no label")
    prior_voices: float = Field(
        default=100.0, gt=0.0, description="weight of the whole corpus as prior, in voices"
    )
    compound_preference: float = Field(
        default=0.6, ge=0.0, description="take the compound when it scores this share of its part"
    )
    stop_words: tuple[str, ...] = (
        "こと", "もの", "ところ", "とき", "時", "件", "方", "場合", "状態", "状況", "感じ", "よう",
        "自分", "最近", "今回", "今日", "昨日", "先日", "以前", "現在", "原因", "思う", "聞く",
        "見る", "無い", "ない", "良い", "知る", "発生", "不具合", "問題", "すみません", "お願い",
        "申し訳", "よる", "とも", "ため", "まま", "なし", "あり", "うえ", "つもり", "一度", "確認",
        "普通", "何日", "うち", "今度", "部分", "ほんと", "本当", "全部", "一番", "さっき", "結局",
        "正直", "笑う", "せん", "くださる", "いただく", "ばあ", "しれない", "まじ", "ごめん", "皆",
        "みな", "お兄さん", "お姉さん", "女性", "男性", "株式会社", "去年", "今年", "来月", "先月",
    )  # fmt: skip


@dataclass(frozen=True)
class ThemeName:
    """A theme's label and its most distinctive terms, best first."""

    name: str
    terms: tuple[str, ...]


@dataclass(frozen=True)
class ScoredTerm:
    """A term as people read it and its log-odds z-score in one theme."""

    shown: str
    is_noun: bool
    score: float


def name_themes(
    documents: Sequence[Sequence[TokenLike]], theme_index: Sequence[int], settings: NameSettings
) -> list[ThemeName]:
    """Name themes 0..k-1 from the tokens of their documents (theme_index -1 = no theme).

    A name is the most distinctive noun or compound and what is said of it, as 入金・反映遅れ.
    Names are unique: equal ones gain further terms, at last a number. A theme whose documents
    hold no usable word is called テーマ and its number.
    """
    names: list[ThemeName] = []
    taken: set[str] = set()
    for theme, scored in enumerate(distinctive_terms(documents, theme_index, settings)):
        chosen = _different_terms(_noun_first(scored), settings.terms_listed)
        label = _unused_label(chosen, settings.terms_in_name, taken) or f"テーマ{theme + 1}"
        name = _numbered(label, taken)
        taken.add(name)
        names.append(ThemeName(name, tuple(term.shown for term in chosen)))
    return names


def distinctive_terms(
    documents: Sequence[Sequence[TokenLike]], theme_index: Sequence[int], settings: NameSettings
) -> list[list[ScoredTerm]]:
    """Score each theme's terms against all other documents, best first.

    Log-odds ratio with informative Dirichlet prior, as z-score, on document counts: Monroe,
    Colaresi & Quinn 2008, "Fightin' Words", doi:10.1093/pan/mpn018. Terms stand in two documents
    of the theme or more, unless too few do.
    """
    per_theme, everywhere, spellings = _count(documents, theme_index, settings)
    sizes = Counter(theme_index)
    ranked = []
    for theme in range(max(theme_index, default=-1) + 1):
        scores = {
            term: _log_odds(count, sizes[theme], everywhere[term], len(documents), settings)
            for term, count in _frequent(per_theme[theme], settings.terms_in_name).items()
        }
        ranked.append(_ranked(_prefer_compounds(scores, settings), spellings))
    return ranked


def _frequent(counts: _TermCounts, wanted: int) -> _TermCounts:
    """Terms of two documents or more; of one, when too few would be left for a name."""
    repeated = Counter({term: count for term, count in counts.items() if count >= 2})
    return repeated if len(repeated) >= wanted else counts


def _count(
    documents: Sequence[Sequence[TokenLike]], theme_index: Sequence[int], settings: NameSettings
) -> tuple[dict[int, _TermCounts], _TermCounts, _Spellings]:
    per_theme: dict[int, _TermCounts] = defaultdict(Counter)
    everywhere: _TermCounts = Counter()
    spellings: _Spellings = defaultdict(Counter)
    for tokens, theme in zip(documents, theme_index, strict=True):
        terms = [term for term in terms_of(tokens) if _is_usable(term, settings)]
        keys = {(term.key, term.is_noun) for term in terms}
        everywhere.update(keys)
        per_theme[theme].update(keys)
        for term in terms:
            spellings[term.key, term.is_noun][term.shown] += 1
    return per_theme, everywhere, spellings


def _is_usable(term: Term, settings: NameSettings) -> bool:
    words = {term.key, term.shown}
    return len(term.shown) <= settings.longest_term and not words & set(settings.stop_words)


def _log_odds(
    inside: int, theme_size: int, everywhere: int, size: int, settings: NameSettings
) -> float:
    prior = settings.prior_voices * everywhere / size
    rest, rest_size = everywhere - inside, size - theme_size
    odds_inside = (inside + prior) / (theme_size + settings.prior_voices - inside - prior + 1.0)
    odds_outside = (rest + prior) / (rest_size + settings.prior_voices - rest - prior + 1.0)
    spread = sqrt(1.0 / (inside + prior) + 1.0 / (rest + prior))
    return log(odds_inside / odds_outside) / spread


def _prefer_compounds(
    scores: dict[tuple[str, bool], float], settings: NameSettings
) -> dict[tuple[str, bool], float]:
    """Lift a compound to its part's score when nearly as distinctive (燃料ポンプ, not 燃料)."""
    best_first = sorted(scores, key=lambda term: (-scores[term], term))[:40]
    lifted = dict(scores)
    for part in best_first:
        for whole in best_first:
            contains = part[0] in whole[0] and len(whole[0]) > len(part[0])
            if contains and scores[whole] >= settings.compound_preference * scores[part] > 0:
                lifted[whole] = max(lifted[whole], scores[part] + 1e-6 * len(whole[0]))
    return lifted


def _ranked(scores: dict[tuple[str, bool], float], spellings: _Spellings) -> list[ScoredTerm]:
    order = sorted(scores, key=lambda term: (-scores[term], term))
    return [
        ScoredTerm(_usual_spelling(spellings[term]), term[1], scores[term])
        for term in order
        if scores[term] > 0
    ]


def _usual_spelling(counts: Counter[str]) -> str:
    return min(counts, key=lambda shown: (-counts[shown], shown))


def _noun_first(scored: list[ScoredTerm]) -> list[ScoredTerm]:
    """A label opens with the thing complained about; the order of the others stays."""
    head = next((place for place, term in enumerate(scored) if term.is_noun), None)
    return scored if head is None else [scored[head], *scored[:head], *scored[head + 1 :]]


def _different_terms(scored: list[ScoredTerm], count: int) -> list[ScoredTerm]:
    chosen: list[ScoredTerm] = []
    for term in scored:
        repeats = any(term.shown in other.shown or other.shown in term.shown for other in chosen)
        if not repeats:
            chosen.append(term)
        if len(chosen) == count:
            break
    return chosen


def _unused_label(chosen: list[ScoredTerm], terms: int, taken: set[str]) -> str:
    label = ""
    for count in range(min(terms, len(chosen)), len(chosen) + 1):
        label = SEPARATOR.join(term.shown for term in chosen[:count])
        if label not in taken:
            break
    return label


def _numbered(label: str, taken: set[str]) -> str:
    number, name = 1, label
    while name in taken:
        number += 1
        name = f"{label}({number})"
    return name
