"""The house itself: who may import whom, what the wheel carries, what the docs say."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from embeddings.shipped_weights import SHIPPED

ROOT = Path(__file__).parent.parent
OURS = ("flows", "pipelines", "embeddings", "warehouse")


def python(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_imports_go_down_only() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_sql_is_built_from_python_strings() -> None:
    built = [
        f"{path.relative_to(ROOT)}:{number}"
        for package in OURS
        for path in (ROOT / package).rglob("*.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if ".execute(f" in line or ".sql(f" in line
    ]
    assert built == []


def test_voc_runs_from_another_folder_and_takes_our_packages(tmp_path: Path) -> None:
    voc = str(Path(sys.executable).parent / "voc")
    done = subprocess.run(
        [voc, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("voc, version ")
    for package in OURS:
        found = python(f"import {package}; print({package}.__path__[0])", tmp_path)
        assert Path(found) == ROOT / package


def test_quick_verbs_load_no_heavy_library(tmp_path: Path) -> None:
    heavy = {"torch", "prefect", "umap", "sklearn", "scipy", "datasketch", "sentence_transformers"}
    code = f"import sys, flows.cli, flows.cli_read; print(sorted({heavy} & set(sys.modules)))"
    assert python(code, tmp_path) == "[]"


def test_data_dictionary_is_what_the_database_says(tmp_path: Path) -> None:
    made = python("import warehouse.dictionary as d; d.main()", ROOT)
    assert made == (ROOT / "docs" / "data-dictionary.md").read_text("utf-8").strip(), (
        "run: make docs"
    )


@pytest.mark.heavy
def test_wheel_carries_sql_settings_corpus_and_weights(tmp_path: Path) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "-o",
            str(tmp_path),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("voc_themes-*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "warehouse/migrations/0001_runs.sql",
        "warehouse/marts/theme_by_month.sql",
        "warehouse/statements/publish_marts.sql",
        "flows/data/config/voc.toml",
        "flows/data/config/sources/table.toml",
        "flows/data/config/messages/ja.toml",
        "flows/data/corpus/retail_telecom/statements.jsonl",
    } <= names
    weights = {f"embeddings/weights/{tier}.safetensors" for tier in SHIPPED}
    assert weights | ({"embeddings/weights/checksums.json"} if SHIPPED else set()) <= names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]
