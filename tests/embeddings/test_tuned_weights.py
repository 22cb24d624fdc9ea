"""Compact files of tuned weights: what is kept, how exactly, and what is refused."""

from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import save_file

from embeddings import EncoderError
from embeddings.tuned_weights import TunedMetadata, in_base_numbers, read_tuned, write_tuned

METADATA = TunedMetadata(tier="use", base_sha256="ab12", recipe="r1")
BASES = {"use": "ab12", "e5": "cd34"}


def _matrix(rows: int, width: int, seed: int) -> torch.Tensor:
    return torch.randn(rows, width, generator=torch.Generator().manual_seed(seed))


def _there_and_back(
    path: Path, base: dict[str, torch.Tensor], tuned: dict[str, torch.Tensor]
) -> dict[str, torch.Tensor]:
    write_tuned(path, base, tuned, METADATA)
    return read_tuned(path, BASES).applied(base)


def test_a_matrix_comes_back_to_half_a_step_of_its_rows_and_a_vector_exactly(
    tmp_path: Path,
) -> None:
    base = {"w": _matrix(3, 40, 0), "b": torch.tensor([1.0, 2.0])}
    tuned = {"w": base["w"] + 0.1 * _matrix(3, 40, 1), "b": torch.tensor([1.0, 2.125])}
    found = _there_and_back(tmp_path / "t", base, tuned)
    half_step = (tuned["w"] - base["w"]).abs().amax(dim=1, keepdim=True) / 254
    assert bool(((found["w"] - tuned["w"]).abs() <= half_step * 1.001).all())
    assert found["b"].tolist() == [1.0, 2.125]
    assert base["b"].tolist() == [1.0, 2.0]


def test_three_dimensions_keep_their_shape(tmp_path: Path) -> None:
    base = {"w": torch.zeros(2, 3, 4)}
    found = _there_and_back(tmp_path / "t", base, {"w": torch.full((2, 3, 4), 0.5)})
    assert found["w"].shape == (2, 3, 4)
    assert torch.allclose(found["w"], torch.full((2, 3, 4), 0.5))


def test_what_did_not_change_is_not_stored(tmp_path: Path) -> None:
    base = {"same": _matrix(4, 8, 0), "table": _matrix(1000, 64, 1)}
    tuned = {name: tensor.clone() for name, tensor in base.items()}
    tuned["table"][[3, 998]] += 0.25
    found = _there_and_back(tmp_path / "t", base, tuned)
    assert sorted(read_tuned(tmp_path / "t", BASES).stored) == [
        "table",
        "table.rows",
        "table.scale",
    ]
    assert (tmp_path / "t").stat().st_size < 1_000
    assert torch.allclose(found["table"], tuned["table"], atol=0.25 / 254 * 1.001)
    assert torch.equal(found["table"][:3], base["table"][:3])


def test_a_file_takes_one_byte_a_weight(tmp_path: Path) -> None:
    base = {"w": _matrix(256, 1024, 0)}
    write_tuned(tmp_path / "t", base, {"w": _matrix(256, 1024, 1)}, METADATA)
    assert (tmp_path / "t").stat().st_size < 256 * 1024 * 1.02


@given(st.integers(1, 5), st.integers(1, 40), st.integers(0, 99), st.floats(1e-6, 1e3))
def test_any_change_of_any_size_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: int, width: int, seed: int, size: float
) -> None:
    base = {"w": _matrix(rows, width, seed)}
    tuned = {"w": base["w"] + size * _matrix(rows, width, seed + 100)}
    found = _there_and_back(tmp_path_factory.mktemp("tuned") / "t", base, tuned)["w"]
    change = (tuned["w"] - base["w"]).abs().amax(dim=1, keepdim=True)
    # Beside half a step: the last digit of float32 in base and sum.
    assert bool(((found - tuned["w"]).abs() <= change / 253 + 1e-6).all())


