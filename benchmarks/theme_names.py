"""How good theme names are: on the companies of the corpora, against the names people gave.

`python -m benchmarks.theme_names --corpus ../shared/corpus --work <folder of benchmarks.encoders>`

Two inputs: every gold theme's statements as one theme ("gold"), and the themes that our own
discovery finds on vectors of an encoder that never saw the company ("found"); a found theme is
well matched when at least 60 % of its statements are of one gold theme and it holds at least 30 %
of that theme. Irrelevant voices are a quarter of all. Counted are names that share a content word
with the gold theme's name or description (by normalised form), names that lead back to the right
gold theme (nearest gold name by an encoder that made no name), names that are neither a noun
phrase nor a short clause in plain form (荷物が届かない), fillers, and names that two themes of a
company share.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.encoder_folds import FoldModels, recipes
from benchmarks.theme_names_peers import STOPPED, ctfidf_names, log_odds_names
from benchmarks.themes_sets import VoiceSet, company_sets
from embeddings import Encoder
from embeddings.training.examples import Corpus, read_corpus
from pipelines.text.tokenise import Token, Tokeniser
from pipelines.themes.centroids import unit_rows
from pipelines.themes.discover import DiscoverSettings, discover
from pipelines.themes.mentions import mentions_of
from pipelines.themes.name import NameRules, NameSettings, name_themes
from pipelines.themes.name_words import NameWords, parse_name_words
from pipelines.themes.term_counts import TermCounts

# Folders whose gold names were read while the naming was made; the others only scored it.
DEVELOPED_ON = ("retail_telecom", "food", "apps", "housing", "care", "leisure")
WELL_MATCHED, HELD = 0.6, 0.3
TIER, JUDGE = "use", "e5"
_PLAIN_ENDINGS = ("ない", "れる", "られる", "ぬ")
FILLER_KINDS = ("感動詞", "代名詞", "接続詞", "副詞", "連体詞")


@dataclass(frozen=True)
class Named:
    """One named theme: by whom, its name, and the gold theme that it is."""

    subject: str
    source: str
    company: str
    name: str
    gold: str


@dataclass(frozen=True)
class Tools:
    """What naming and judging need."""

    corpus: Corpus
    tokeniser: Tokeniser
    words: NameWords
    folds: FoldModels


def main() -> None:
    """Read the arguments, name, judge, print, and keep all names in `names.jsonl`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--show", choices=("none", "developed", "all"), default="none")
    given = parser.parse_args()
    corpus = read_corpus(given.corpus)
    config = Path(__file__).parents[1] / "config" / "theme_names.toml"
    tools = Tools(
        corpus,
        Tokeniser(),
        parse_name_words(config.read_text("utf-8")),
        FoldModels(corpus, given.work / "folds", given.work / "unpacked", recipes(None)),
    )
    lines: list[dict[str, object]] = []
    for voices in company_sets(given.corpus, given.work):
        lines += _judged(list(_named(voices, tools)), tools)
        with given.out.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    _report(lines)
    _show(lines, given.show, tools.corpus)


def _named(voices: VoiceSet, tools: Tools) -> list[Named]:
    documents = [tools.tokeniser.tokenise(text) for text in voices.texts]
    vectors = voices.vectors[TIER]
    golds = sorted({e.label for e in tools.corpus.examples if e.group == voices.name})
    encoder = tools.folds.loader(TIER)(tools.folds.fold_of[voices.name])
    found = discover(vectors, np.ones(len(vectors)), DiscoverSettings())
    sources = {"gold": voices.themes, "found": np.asarray(found.labels)}
    named = []
    for source, labels in sources.items():
        matched = _matched(labels, voices.themes)
        subjects = {
            "ours": _ours(documents, labels, vectors, encoder, tools.words),
            "earlier": log_odds_names(documents, labels.tolist()),
            "c-TF-IDF": ctfidf_names(documents, labels.tolist()),
        }
        for subject, names in subjects.items():
            named += [
                Named(subject, source, voices.name, names[theme], golds[gold] if gold >= 0 else "")
                for theme, gold in enumerate(matched)
            ]
    return named


def _ours(
    documents: Sequence[Sequence[Token]],
    labels: np.ndarray,
    vectors: np.ndarray,
    encoder: Encoder,
    words: NameWords,
) -> list[str]:
    settings = NameSettings()
    said = [mentions_of(tokens, words) for tokens in documents]
    kinds = ["complaint"] * len(said)
    counts = TermCounts(said, labels.tolist(), settings.prior_texts, kinds)
    themes = range(int(labels.max()) + 1)
    centroids = unit_rows(np.stack([vectors[labels == theme].mean(axis=0) for theme in themes]))
    rules = NameRules(words, settings, encoder.encode)
    names = name_themes(counts, centroids, dict.fromkeys(themes, ""), (), rules)
    return [names[theme].name for theme in themes]


