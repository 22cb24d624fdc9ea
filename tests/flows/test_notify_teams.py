"""Teams of alerts and targets of notices fit together, or voc.toml, doctor and the list say so."""

from pathlib import Path

import pytest

from flows.cli import main
from flows.doctor import examine
from flows.errors import SettingsError
from flows.home import Home, init_home, open_home
from flows.messages import LANGUAGES, catalogue
from flows.notify_desk import look_at_targets, teams_without_target
from flows.settings import load_settings
from pipelines.night import Problem
from tests.flows.test_notices import YESTERDAY, switch_on, titles, told_night, write_urls
from tests.pipelines.notices.raised import spike, store
from tests.pipelines.notices.sinks import WebSink

TEAMS = """
[[alerts.team]]
name = "品質保証"
categories = ["製品の不具合"]

[[alerts.team]]
name = "請求 第2課"
products = ["A"]
"""
TARGETS = """
[notify.targets."品質"]
events = ["alerts"]
teams = ["品質保証"]
"""


def home_of(folder: Path, web: WebSink, *names: str, more: str = TARGETS) -> Home:
    """Return a home with two teams whose notices are on, with targets of these names."""
    made, _ = init_home(folder / "home")
    switch_on(made, TEAMS + more)
    lines = [f"{name} = json://127.0.0.1:{web.port}/{number}" for number, name in enumerate(names)]
    write_urls(made, "\n".join(lines))
    return open_home(made.folder)


def refused(folder: Path, text: str) -> SettingsError:
    path = folder / "voc.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as error:
        load_settings(path)
    for language in LANGUAGES:
        assert "\n" not in catalogue(language).text(error.value.key, error.value.values)
    return error.value


def test_alerts_of_a_team_arrive_at_its_address_and_others_at_that_of_the_house(
    tmp_path: Path, web: WebSink, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_of(tmp_path, web, "品質", "全社")
    teams = (("all", "品質保証"), ("品質保証",), ("請求 第2課",), ("all",))
    with home.open_work() as con:
        store(con, [spike(number, YESTERDAY, told) for number, told in enumerate(teams, start=1)])
    for _ in range(2):
        assert told_night(home) == []
    assert titles(web, "0") == ["【voc】急な増加: 解約時の違約金(T0001) ほか1件"]
    assert titles(web, "1") == ["【voc】急な増加: 解約時の違約金(T0001) ほか2件"]
    [house] = web.told("/1")
    assert [line for line in house["message"].splitlines() if line.startswith("部署")] == [
        "部署: 品質保証", "部署: 請求 第2課",
    ]  # fmt: skip
    assert main(["notify", "list", "--home", str(home.folder)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "部署の宛先がないため、部署のない宛先に送った増え方の知らせ 1 件。"
    )


def test_alerts_that_reach_nobody_are_a_problem_of_the_night_and_stand_in_the_list(
    tmp_path: Path, web: WebSink, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_of(tmp_path, web, "品質")
    with home.open_work() as con:
        store(con, [spike(1, YESTERDAY), spike(2, YESTERDAY, ("請求 第2課",))])
    assert told_night(home) == [Problem("notices_without_target", {"count": 2})]
    assert told_night(home) == []
    assert main(["notify", "list", "--home", str(home.folder)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "受け取る宛先がなく、だれにも送っていない増え方の知らせ 2 件。"
    )


@pytest.mark.parametrize(
    ("more", "key", "values"),
    [
        (
            '[notify.targets.cs]\nteams = ["品質保障"]',
            "notify_team_unknown",
            {"target": "cs", "team": "品質保障", "teams": "all, 品質保証, 請求 第2課"},
        ),
        (
            '[notify.targets.cs]\nteams = ["all", ""]',
            "notify_team_unknown",
            {"target": "cs", "team": "", "teams": "all, 品質保証, 請求 第2課"},
        ),
        (
            '[notify.targets.cs]\nevents = ["review"]\nteams = ["品質保証"]',
            "notify_teams_without_alerts",
            {"target": "cs"},
        ),
        (
            '[notify.targets.cs]\nteam = ["品質保証"]',
            "settings_unknown_key",
            {"setting": "notify.targets.cs.team", "nearest": "notify.targets.cs.teams"},
        ),
        (
            '[[alerts.team]]\nnmae = "c"',
            "settings_unknown_key",
            {"setting": "alerts.team.2.nmae", "nearest": "alerts.team.2.name"},
        ),
    ],
)
def test_a_slip_in_teams_is_refused_on_one_line(
    tmp_path: Path, more: str, key: str, values: dict[str, str]
) -> None:
    error = refused(tmp_path, TEAMS + more)
    assert (error.key, error.values) == (key, {"file": "voc.toml", **values})


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ('[notify.targets.cs]\nteams = "品質保証"', "notify.targets.cs.teams"),
        ("[notify.targets.cs]\nteams = [1]", "notify.targets.cs.teams.0"),
        ('[notify]\ntargets = ["cs"]', "notify.targets"),
        ('[[alerts.team]]\nname = "all"', "alerts.team"),
    ],
)
def test_a_value_of_another_shape_is_refused_by_its_place(
    tmp_path: Path, text: str, setting: str
) -> None:
    error = refused(tmp_path, text)
    assert (error.key, error.values["setting"]) == ("settings_bad_value", setting)


def test_teams_without_a_target_are_named_unless_nobody_is_told_of_alerts(
    tmp_path: Path, web: WebSink
) -> None:
    home = home_of(tmp_path, web, "品質", "全社")
    assert teams_without_target(home, ["品質", "全社"]) == ["請求 第2課"]
    with pytest.raises(SettingsError) as error:
        teams_without_target(home, ["品質"])
    assert error.value.key == "notify_house_without_target"
    assert teams_without_target(home, []) == []


@pytest.mark.parametrize(
    ("names", "is_well", "told"),
    [
        (("品質", "全社"), True, "宛先のない部署: 請求 第2課"),
        (("品質",), False, 'teams に "all" を加えてください'),
    ],
)
def test_doctor_tells_of_teams_without_a_target(
    tmp_path: Path, web: WebSink, names: tuple[str, ...], is_well: bool, told: str
) -> None:
    home = home_of(tmp_path, web, *names)
    [found] = [one for one in examine(home.folder, catalogue("ja")) if one.subject == "お知らせ"]
    assert (found.is_well, told in found.detail) == (is_well, True)


def test_one_address_under_two_names_is_refused_where_it_would_be_told_twice(
    tmp_path: Path, web: WebSink
) -> None:
    home = home_of(
        tmp_path, web, "品質", "全社", more='[notify.targets."品質"]\nevents = ["review"]'
    )
    same = "品質 = json://127.0.0.1/same\n全社 = json://127.0.0.1/same\n"
    write_urls(home, same)
    with pytest.raises(SettingsError) as error:
        look_at_targets(home, {})
    assert (error.value.key, error.value.values) == (
        "notify_same_url", {"first": "品質", "second": "全社"},
    )  # fmt: skip
    path = home.folder / "voc.toml"
    text = path.read_text("utf-8") + '\n[notify.targets."全社"]\nevents = ["alerts", "failure"]\n'
    path.write_text(text, "utf-8")
    assert list(look_at_targets(open_home(home.folder), {})) == ["品質", "全社"]


def test_a_home_that_is_on_without_any_target_says_so_every_night(
    tmp_path: Path, web: WebSink
) -> None:
    home = home_of(tmp_path, web, more="")
    file = home.folder / "notify.urls"
    assert told_night(home) == [Problem("notify_no_target", {"file": file})]