@pytest.mark.parametrize(
    "tuned",
    [
        {"other": torch.zeros(2)},
        {"w": torch.zeros(3, 2)},
        {"w": torch.tensor([[1.0, float("nan")], [0.0, 0.0]])},
        {"w": torch.tensor([[1.0, float("inf")], [0.0, 0.0]])},
    ],
)
def test_weights_that_do_not_fit_are_not_written(
    tmp_path: Path, tuned: dict[str, torch.Tensor]
) -> None:
    with pytest.raises(ValueError):
        write_tuned(tmp_path / "t", {"w": torch.zeros(2, 2)}, tuned, METADATA)
    assert not (tmp_path / "t").exists()


def _key(path: Path) -> str:
    with pytest.raises(EncoderError) as caught:
        read_tuned(path, BASES)
    assert caught.value.values == {"file": path.name}
    return caught.value.key


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert _key(tmp_path / "use.safetensors") == "encoder_tuned_missing"


def test_a_file_cut_short_is_told(tmp_path: Path) -> None:
    path = tmp_path / "use.safetensors"
    write_tuned(path, {"w": torch.zeros(9, 9)}, {"w": torch.ones(9, 9)}, METADATA)
    path.write_bytes(path.read_bytes()[:-5])
    assert _key(path) == "encoder_tuned_unreadable"


def test_other_files_are_told(tmp_path: Path) -> None:
    path = tmp_path / "use.safetensors"
    path.write_bytes(b"")
    assert _key(path) == "encoder_tuned_unreadable"
    save_file({"w": torch.zeros(2)}, str(path))
    assert _key(path) == "encoder_tuned_unreadable"
    save_file({"w": torch.zeros(2)}, str(path), metadata={"voc_themes": '{"tier": "use"}'})
    assert _key(path) == "encoder_tuned_unreadable"


@pytest.mark.parametrize("changed", [{"tier": "e5"}, {"base_sha256": "00"}, {"tier": "hub"}])
def test_weights_of_another_base_are_told(tmp_path: Path, changed: dict[str, str]) -> None:
    path = tmp_path / "tuned.safetensors"
    metadata = METADATA.model_copy(update=changed)
    write_tuned(path, {"w": torch.zeros(2)}, {"w": torch.ones(2)}, metadata)
    assert _key(path) == "encoder_tuned_other_base"


@pytest.mark.parametrize("base", [{}, {"w": torch.zeros(3, 4)}, {"w": torch.zeros(2, 5)}])
def test_names_and_shapes_that_the_base_does_not_have_are_told(
    tmp_path: Path, base: dict[str, torch.Tensor]
) -> None:
    path = tmp_path / "t"
    write_tuned(path, {"w": torch.zeros(2, 4)}, {"w": torch.ones(2, 4)}, METADATA)
    with pytest.raises(EncoderError) as caught:
        read_tuned(path, BASES).applied(base)
    assert caught.value.key == "encoder_tuned_unreadable"


def test_a_changed_file_has_another_sum(tmp_path: Path) -> None:
    base = {"w": torch.zeros(2, 2)}
    sums = {
        write_tuned(tmp_path / "t", base, {"w": torch.full((2, 2), value)}, METADATA)
        for value in (0.5, 0.5, 0.75)
    }
    assert len(sums) == 2
    assert read_tuned(tmp_path / "t", BASES).sha256 in sums


def test_a_shortened_network_gets_the_numbers_of_its_base() -> None:
    state = {"embeddings.a": torch.zeros(1)} | {
        f"encoder.layer.{layer}.output.dense.bias": torch.tensor([float(layer)])
        for layer in range(3)
    }
    found = in_base_numbers(state, (0, 4, 11))
    assert sorted(found) == [
        "embeddings.a",
        "encoder.layer.0.output.dense.bias",
        "encoder.layer.11.output.dense.bias",
        "encoder.layer.4.output.dense.bias",
    ]
    assert found["encoder.layer.11.output.dense.bias"].item() == 2.0
