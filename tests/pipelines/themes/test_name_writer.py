"""Names that an outside program proposes: what is taken, what is refused, and what failure does."""

import json
import sys
from collections.abc import Collection, Mapping, Sequence

import pytest

from pipelines.themes.name_writer import Asked, CommandWriter, written_names

ASKED = [
    Asked("T1", "返金・振込", ("返金",), ("返金がまだです",)),
    Asked("T2", "アプリ", ("アプリ",), ("落ちます",)),
]


def answers(**names: object):  # type: ignore[no-untyped-def]
    def write(asked: Sequence[Asked], taken: Collection[str], /) -> Mapping[str, object]:
        return names

    return write


def taken_up(**names: object) -> dict[str, str]:
    return written_names(answers(**names), ASKED, {"箱の破損"}, 12)


def test_a_usable_name_is_taken_and_the_other_theme_keeps_its_own() -> None:
    assert taken_up(T1=" 返金の遅れ ") == {"T1": "返金の遅れ"}


@pytest.mark.parametrize(
    "name",
    ["", "遅", "返金が遅いです。", "返金の遅れについてのご意見やご要望", "箱の破損", "アプリ",
     "[氏名1]の返金", "090-1234-5678", "山田様", 5, None],
)  # fmt: skip
def test_what_is_no_name_is_refused(name: object) -> None:
    assert taken_up(T1=name) == {}


def test_two_themes_do_not_get_one_name() -> None:
    assert taken_up(T1="返金の遅れ", T2="返金の遅れ", T9="知らないテーマ") == {"T1": "返金の遅れ"}


def test_a_program_is_asked_in_json_and_answers_in_json() -> None:
    program = (
        "import json, sys; asked = json.load(sys.stdin); "
        "print(json.dumps({one['theme_id']: one['terms'][0] + 'の話' for one in asked['themes']}))"
    )
    writer = CommandWriter([sys.executable, "-c", program])
    assert written_names(writer, ASKED, set(), 12) == {"T1": "返金の話", "T2": "アプリの話"}


@pytest.mark.parametrize(
    "program",
    ["raise SystemExit(3)", "print('no json')", "print([])", "import time; time.sleep(9)"],
)
def test_a_program_that_fails_changes_nothing(program: str) -> None:
    writer = CommandWriter([sys.executable, "-c", program], timeout_seconds=1.0)
    assert written_names(writer, ASKED, set(), 12) == {}


def test_a_program_that_is_missing_changes_nothing() -> None:
    assert written_names(CommandWriter(["/nowhere/namer"]), ASKED, set(), 12) == {}
    assert json.dumps(ASKED[0]._asdict(), ensure_ascii=False).count("返金") == 3
