"""`voc adapt`: what it changes and what it leaves, refusals, and the way back."""

import json
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from tests.flows.adapt.adapting import (
    DAY,
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
from tests.flows.conftest import Nights, assert_told, change_settings, copy_home
from tests.flows.stored import (
    ask,
    differences,
    everything,
    leftovers,
    work_tables,
)

# So near to the present weights that no voice is told differently.
HOPELESS = {"steps = 27": "tuned_shares = [0.000001]"}

pytestmark = pytest.mark.heavy


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
    assert ask(adapted, MARKERS) == [(NEXT, "encoder")]
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
    nights: Nights, adapted: Path, night_after: Path, tmp_path: Path
) -> None:
    home = copy_home(night_after, tmp_path / "home")
    march = "from core.theme_period where period_on < '2024-04-01' and grain <> 'week'"
    before = ask(adapted, march + " order by all")
    assert ask(home, march + " order by all") == before != []
    [fingerprint] = installed(home)
    used = ask(
        home,
        "select distinct encoder_fingerprint from core.assignment "
        "inner join core.voice using (voice_id) inner join core.contact using (contact_id) "
        "where received_on = '2024-04-01'",
    )
    assert used == [(fingerprint,)]
    assert ask(home, MARKERS) == SWITCHED
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
