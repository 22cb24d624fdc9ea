"""`voc adapt`: what it changes and what it leaves, refusals, every kill, and the way back."""

import csv
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from embeddings import load_trainable
from embeddings.saving import save_encoder
from tests.flows.conftest import Nights, assert_told, change_settings, copy_home
from tests.flows.contacts import contacts, write_table
from tests.flows.stored import (
    Tables,
    ask,
    differences,
    everything,
    leftovers,
    work_tables,
)

KILLED = -9
# A Sunday: themes are founded on it.
DAY = date(2024, 3, 31)
NEXT = DAY + timedelta(days=1)  # (the first day of another month)
THEMES, EACH = range(0, 6), range(0, 30)
EAGER = {
    # Weights that never change, of a model that has never heard of any of this.
    "[encoder]": 'name = "use-base"',
    "[adapt]": "min_themes = 2\nmin_wordings = 6\nsteps = 27\nconfidence = 0.01\ntest_share = 0.4",
}
# So near to the present weights that no voice is told differently.
HOPELESS = {"steps = 27": "tuned_shares = [0.000001]"}
# What an encoder has no say in. (Vectors and places are an encoder's own.)
KEPT = (
    "core.theme",
    "core.theme_name",
    "core.theme_example",
    "core.assignment",
    "core.voice",
    "core.period",
    "core.theme_period",
)

pytestmark = pytest.mark.heavy


def kept(home: Path) -> Tables:
    """The tables that an encoder has no say in."""
    return {name: found for name, found in work_tables(home).items() if name in KEPT}


def write_list(home: Path, path: Path) -> Path:
    """Confirm every voice: those of one theme of the corpus for one theme of the home."""
    theme_ids = [
        theme_id for (theme_id,) in ask(home, "select theme_id from core.theme order by 1")
    ]
    voices = ask(
        home,
        "select voice_id, source_contact_id[2:]::integer from core.voice "
        "inner join core.contact using (contact_id) order by all",
    )
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["voice_id", "theme_id"])
        for voice_id, number in voices:
            theme = number // len(EACH)
            if theme < len(theme_ids):
                writer.writerow([voice_id, theme_ids[theme]])
    return path


