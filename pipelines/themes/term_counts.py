"""How often each theme mentions a term, and how distinctive that is."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log, sqrt

from pipelines.themes.mentions import Mentions

Term = tuple[str, ...]
KINDS = {"complaint": "不満", "request": "要望", "inquiry": "問い合わせ", "praise": "お褒めの言葉"}
OTHER_KIND = "申し出"


def thing(key: str) -> Term:
    """Return the term of a thing."""
    return ("thing", key)


def head(name: str) -> Term:
    """Return the term of a head."""
    return ("head", name)


class TermCounts:
    """Texts that mention a term, per theme and in all; theme -1 is no theme.

    Terms are things, heads, links (a head near a thing), said (a head that the grammar says of a
    thing) and pairs (AのB). `kinds` are the kinds of the texts, where they are known.
    """

    def __init__(
        self,
        said: Sequence[Mentions],
        theme_index: Sequence[int],
        prior_texts: float,
        kinds: Sequence[str | None] = (),
    ) -> None:
        self._kinds: dict[int, Counter[str]] = defaultdict(Counter)
        for theme, kind in zip(theme_index, kinds, strict=False):
            self._kinds[theme][kind or ""] += 1
        self.count_themes = max(theme_index, default=-1) + 1
        self.sizes = Counter(theme_index)
        self.inside: dict[int, Counter[Term]] = defaultdict(Counter)
        self.everywhere: Counter[Term] = Counter()
        self._prior = prior_texts
        self._size = len(said)
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for mentions, theme in zip(said, theme_index, strict=True):
            terms = _terms(mentions)
            self.inside[theme].update(terms)
            self.everywhere.update(terms)
            for key, shown in mentions.things.items():
                self._spellings[key][shown] += 1

    def distinctiveness(self, theme: int, term: Term) -> float:
        """Return the term's log-odds z-score in a theme against all other texts.

        Log-odds ratio with informative Dirichlet prior on text counts: Monroe, Colaresi & Quinn
        2008, "Fightin' Words", doi:10.1093/pan/mpn018.
        """
        inside, everywhere = self.inside[theme][term], self.everywhere[term]
        size, prior = self.sizes[theme], self._prior * everywhere / self._size
        rest, rest_size = everywhere - inside, self._size - size
        odds_inside = (inside + prior) / (size + self._prior - inside - prior + 1.0)
        odds_outside = (rest + prior) / (rest_size + self._prior - rest - prior + 1.0)
        spread = sqrt(1.0 / (inside + prior) + 1.0 / (rest + prior))
        return log(odds_inside / odds_outside) / spread

    def kind_of(self, theme: int) -> str:
        """Return what most of a theme's texts are, as a name says it."""
        kinds = self._kinds[theme]
        most = max(kinds, key=lambda kind: (kinds[kind], kind), default="")
        return KINDS.get(most, OTHER_KIND)

    def shown(self, key: str) -> str:
        """Return a thing's most usual spelling."""
        spellings = self._spellings[key]
        return min(spellings, key=lambda spelt: (-spellings[spelt], spelt))


def _terms(mentions: Mentions) -> set[Term]:
    return {
        *(thing(key) for key in mentions.things),
        *(head(name) for name in mentions.heads),
        *(("link", *link) for link in mentions.links),
        *(("said", *link) for link in mentions.said),
        *(("pair", *pair) for pair in mentions.pairs),
    }
