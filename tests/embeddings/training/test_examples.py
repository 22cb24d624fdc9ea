"""The corpus as it is read: what is in it, what is held out, and what is said of broken lines."""

import json
from pathlib import Path

import pytest

from embeddings.errors import EncoderError
from embeddings.training.examples import Example, Theme, Unlabelled, hold_out, read_corpus
from embeddings.training.folds import FOLDS, companies_of_fold
from tests.embeddings.training.small_corpus import CORPUS

PROJECT_CORPUS = Path(__file__).resolve().parents[3] / "corpus"
THEME = {"theme_id": "late", "name_ja": "遅れ", "description_ja": "届かない", "near": ["cold"]}
STATEMENT = {"id": "1", "theme_id": "late", "text": "まだ来ません", "channel": "call"}
OTHER = {"id": "2", "kind": "praise", "text": "どうも", "channel": "chat"}


def _folder(root: Path, **lines: str) -> Path:
    """Write a corpus of one folder; a keyword replaces the text of the file of that name."""
    place = root / "shop"
    place.mkdir()
    usual = {"themes": THEME, "statements": STATEMENT, "other": OTHER}
    for name, row in usual.items():
        text = lines.get(name, json.dumps(row, ensure_ascii=False) + "\n")
        (place / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return root


def _raised(folder: Path) -> tuple[str, dict[str, object]]:
    with pytest.raises(EncoderError) as caught:
        read_corpus(folder)
    return caught.value.key, caught.value.values


def test_a_theme_without_a_company_belongs_to_one_named_like_its_folder(tmp_path: Path) -> None:
    corpus = read_corpus(_folder(tmp_path))
    assert corpus.examples == (Example("まだ来ません", "late", "shop", "call"),)
    assert corpus.unlabelled == (Unlabelled("どうも", ("shop",), "chat"),)
    assert corpus.themes == {"late": Theme("late", "遅れ", "届かない", ("cold",), "shop", "shop")}


def test_a_line_separator_of_unicode_stays_inside_its_line(tmp_path: Path) -> None:
    text = json.dumps(STATEMENT | {"text": "まだ\u2028来ません"}, ensure_ascii=False)
    corpus = read_corpus(_folder(tmp_path, statements=text + "\r\n\n"))
    assert [example.text for example in corpus.examples] == ["まだ\u2028来ません"]


@pytest.mark.parametrize(
    ("lines", "key", "values"),
    [
        (
            {"statements": '{"text": "途中'},
            "training_line_not_json",
            {"file": "shop/statements.jsonl", "line": 1},
        ),
        ({"other": "\n[1]\n"}, "training_line_not_json", {"file": "shop/other.jsonl", "line": 2}),
        (
            {"statements": json.dumps(STATEMENT | {"text": " "})},
            "training_line_without",
            {"file": "shop/statements.jsonl", "line": 1, "column": "text"},
        ),
        (
            {"themes": json.dumps({"theme_id": "late", "name_ja": 3})},
            "training_line_without",
            {"file": "shop/themes.jsonl", "line": 1, "column": "name_ja"},
        ),
        (
            {"statements": json.dumps(STATEMENT | {"theme_id": "lost"})},
            "training_theme_unknown",
            {"file": "shop/statements.jsonl", "line": 1},
        ),
        (
            {"themes": json.dumps(THEME) + "\n" + json.dumps(THEME)},
            "training_theme_twice",
            {"file": "shop/themes.jsonl", "line": 2},
        ),
    ],
)
def test_a_broken_line_is_named_by_file_and_number_only(
    tmp_path: Path, lines: dict[str, str], key: str, values: dict[str, object]
) -> None:
    assert _raised(_folder(tmp_path, **lines)) == (key, values)


def test_a_theme_of_another_folder_is_not_defined_twice(tmp_path: Path) -> None:
    root = _folder(tmp_path)
    (root / "zoo").mkdir()
    for name in ("themes", "statements", "other"):
        (root / "zoo" / f"{name}.jsonl").write_bytes((root / "shop" / f"{name}.jsonl").read_bytes())
    assert _raised(root) == ("training_theme_twice", {"file": "zoo/themes.jsonl", "line": 1})


def test_a_missing_file_and_wrong_bytes_are_named(tmp_path: Path) -> None:
    root = _folder(tmp_path)
    (root / "shop" / "other.jsonl").write_bytes(b"\x82\xa0")
    assert _raised(root) == ("training_file_unreadable", {"file": "shop/other.jsonl"})
    (root / "shop" / "other.jsonl").unlink()
    assert _raised(root) == ("training_file_unreadable", {"file": "shop/other.jsonl"})


def test_an_empty_folder_is_no_corpus(tmp_path: Path) -> None:
    assert _raised(tmp_path) == ("training_corpus_missing", {"folder": str(tmp_path)})


def test_held_out_companies_leave_nothing_behind() -> None:
    kept, held = hold_out(CORPUS, ["みどり"])
    assert kept.groups == ("あおい",)
    assert held.groups == ("みどり",)
    assert set(kept.themes) == {"noise", "cold"}
    assert set(held.themes) == {"late", "double"}
    assert [other.text for other in kept.unlabelled] == ["ありがとうございました"]
    assert set(kept.examples) | set(held.examples) == set(CORPUS.examples)


def test_a_text_that_may_be_of_a_held_out_company_is_held_out() -> None:
    shared = CORPUS.unlabelled[0]._replace(groups=("あおい", "みどり"))
    both = type(CORPUS)(CORPUS.examples, (shared,), CORPUS.themes)
    for company in both.groups:
        assert hold_out(both, [company])[0].unlabelled == ()


def test_an_unknown_company_is_not_passed_over() -> None:
    with pytest.raises(EncoderError) as caught:
        hold_out(CORPUS, ["みどり", "しろい"])
    assert caught.value.key == "training_company_unknown"
    assert caught.value.values == {"company": "しろい", "companies": "あおい, みどり"}


def test_the_projects_corpus_is_whole_and_every_company_is_in_one_fold() -> None:
    corpus = read_corpus(PROJECT_CORPUS)
    assert (len(corpus.themes), len(corpus.examples), len(corpus.unlabelled)) == (330, 10200, 1300)
    folds = [companies_of_fold(corpus, number) for number in range(len(FOLDS))]
    assert [len(companies) for companies in folds] == [3, 4, 4, 4, 6]
    assert sorted(company for companies in folds for company in companies) == list(corpus.groups)
    assert all(near in corpus.themes for theme in corpus.themes.values() for near in theme.near)


def test_a_fold_keeps_the_companies_of_an_author_together() -> None:
    corpus = read_corpus(PROJECT_CORPUS)
    for number in range(len(FOLDS)):
        kept, held = hold_out(corpus, companies_of_fold(corpus, number))
        folders = [{theme.folder for theme in part.themes.values()} for part in (kept, held)]
        assert folders[0] & folders[1] == set()


@pytest.mark.parametrize("number", [-1, 5])
def test_there_is_no_other_fold(number: int) -> None:
    with pytest.raises(EncoderError) as caught:
        companies_of_fold(read_corpus(PROJECT_CORPUS), number)
    assert caught.value.key == "training_fold_unknown"