def _matched(labels: np.ndarray, truth: np.ndarray) -> list[int]:
    """Return the gold theme of each theme that is well matched, -1 for the others."""
    sizes = Counter(truth.tolist())
    found = []
    for theme in range(int(labels.max()) + 1):
        inside = truth[labels == theme]
        gold, count = Counter(inside.tolist()).most_common(1)[0]
        good = gold >= 0 and count >= WELL_MATCHED * len(inside) and count >= HELD * sizes[gold]
        found.append(gold if good else -1)
    return found


def _judged(named: Sequence[Named], tools: Tools) -> list[dict[str, object]]:
    company = named[0].company
    judge = tools.folds.loader(JUDGE)(tools.folds.fold_of[company])
    golds = sorted({e.label for e in tools.corpus.examples if e.group == company})
    gold_names = judge.encode([tools.corpus.themes[gold].name for gold in golds])
    nearest = (judge.encode([n.name for n in named]) @ gold_names.T).argmax(axis=1)
    times = Counter((n.subject, n.source, n.name) for n in named)
    return [
        {
            **vars(one),
            "folder": tools.corpus.themes[golds[0]].folder,
            "shares_word": bool(one.gold) and _shares_word(one, tools),
            "leads_back": bool(one.gold) and golds[int(near)] == one.gold,
            "is_filler": _is_filler(one.name, tools.tokeniser),
            "is_sentence": _is_sentence(one.name, tools.tokeniser),
            "is_double": times[one.subject, one.source, one.name] > 1,
        }
        for one, near in zip(named, nearest, strict=True)
    ]


def _shares_word(one: Named, tools: Tools) -> bool:
    theme = tools.corpus.themes[one.gold]
    gold = _content(f"{theme.name}。{theme.description}", tools.tokeniser)
    return bool(_content(one.name, tools.tokeniser) & gold)


def _content(text: str, tokeniser: Tokeniser) -> set[str]:
    return {token.normalised_form for token in tokeniser.tokenise(text) if token.is_content}


def _is_filler(name: str, tokeniser: Tokeniser) -> bool:
    """A name all of whose words are stopped, or that holds an interjection, pronoun or adverb."""
    tokens = tokeniser.tokenise(name)
    words = {token.normalised_form for token in tokens if token.is_content}
    return words <= STOPPED or any(token.part_of_speech in FILLER_KINDS for token in tokens)


def _is_sentence(name: str, tokeniser: Tokeniser) -> bool:
    """A name longer than 20 characters, or with a part that a name cannot end in or consists of.

    A clause names a thing before its plain predicate (荷物が届かない); 入金・反映する does not.
    """
    if len(name) > 20:
        return True
    parts = [tokeniser.tokenise(part) for part in name.replace("(", "・").strip(")").split("・")]
    return any(not part or not _may_end(part) for part in parts)


def _may_end(part: Sequence[Token]) -> bool:
    """A noun, or a predicate in plain form after a thing with its particle.

    溶け and 入れ忘れ, which Sudachi calls verbs, are nouns after の.
    """
    last = part[-1]
    if last.part_of_speech == "助詞":
        return False
    if last.part_of_speech == "助動詞" and last.dictionary_form not in _PLAIN_ENDINGS:
        return False
    is_finite = last.surface == last.dictionary_form
    if last.part_of_speech in ("動詞", "形容詞", "助動詞") and is_finite:
        return any(token.surface in ("が", "を", "に", "で", "から") for token in part[:-1])
    return True


def _report(lines: Sequence[dict[str, object]]) -> None:
    heads = ["companies", "themes", "naming", "n", "shares a word", "leads back"]
    heads += ["no name", "filler", "double"]
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|")
    halves: dict[str, Callable[[object], bool]] = {
        "developed on": lambda folder: folder in DEVELOPED_ON,
        "held out": lambda folder: folder not in DEVELOPED_ON,
    }
    for half, belongs in halves.items():
        groups: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
        for line in lines:
            if belongs(line["folder"]):
                groups[str(line["source"]), str(line["subject"])].append(line)
        for (source, subject), group in groups.items():
            matched = [line for line in group if line["gold"]]
            shares = [_share(matched, key) for key in ("shares_word", "leads_back")]
            shares += [_share(group, key) for key in ("is_sentence", "is_filler", "is_double")]
            print(
                f"| {half} | {source} | {subject} | {len(matched)} | " + " | ".join(shares) + " |"
            )


def _share(lines: Sequence[dict[str, object]], key: str) -> str:
    return f"{np.mean([bool(line[key]) for line in lines]):.3f}" if lines else "-"


def _show(lines: Sequence[dict[str, object]], which: str, corpus: Corpus) -> None:
    for line in lines:
        is_shown = which == "all" or (which == "developed" and line["folder"] in DEVELOPED_ON)
        if is_shown and line["subject"] == "ours":
            gold = corpus.themes[str(line["gold"])].name if line["gold"] else "-"
            print(line["source"], line["company"], line["name"], "|", gold)


if __name__ == "__main__":
    main()
