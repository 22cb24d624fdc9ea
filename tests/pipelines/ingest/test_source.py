"""Source mappings: what they accept, and what they say about mistakes."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from pipelines.errors import InputError
from pipelines.ingest.read import file_format
from pipelines.ingest.source import SourceColumns, SourceSpec, load_source

CONFIG = Path(__file__).parents[3] / "config" / "sources"


def written(folder: Path, text: str) -> Path:
    path = folder / "shop.toml"
    path.write_text(text, "utf-8")
    return path


def test_empty_mapping_is_the_standard_table(tmp_path: Path) -> None:
    assert load_source(written(tmp_path, "")) == SourceSpec(name="shop")


def test_mapping_is_read_with_its_name_from_the_file(tmp_path: Path) -> None:
    spec = load_source(
        written(
            tmp_path,
            """
            [columns]
            contact_id = "番号"
            received_at = ["日", "時"]
            text = "内容"
            [channels]
            "ＴＥＬ" = "call"
            """,
        )
    )
    assert spec.name == "shop"
    assert spec.columns.contact_id == ("番号",)
    assert spec.columns.received_at == ("日", "時")
    assert spec.columns.product == ("product",)
    assert spec.channels == {"tel": "call"}
    assert spec.publish_attributes == ()


@pytest.mark.parametrize(
    ("text", "setting", "suggestion"),
    [
        ('encodings = "cp932"', "encodings", "encoding"),
        ('timezone = "UTC"', "timezone", "time_zone"),
        ('[colums]\ntext = "a"', "colums", "columns"),
        ('[columns]\nproducts = "a"', "columns.products", "columns.product"),
        ("[received_at]\nformat = []", "received_at.format", "received_at.formats"),
    ],
)
def test_unknown_key_is_refused_with_the_nearest(
    tmp_path: Path, text: str, setting: str, suggestion: str
) -> None:
    with pytest.raises(InputError) as caught:
        load_source(written(tmp_path, text))
    assert caught.value.key == "source_unknown_key"
    assert caught.value.values == {
        "file": "shop.toml",
        "setting": setting,
        "suggestion": suggestion,
    }


def test_name_is_the_file_and_no_setting(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="source_unknown_key"):
        load_source(written(tmp_path, 'name = "shop"'))


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ('encoding = "shift-jiss"', "encoding"),
        ('time_zone = "Asia/Tokio"', "time_zone"),
        ('time_zone = "../etc/passwd"', "time_zone"),
        ('delimiter = "||"', "delimiter"),
        ("delimiter = '\"'", "delimiter"),
        ('format = "xml"', "format"),
        ("max_text_characters = 0", "max_text_characters"),
        ("[columns]\ncontact_id = []", "columns.contact_id"),
        ("[columns]\ntext = []\nturns = []", "columns"),
        ('[speakers]\n"甲" = "boss"', "speakers.甲"),
        ('columns = "a"', "columns"),
    ],
)
def test_bad_value_is_refused(tmp_path: Path, text: str, setting: str) -> None:
    with pytest.raises(InputError) as caught:
        load_source(written(tmp_path, text))
    assert caught.value.key == "source_bad_value"
    assert caught.value.values == {"file": "shop.toml", "setting": setting}


@pytest.mark.parametrize("content", [None, b"a = ", "名 = 1".encode("cp932")])
def test_unreadable_mapping_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "shop.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match="source_unreadable"):
        load_source(path)


def test_spec_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        SourceSpec(name="a").name = "b"


def test_cached_properties_change_neither_equality_nor_the_stored_settings() -> None:
    used, fresh = SourceSpec(name="a"), SourceSpec(name="a")
    assert used.zone.key == "Asia/Tokyo"
    assert "contact_id" in used.columns.names_of_labels
    assert used == fresh
    assert used.model_dump_json() == fresh.model_dump_json()


def test_file_names_are_accepted_whatever_case_and_unicode_form() -> None:
    spec = SourceSpec(name="a", files=("*.csv", "ガ*.TXT"))
    assert spec.accepts("A.CSV")
    assert spec.accepts("ガ.txt")
    assert not spec.accepts("a.csv.bak")
    assert not spec.accepts("a.txt")
    assert not SourceSpec(name="a").accepts("old.xls")


def test_format_follows_the_extension_unless_stated(tmp_path: Path) -> None:
    assert file_format(tmp_path / "a.NDJSON", SourceSpec(name="a")) == "jsonl"
    assert file_format(tmp_path / "a.dat", SourceSpec(name="a", format="tsv")) == "tsv"
    with pytest.raises(InputError, match="unknown_format"):
        file_format(tmp_path / "a.dat", SourceSpec(name="a"))


@pytest.mark.parametrize("name", sorted(path.stem for path in CONFIG.glob("*.toml")))
def test_built_in_sources_load(name: str) -> None:
    assert load_source(CONFIG / f"{name}.toml").name == name


def test_table_shows_every_setting_and_column() -> None:
    spec = load_source(CONFIG / "table.toml")
    assert SourceSpec.model_fields.keys() - spec.model_fields_set == {"sheet"}
    assert spec.columns.model_fields_set == SourceColumns.model_fields.keys()
    assert spec.columns == SourceColumns()
    assert spec.channels["電話"] == "call"


def test_only_named_attributes_of_the_public_table_may_be_published() -> None:
    assert load_source(CONFIG / "mlit_defects.toml").publish_attributes == ("maker", "device")
    assert load_source(CONFIG / "table.toml").publish_attributes == ()