@pytest.fixture(scope="module")
def settled(nights: Nights, empty_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with themes and a list of confirmed voices; copy it, never run in it."""
    home = copy_home(empty_home, tmp_path_factory.mktemp("adapt") / "settled")
    change_settings(home, EAGER)
    write_table(home / "inbox" / "table" / "first.csv", contacts(THEMES, EACH, DAY))
    assert nights.night(home, DAY).code == 0
    assert len(ask(home, "from core.theme")) >= 2
    # No births later: what changes then is the encoder's doing.
    change_settings(home, {"min_waiting = 40": "growth = 1000"})
    write_list(home, home / "confirmed.csv")
    return home


@pytest.fixture
def home(settled: Path, tmp_path: Path) -> Path:
    return copy_home(settled, tmp_path / "home")


@pytest.fixture(scope="module")
def adapted(nights: Nights, settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home after an undisturbed adaptation; copy it, never run in it."""
    home = copy_home(settled, tmp_path_factory.mktemp("adapt") / "adapted")
    told = adapt(nights, home)
    assert told.code == 0, told.ja
    assert "調整したエンコーダーに切り替えました" in told.ja
    return home


def adapt(nights: Nights, home: Path, *more: str, **fate: object):  # type: ignore[no-untyped-def]
    """Adapt a home to its list."""
    listed = ("--confirmed", str(home / "confirmed.csv"))
    return nights.voc("adapt", "--home", home, *listed, *more, **fate)


def in_force(home: Path) -> str:
    [(fingerprint,)] = ask(
        home, "select fingerprint from core.definition where definition_kind = 'encoder'"
    )
    return str(fingerprint)


def installed(home: Path) -> list[str]:
    path = home / "models" / "installed.json"
    found = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return [one["fingerprint"] for one in found.get("use-base", [])]


def embedded(home: Path) -> dict[str, int]:
    return dict(ask(home, "select encoder_fingerprint, count(*) from core.text_vector group by 1"))


def add_contacts(home: Path, day: date, each: range, first_number: int) -> None:
    rows = contacts(THEMES, each, day, first_number)
    write_table(home / "inbox" / "table" / f"{day}.csv", rows)


def test_a_better_encoder_comes_into_force_and_everything_else_stays(
    settled: Path, adapted: Path
) -> None:
    [fingerprint] = installed(adapted)
    assert in_force(adapted) == fingerprint != in_force(settled)
    assert (adapted / "models" / fingerprint).is_dir()
    assert differences(kept(settled), kept(adapted)) == []
    texts = len(ask(adapted, "from core.text"))
    assert embedded(adapted) == {in_force(settled): texts, fingerprint: texts}
    places = ask(adapted, "select encoder_fingerprint, count(*) from core.theme_shape group by 1")
    themes = len(ask(adapted, "from core.theme"))
    assert dict(places) == {in_force(settled): themes, fingerprint: themes}
    assert ask(adapted, "select marked_on, marker_kind from core.marker") == [(NEXT, "encoder")]
    runs = ask(adapted, "select flow_name, as_of, status from core.run order by started_at")
    assert runs == [("nightly", DAY, "done"), ("adapt", DAY, "done")]
    assert leftovers(adapted) == []
    assert not (adapted / "models" / ".adapting").exists()


def test_status_doctor_and_search_know_of_it(nights: Nights, adapted: Path) -> None:
    status = nights.voc("status", "--home", adapted)
    assert "use-base を" in status.ja and "自社の声で調整したもの" in status.ja
    assert "nightly-20240331" in status.ja
    [fingerprint] = installed(adapted)
    assert fingerprint in nights.voc("doctor", "--home", adapted).ja
    # The published file is of the night before: its own vectors serve.
    found = nights.voc("search", "荷物が届かない", "--home", adapted)
    assert found.code == 0


def test_the_next_night_uses_it_and_closed_months_stay(
    nights: Nights, adapted: Path, tmp_path: Path
) -> None:
    home = copy_home(adapted, tmp_path / "home")
    march = "from core.theme_period where period_on < '2024-04-01' and grain <> 'week'"
    before = ask(home, march + " order by all")
    add_contacts(home, NEXT, range(20, 26), 1000)
    assert nights.night(home, NEXT).code == 0
    assert ask(home, march + " order by all") == before != []
    [fingerprint] = installed(home)
    used = ask(
        home,
        "select distinct encoder_fingerprint from core.assignment "
        "inner join core.voice using (voice_id) inner join core.contact using (contact_id) "
        "where received_on = '2024-04-01'",
    )
    assert used == [(fingerprint,)]
    # The second vote learns in the encoder's space, so it changes with it.
    kinds = ask(home, "select marker_kind from mart.marker order by 1")
    assert kinds == [("encoder",), ("flag_vote",)]
    assert nights.voc("search", "荷物が届かない", "--home", home).code == 0


def test_undo_goes_back_with_a_marker(
    nights: Nights, settled: Path, adapted: Path, tmp_path: Path
) -> None:
    home = copy_home(adapted, tmp_path / "home")
    told = nights.voc("adapt", "--home", home, "--undo")
    assert told.code == 0
    assert "一つ前のエンコーダーに戻しました" in told.ja
    assert in_force(home) == in_force(settled)
    assert installed(home) == []
    assert differences(kept(settled), kept(home)) == []
    assert ask(home, "select marked_on from core.marker") == [(NEXT,), (NEXT,)]
    old = in_force(settled)
    places = f"from core.theme_shape where encoder_fingerprint = '{old}' order by all"
    assert ask(home, places) == ask(settled, places)
    add_contacts(home, NEXT, range(20, 22), 1000)
    assert nights.night(home, NEXT).code == 0
    assert in_force(home) == old
    again = nights.voc("adapt", "--home", home, "--undo")
    assert_told(again, "error_line", "adapt_nothing_to_undo", name="use-base")
    assert again.code == 3


def test_an_encoder_that_is_not_better_is_refused(nights: Nights, home: Path) -> None:
    change_settings(home, HOPELESS)
    before = work_tables(home)
    told = adapt(nights, home)
    assert told.code == 0
    assert "エンコーダーは変えていません" in told.ja
    after = work_tables(home)
    confirmations = after.pop("core.confirmation")
    assert len(confirmations) >= 40 and before.pop("core.confirmation") == []
    # What the list says stands in the log, and is taken up by the next night.
    assert len(after.pop("core.decision")) >= 2 and before.pop("core.decision") == []
    assert len(after.pop("core.pin")) >= 40 and before.pop("core.pin") == []
    assert differences(before, after) == []
    assert installed(home) == []


def test_a_dry_run_changes_nothing(nights: Nights, home: Path) -> None:
    before = everything(home)
    told = adapt(nights, home, "--dry-run")
    assert told.code == 0
    assert "--dry-run なので何も変えていません" in told.ja
    assert differences(before, everything(home)) == []
    assert installed(home) == []


def test_too_few_confirmed_voices_are_refused(nights: Nights, home: Path) -> None:
    told = nights.voc("adapt", "--home", home)
    values = {"voices": 0, "themes": 0, "needed_themes": 2, "needed_voices": 6}
    assert_told(told, "error_line", "adapt_too_few", **values)
    assert told.code == 3


def test_bad_rows_are_kept_with_a_reason_and_the_rest_counts(nights: Nights, home: Path) -> None:
    path = home / "confirmed.csv"
    path.write_text(path.read_text("utf-8") + "v0,T0001\n", "utf-8")
    told = adapt(nights, home)
    assert told.code == 3
    assert "調整したエンコーダーに切り替えました" in told.ja
    [line] = (home / "quarantine/confirmed/confirmed.csv.rejects.jsonl").read_text().splitlines()
    assert json.loads(line)["reason"] == "unknown_voice"


def test_a_night_at_work_is_not_disturbed(nights: Nights, home: Path) -> None:
    with FileLock(home / ".running.lock"):
        told = adapt(nights, home)
    assert told.code == 4
    assert_told(told, "error_line", "busy", home=home.resolve())


def test_undo_goes_with_nothing_else(nights: Nights, home: Path) -> None:
    assert nights.voc("adapt", "--home", home, "--undo", "--dry-run").code == 2


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
def test_an_undo_killed_once(nights: Nights, adapted: Path, tmp_path: Path, point: str) -> None:
    home = copy_home(adapted, tmp_path / "home")
    # Texts that the old encoder has not seen.
    add_contacts(home, NEXT, range(30, 40), 1000)
    assert nights.night(home, NEXT).code == 0
    undisturbed = copy_home(home, tmp_path / "undisturbed")
    back = ("adapt", "--undo", "--home")
    assert nights.voc(*back, undisturbed).code == 0
    assert nights.voc(*back, home, kill=point).code == KILLED
    assert nights.voc(*back, home).code == 0
    assert differences(everything(undisturbed), everything(home)) == []
    assert installed(home) == []


def test_the_old_vectors_serve_until_the_switch(nights: Nights, home: Path, settled: Path) -> None:
    assert adapt(nights, home, kill="embed/after-commit").code == KILLED
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


def test_a_night_ends_a_switch_that_was_cut_off(nights: Nights, home: Path, settled: Path) -> None:
    assert adapt(nights, home, kill="replace/installed.json/after").code == KILLED
    assert in_force(home) == in_force(settled)
    add_contacts(home, NEXT, range(20, 22), 1000)
    assert nights.night(home, NEXT).code == 0
    assert in_force(home) == installed(home)[0]
    marked = "select marked_on from core.marker where marker_kind = 'encoder'"
    assert ask(home, marked) == [(NEXT,)]
    assert nights.voc("adapt", "--home", home).code == 0
    assert ask(home, marked) == [(NEXT,)]


def test_undo_gives_up_a_move_that_was_only_begun(
    nights: Nights, home: Path, settled: Path
) -> None:
    assert adapt(nights, home, kill="embed/after-commit").code == KILLED
    told = nights.voc("adapt", "--home", home, "--undo")
    assert (told.code, "取りやめました" in told.ja) == (0, True)
    runs = ask(home, "select status, error_type from core.run where flow_name = 'adapt'")
    assert runs == [("failed", "given up")]
    assert in_force(home) == in_force(settled)
    assert installed(home) == []
    assert not (home / "models" / ".adapting").exists()


def test_weights_that_were_changed_are_told_and_undo_still_works(
    nights: Nights, adapted: Path, tmp_path: Path
) -> None:
    home = copy_home(adapted, tmp_path / "home")
    folder = home / "models" / installed(home)[0]
    shutil.rmtree(folder)
    told = nights.night(home, NEXT)
    assert told.code == 3
    assert_told(told, "error_line", "installed_changed", folder=folder)
    assert nights.voc("adapt", "--home", home, "--undo").code == 0
    assert nights.night(home, NEXT).code == 0


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
    marked = ask(home, "select marked_on, marker_kind from core.marker order by 2")
    assert marked == [(NEXT, "encoder"), (NEXT, "flag_vote")]
    themes = work_tables(settled)["core.theme"]
    assert set(themes) <= set(work_tables(home)["core.theme"])
    places = f"from core.theme_shape where encoder_fingerprint = '{in_force(home)}'"
    assert len(ask(home, places)) >= len(themes)
