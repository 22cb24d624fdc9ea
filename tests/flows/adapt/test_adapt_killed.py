"""`voc adapt` killed at every moment, and switches of the encoder that were cut off."""

from datetime import timedelta
from pathlib import Path

import pytest

from embeddings import load_trainable
from embeddings.saving import save_encoder
from tests.flows.adapt.adapting import (
    KILLED,
    MARKERS,
    NEXT,
    SWITCHED,
    adapt,
    add_contacts,
    embedded,
    in_force,
    installed,
    kept,
)
from tests.flows.conftest import Nights, copy_home
from tests.flows.stored import ask, differences, everything, leftovers, work_tables

pytestmark = pytest.mark.heavy

POINTS = (
    # Training, after step 25 of 27.
    "replace/confirmed.pt/after",
    "replace/verdict.json/before",
    "replace/verdict.json/after",
    "adapt/on-shelf",
    "replace/move.json/before",
    "replace/move.json/after",
    "embed/before-commit",
    "embed/after-commit",
    "embed/before-final-commit",
    "replace/installed.json/before",
    "replace/installed.json/after",
    "switch/before-final-commit",
    "adapt/before-clear",
)


def test_killed_at_every_moment_in_turn(nights: Nights, home: Path, adapted: Path) -> None:
    survived = [point for point in POINTS if adapt(nights, home, kill=point).code != KILLED]
    assert survived == []
    assert adapt(nights, home).code == 0
    assert differences(everything(adapted), everything(home)) == []
    assert installed(home) == installed(adapted)
    assert leftovers(home) == []
    assert not (home / "models" / ".adapting").exists()


@pytest.mark.parametrize("point", ["embed/after-commit", "replace/installed.json/after"])
def test_an_undo_killed_once(nights: Nights, night_after: Path, tmp_path: Path, point: str) -> None:
    home = copy_home(night_after, tmp_path / "home")
    undisturbed = copy_home(home, tmp_path / "undisturbed")
    back = ("adapt", "--undo", "--home")
    assert nights.voc(*back, undisturbed).code == 0
    assert nights.voc(*back, home, kill=point).code == KILLED
    assert nights.voc(*back, home).code == 0
    assert differences(everything(undisturbed), everything(home)) == []
    assert installed(home) == []


def test_the_old_vectors_serve_until_the_switch(
    nights: Nights, cut_off: Path, settled: Path, tmp_path: Path
) -> None:
    home = copy_home(cut_off, tmp_path / "home")
    old = in_force(settled)
    assert in_force(home) == old and installed(home) == []
    assert "切り替えが途中で止まっています" in nights.voc("status", "--home", home).ja
    add_contacts(home, NEXT, range(20, 22), 1000)
    assert nights.night(home, NEXT).code == 0
    assert in_force(home) == old
    assert nights.voc("search", "荷物が届かない", "--home", home).code == 0
    assert embedded(home)[old] == len(ask(home, "from core.text"))

    before = kept(home)
    told = nights.voc("adapt", "--home", home)
    assert told.code == 0
    assert "途中で止まっていた切り替えを最後まで終えました" in told.ja
    assert in_force(home) == installed(home)[0] != old
    assert differences(before, kept(home)) == []
    assert ask(home, "select marked_on from core.marker") == [(NEXT + timedelta(days=1),)]


def test_a_night_ends_a_switch_that_was_cut_off(
    nights: Nights, cut_off: Path, settled: Path, tmp_path: Path
) -> None:
    home = copy_home(cut_off, tmp_path / "home")
    assert adapt(nights, home, kill="replace/installed.json/after").code == KILLED
    assert in_force(home) == in_force(settled)
    add_contacts(home, NEXT, range(20, 22), 1000)
    assert nights.night(home, NEXT).code == 0
    assert in_force(home) == installed(home)[0]
    assert ask(home, MARKERS) == SWITCHED
    assert nights.voc("adapt", "--home", home).code == 0
    assert ask(home, MARKERS) == SWITCHED


def test_undo_gives_up_a_move_that_was_only_begun(
    nights: Nights, cut_off: Path, settled: Path, tmp_path: Path
) -> None:
    home = copy_home(cut_off, tmp_path / "home")
    told = nights.voc("adapt", "--home", home, "--undo")
    assert (told.code, "取りやめました" in told.ja) == (0, True)
    runs = ask(home, "select status, error_type from core.run where flow_name = 'adapt'")
    assert runs == [("failed", "given up")]
    assert in_force(home) == in_force(settled)
    assert installed(home) == []
    assert not (home / "models" / ".adapting").exists()


def test_another_encoder_in_the_settings_goes_the_same_way(
    nights: Nights, home: Path, settled: Path, tmp_path: Path
) -> None:
    encoder = load_trainable("use-base")
    for parameter in encoder.model.parameters():
        parameter.data.mul_(1.01)
    (tmp_path / "own").mkdir()
    save_encoder(encoder, tmp_path / "own", recipe="test")
    path = home / "voc.toml"
    own = path.read_text("utf-8").replace('"use-base"', f'"path:{tmp_path / "own"}"')
    path.write_text(own, "utf-8")
    add_contacts(home, NEXT, range(20, 26), 1000)
    # Killed while it embeds anew: the old encoder is in force and has all its vectors.
    assert nights.night(home, NEXT, kill="embed/after-commit").code == KILLED
    old = in_force(settled)
    assert in_force(home) == old
    assert embedded(home)[old] == embedded(settled)[old]
    march = "from core.theme_period where period_on < '2024-04-01' and grain <> 'week'"
    before = ask(home, march + " order by all")

    assert nights.night(home, NEXT).code == 0
    assert in_force(home) != old
    assert ask(home, march + " order by all") == before
    assert ask(home, MARKERS) == SWITCHED
    themes = work_tables(settled)["core.theme"]
    assert set(themes) <= set(work_tables(home)["core.theme"])
    places = f"from core.theme_shape where encoder_fingerprint = '{in_force(home)}'"
    assert len(ask(home, places)) >= len(themes)
