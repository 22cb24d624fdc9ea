"""Sets of texts: companies of the corpus, public files, and texts of one length."""

from pathlib import Path

import pytest

from benchmarks.encoder_sets import (
    Pairs,
    companies_of,
    first_of_each_label,
    first_pairs,
    read_labelled,
    read_pairs,
)
from benchmarks.encoder_speed import texts_of_length
from embeddings.training.examples import Corpus, Example
from tests.benchmarks.encoder_fakes import COMPANY


def test_companies_hold_their_own_statements_in_order() -> None:
    corpus = Corpus(
        (
            Example("届かない", "delivery", "甲社", "call"),
            Example("高い", "price", "乙社", "mail"),
            Example("遅い", "delivery", "甲社", "chat"),
        )
    )
    found = companies_of(corpus)
    assert list(found) == ["甲社", "乙社"]
    assert found["甲社"].texts == ("届かない", "遅い")
    assert found["甲社"].channels == ("call", "chat")
    assert found["乙社"].labels == ("price",)


def test_a_quick_look_takes_the_first_of_each_label() -> None:
    few = first_of_each_label(COMPANY, 1)
    assert few.texts == ("届かない", "高い")
    assert few.channels == ("call", "call")
    pairs = Pairs("p", ("a1", "a2", "b1", "b2"), (1.0, 2.0))
    assert first_pairs(pairs, 1) == Pairs("p", ("a1", "b1"), (1.0,))


def test_public_files_are_read_by_column_and_split(tmp_path: Path) -> None:
    for name in ("asdc_topics/cluster_L2food_small", "asdc_topics/cluster_L1_small"):
        write(tmp_path / f"{name}.csv", "id,text,label\n1,夕食は何時,時間\n")
    write(tmp_path / "mlit_defects/cluster_small.csv", 'id,text,label\n1,"異音, 振動",機関\n')
    pairs = "id,split,sentence1,sentence2,score\n1,train,a,b,1\n2,valid,c,d,4.5\n"
    write(tmp_path / "sts/jsts_train_valid.csv", pairs)
    write(tmp_path / "sts/jsick_train.csv", pairs)
    assert [texts.texts for texts in read_labelled(tmp_path)][2] == ("異音, 振動",)
    jsts, jsick = read_pairs(tmp_path)
    assert (jsts.texts, jsts.likeness) == (("c", "d"), (4.5,))
    assert (jsick.texts, jsick.likeness) == (("a", "b"), (1.0,))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_texts_are_cut_to_one_length_and_all_differ() -> None:
    found = texts_of_length(["あいうえお", "かきくけこ", "さし"], 3, 6)
    assert found == ["あいう", "えおか", "きくけ", "いうえ", "おかき", "くけこ"]
    with pytest.raises(ValueError, match="only 9 texts"):
        texts_of_length(["あいうえお", "かきくけこ", "さし"], 3, 10)
