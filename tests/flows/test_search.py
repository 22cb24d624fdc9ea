"""`voc search`: near voices and themes from the published file, in words people can use."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from embeddings import EncoderError
from flows import house
from flows.cli import main
from flows.data_files import config_folder
from flows.messages import catalogue
from tests.pipelines.search.small_search import Said, Vector, publish


class Direction:
    """An encoder that knows two words: 届 points to the east, 請求 to the north."""

    dimension = 2

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint

    def encode(self, texts: Sequence[str], progress: object = None) -> np.ndarray:
        """Return one of three directions a text."""
        known: dict[str, Vector] = {"届": (1.0, 0.0), "請求": (0.0, 1.0)}
        found = [
            next((vector for word, vector in known.items() if word in text), (0.6, 0.8))
            for text in texts
        ]
        return np.array(found, dtype=np.float32)


VOICES = [
    Said("a", "late", "2024-03-01", "T0001", product="光回線", masked="[氏名1]です。届かない"),
    Said("b", "late", "2024-03-09", "T0001", "mail", "スマホ", masked="届かない\n\x1b[31mまだ"),
    Said("c", "bill", "2024-03-02", "T0002", "chat", "スマホ", masked="請求が違う"),
]
VECTORS = {"late": (1.0, 0.0), "bill": (0.0, 1.0)}
THEMES = {"T0001": (0.8, 0.6), "T0002": (0.0, 1.0)}


@pytest.fixture(scope="module")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published home of three voices and two themes; reading does not change it."""
    home = publish(tmp_path_factory.mktemp("search") / "home", VOICES, VECTORS, THEMES)
    (home / "voc.toml").write_text((config_folder() / "voc.toml").read_text("utf-8"), "utf-8")
    return home


