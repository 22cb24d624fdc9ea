"""The command: hold out and judge, or train on everything and ship; one line for a mistake."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from embeddings import load_encoder, train
from embeddings.checksums import sha256_of_file
from embeddings.training.settings import TrainingSettings
from tests.embeddings.training.small_corpus import CORPUS

QUICK = TrainingSettings(steps=2, themes_per_batch=3, statements_per_theme=2, checkpoint_every=1)


def _write(rows: list[dict[str, object]], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for place in ("a", "b"):
        themes = [t for t in CORPUS.themes.values() if t.folder == place]
        labels = {theme.label for theme in themes}
        examples = [e for e in CORPUS.examples if e.label in labels]
        _write(
            [
                {"theme_id": t.label, "name_ja": t.name, "description_ja": "-", "company": t.group}
                for t in themes
            ],
            folder / place / "themes.jsonl",
        )
        _write(
            [{"theme_id": e.label, "text": e.text, "channel": e.channel} for e in examples],
            folder / place / "statements.jsonl",
        )
        _write([{"text": "どうも"}], folder / place / "other.jsonl")
    return folder


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(train.RECIPES, "use", QUICK)
    monkeypatch.setenv("VOC_LANG", "en")


@pytest.mark.heavy
@pytest.mark.usefixtures("_quick")
def test_held_out_companies_are_judged_and_a_second_call_goes_on(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["--tier", "use", "--corpus", str(corpus), "--hold-out", "あおい"]
    call += ["--work", str(tmp_path / "work"), "--out", str(tmp_path / "out")]
    assert train.main(call) == 0
    first, *steps, company, mean = capsys.readouterr().out.splitlines()
    assert first.startswith("Training use: 6 statements, 2 themes, 1 companies (1 companies held")
    assert len(steps) == 1 and steps[0].startswith("step 2/2, loss ")
    assert company.startswith("あおい: V-measure of KMeans ")
    assert mean == company.replace("あおい", "mean (1 companies)")
    assert not (tmp_path / "out").exists()
    weights = load_encoder(f"path:{tmp_path}/work/encoder").encode(["寒い"])
    assert train.main(call) == 0
    again = capsys.readouterr().out.splitlines()
    assert again == [first, company, mean], "all steps were done already"
    assert np.array_equal(load_encoder(f"path:{tmp_path}/work/encoder").encode(["寒い"]), weights)


@pytest.mark.heavy
@pytest.mark.usefixtures("_quick")
def test_without_a_company_held_out_weights_are_written_with_their_sum(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert train.main(["--tier", "use", "--corpus", str(corpus), "--out", str(out)]) == 0
    assert (
        capsys.readouterr().out.splitlines()[-1].startswith(f"Wrote the trained weights to {out}")
    )
    assert sorted(path.name for path in out.iterdir()) == ["checksums.json", "use.safetensors"]
    sums = json.loads((out / "checksums.json").read_text("utf-8"))
    assert sums == {"use.safetensors": sha256_of_file(out / "use.safetensors")}


@pytest.mark.parametrize(
    ("language", "word"), [("en", "not a JSON object"), ("ja", "ではありません")]
)
def test_a_broken_line_is_told_in_one_line(
    corpus: Path, language: str, word: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("VOC_LANG", language)
    (corpus / "b" / "statements.jsonl").write_text("秘密の声", encoding="utf-8")
    assert train.main(["--tier", "use", "--corpus", str(corpus)]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    assert "b/statements.jsonl" in line and word in line and "秘密" not in line


def test_fold_and_hold_out_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        train.main(["--tier", "use", "--fold", "0", "--hold-out", "food"])
    assert caught.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


def test_importing_the_command_loads_no_model_library() -> None:
    """Help and mistakes in the corpus are told at once."""
    code = (
        "import sys, embeddings.train;"
        "print({'torch', 'sentence_transformers', 'sklearn', 'rich'} & set(sys.modules))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=train.ROOT, capture_output=True, text=True, timeout=120
    )
    assert found.stdout.strip() == "set()", found.stderr