@pytest.fixture(autouse=True)
def encoders(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The fingerprints of the encoders there are, by name; tests of real nights fork elsewhere."""
    there = {"use": "small-1"}

    def load(name: str, threads: int, batch_size: int | None) -> Direction:
        if name not in there:
            raise EncoderError("encoder_folder_missing", folder=name)
        return Direction(there[name])

    monkeypatch.setattr(house, "_encoder", load)
    yield there


class Shell:
    """Runs `voc search` in this process and keeps what it printed."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self.capsys = home, capsys
        self.code, self.out, self.err = 0, "", ""

    def __call__(self, *argv: str) -> "Shell":
        """Search, in the language of the environment."""
        self.code = main(["search", "--home", str(self.home), *argv])
        self.out, self.err = self.capsys.readouterr()
        return self


@pytest.fixture
def search(small_home: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(small_home, capsys)


def test_a_table_has_one_whole_line_a_statement_in_a_pipe(search: Shell) -> None:
    told = search("荷物が届きません")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == [
        "近い声",
        "近さ  日付        経路      商品    テーマ     件数  声",
        "1.00  2024-03-09  メール    スマホ  「T0001」     2  届かない [31mまだ",
        "0.00  2024-03-02  チャット  スマホ  「T0002」     1  請求が違う",
        "",
        "近いテーマ",
        "近さ  最後の日    応対  番号   テーマ",
        "0.80  2024-03-09     2  T0001  「T0001」",
        "0.00  2024-03-02     1  T0002  「T0002」",
        "",
        "(2024-03-01 から 2024-03-09 までの声 3 件、2 種類の文から)",
    ]


def test_csv_is_one_table_of_voices_or_of_themes(search: Shell) -> None:
    rows = list(csv.DictReader(io.StringIO(search("届かない", "--format", "csv").out)))
    assert [(row["voice_id"], row["similarity"], row["count_voices"]) for row in rows] == [
        ("b", "1.0", "2"),
        ("c", "0.0", "1"),
    ]
    # (click takes colours out of what goes into a pipe)
    assert rows[0]["text"] == "届かない\nまだ"
    themes = search("請求", "--themes", "--limit", "1", "--format", "csv").out
    assert themes == (
        "similarity,theme_id,theme_name,category_name,count_contacts,count_voices,last_heard_on\n"
        "1.0,T0002,「T0002」,分類,1,1,2024-03-02\n"
    )


def test_json_and_md_hold_both(search: Shell) -> None:
    found = json.loads(search("届かない", "--limit", "1", "--format", "json").out)
    assert found["matching"] == {
        "count_voices": 3, "count_texts": 2, "first_on": "2024-03-01", "last_on": "2024-03-09",
    }  # fmt: skip
    assert [voice["contact_id"] for voice in found["voices"]] == ["b"]
    assert [theme["theme_id"] for theme in found["themes"]] == ["T0001", "T0002"]
    assert "voices" not in json.loads(search("届", "--themes", "--format", "json").out)
    lines = search("請求", "--format", "md").out.splitlines()
    assert lines[0] == "## 近い声"
    assert lines[4] == "| 1.00 | 2024-03-02 | チャット | スマホ | 「T0002」 | 1 | 請求が違う |"
    assert "## 近いテーマ" in lines


@pytest.mark.parametrize(
    ("narrowed", "voices"),
    [
        (("--product", "光回線"), ["a"]),
        (("--product", "光回線", "--product", "スマホ"), ["b", "c"]),
        (("--channel", "メール"), ["b"]),
        (("--channel", "CHAT", "--channel", "電話"), ["a", "c"]),
        (("--theme", "t0002"), ["c"]),
        (("--theme", "「T0001」", "--until", "2024-03-05"), ["a"]),
        (("--since", "2024-03-02"), ["b", "c"]),
    ],
)
def test_options_choose_the_voices(
    search: Shell, narrowed: tuple[str, ...], voices: list[str]
) -> None:
    rows = csv.DictReader(io.StringIO(search("届かない", *narrowed, "--format", "csv").out))
    assert [row["voice_id"] for row in rows] == voices


@pytest.mark.parametrize(
    ("argv", "key", "values"),
    [
        ((), "search_empty", {}),
        (("  ",), "search_empty", {}),
        (("?!",), "search_empty", {}),
        (
            ("a", "--since", "2024-03-02", "--until", "2024-03-01"),
            "search_backwards",
            {"since": "2024-03-02", "until": "2024-03-01"},
        ),
        (
            ("a", "--product", "光"),
            "search_unknown_name",
            {"option": "--product", "name": "光", "nearest": "光回線、スマホ"},
        ),
        (
            ("a", "--channel", "でんわ"),
            "search_unknown_name",
            {"option": "--channel", "name": "でんわ", "nearest": "チャット、メール、電話"},
        ),
        (
            ("a", "--theme", "T0009"),
            "search_unknown_name",
            {"option": "--theme", "name": "T0009", "nearest": "「T0001」、「T0002」"},
        ),
    ],
)
def test_a_mistake_is_told_in_one_line(
    search: Shell, argv: tuple[str, ...], key: str, values: dict[str, object]
) -> None:
    told = search(*argv)
    message = catalogue("ja").text(key, values)
    assert (told.code, told.out, told.err) == (3, "", f"エラー: {message}\n")


def test_a_bad_date_is_a_mistake_of_the_call(search: Shell) -> None:
    told = search("a", "--since", "2024-02-30")
    assert told.code == 2
    assert told.err.count("\n") == 1 and "--since" in told.err


def test_conditions_that_nothing_meets_say_what_there_is(search: Shell) -> None:
    narrowed = ("届", "--since", "2024-03-10")
    note = catalogue("ja").text(
        "search_no_match", {"first": "2024-03-01", "last": "2024-03-09", "count": "3"}
    )
    for form, shown in (("table", ""), ("md", "")):
        told = search(*narrowed, "--format", form)
        assert (told.code, told.out, told.err) == (0, shown, note + "\n")
    assert json.loads(search(*narrowed, "--format", "json").out)["voices"] == []
    assert len(search(*narrowed, "--format", "csv").out.splitlines()) == 1


def test_a_file_without_voices_says_what_to_do(
    tmp_path: Path, small_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = publish(tmp_path / "home", [], {})
    (home / "voc.toml").write_bytes((small_home / "voc.toml").read_bytes())
    told = Shell(home, capsys)("届かない")
    assert (told.code, told.out) == (0, "")
    assert told.err == catalogue("ja").text("search_no_voices") + "\n"


def test_vectors_of_an_earlier_encoder_are_asked_with_it(
    search: Shell, encoders: dict[str, str], tmp_path: Path, small_home: Path
) -> None:
    encoders |= {"use": "use-2", "path:old": "small-1"}
    home = publish(tmp_path / "home", VOICES, VECTORS, THEMES, encoder_name="path:old")
    (home / "voc.toml").write_bytes((small_home / "voc.toml").read_bytes())
    search.home = home
    told = search("届かない", "--format", "csv")
    note = catalogue("ja").text("search_older_encoder", {"old": "path:old", "new": "use"})
    assert (told.code, told.err) == (0, note + "\n")
    assert told.out.splitlines()[1].startswith("1.0,2024-03-09,mail,")


def test_an_encoder_that_has_another_name_by_now_is_found(
    search: Shell, tmp_path: Path, small_home: Path
) -> None:
    home = publish(tmp_path / "home", VOICES, VECTORS, THEMES, encoder_name="path:moved")
    (home / "voc.toml").write_bytes((small_home / "voc.toml").read_bytes())
    search.home = home
    assert (search("届かない").code, search.err) == (0, "")


def test_vectors_of_an_encoder_that_is_gone_are_not_compared(
    search: Shell, encoders: dict[str, str]
) -> None:
    encoders["use"] = "use-2"
    told = search("届かない")
    message = catalogue("ja").text("search_encoder_gone", {"name": "use"})
    assert (told.code, told.out, told.err) == (3, "", f"エラー: {message}\n")


def test_english_keeps_codes(search: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOC_LANG", "en")
    lines = search("届かない", "--channel", "mail").out.splitlines()
    assert lines[1].split()[:3] == ["nearness", "date", "channel"]
    assert lines[2].split()[2] == "mail"


def test_without_a_home_or_a_night_it_says_what_to_do(
    tmp_path: Path, small_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = Shell(tmp_path / "none", capsys)
    assert shell("a").code == 3 and "voc init" in shell.err
    shell.home.mkdir()
    (shell.home / "voc.toml").write_bytes((small_home / "voc.toml").read_bytes())
    assert shell("a").code == 3 and "voc run nightly" in shell.err
