"""A source: which files it takes, how they are read and what their columns mean."""

import difflib
import re
import tomllib
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from pipelines.errors import InputError
from pipelines.ingest.labels import Speaker, fold_label
from pipelines.ingest.mail_text import MailSettings
from pipelines.ingest.roles import RoleSettings

FileFormat = Literal[
    "csv",
    "tsv",
    "jsonl",
    "json",
    "excel",
    "parquet",
    "amazon_transcribe",
    "whisper",
    "subtitles",
    "dialogue",
    "eml",
    "mbox",
]

FORMAT_BY_EXTENSION: dict[str, FileFormat] = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "excel",
    ".xlsm": "excel",
    # Never readable, but the Excel reader knows what to tell the user about it.
    ".xls": "excel",
    ".parquet": "parquet",
    ".json": "json",
    ".vtt": "subtitles",
    ".srt": "subtitles",
    ".eml": "eml",
    ".mbox": "mbox",
    ".mbx": "mbox",
}
BINARY_FORMATS: frozenset[FileFormat] = frozenset({"excel", "parquet", "eml", "mbox"})
# One file is one contact (JSON: one document) and its name may say which.
DOCUMENT_FORMATS: frozenset[FileFormat] = frozenset(
    {"amazon_transcribe", "whisper", "subtitles", "dialogue", "eml"}
)
ACCEPTED_FILES = ("*.csv", "*.tsv", "*.txt", "*.jsonl", "*.ndjson", "*.xlsx", "*.parquet", "*.json")
# call_20260301_101500.json, 2026-03-01T10.15-0001.vtt
DATE_IN_FILE_NAME = (
    r"(?<![0-9])(?P<received_at>20[0-9]{2}[-_.]?[01][0-9][-_.]?[0-3][0-9]"
    r"(?:[-_T ]?[0-2][0-9][-_.:]?[0-5][0-9](?:[-_.:]?[0-5][0-9])?)?)(?![0-9])"
)


def _as_tuple(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


ColumnNames = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceColumns(_Frozen):
    """The column, or columns joined by a space, behind each standard field; () when unused.

    A field that is not given is looked for under its own name.
    """

    contact_id: ColumnNames = Field(default=("contact_id",), min_length=1)
    received_at: ColumnNames = Field(default=("received_at",), min_length=1)
    text: ColumnNames = ("text",)
    speaker: ColumnNames = Field(default=("speaker",), max_length=1)
    turns: ColumnNames = Field(default=("turns",), max_length=1)
    channel: ColumnNames = ("channel",)
    product: ColumnNames = ("product",)
    segment: ColumnNames = ("segment",)
    region: ColumnNames = ("region",)
    customer_id: ColumnNames = ("customer_id",)
    updated_at: ColumnNames = ("updated_at",)

    @model_validator(mode="after")
    def _words_somewhere(self) -> "SourceColumns":
        if not self.text and not self.turns:
            raise ValueError("text or turns must name a column")
        return self

    @cached_property
    def names_of_labels(self) -> frozenset[str]:
        """Columns that always end in a standard field, unlike text, turns and updated_at."""
        labels = (self.contact_id, self.received_at, self.channel, self.product, self.segment)
        return frozenset(chain(*labels, self.region, self.customer_id))

    @cached_property
    def all_names(self) -> frozenset[str]:
        """Every column that the source knows by name."""
        return frozenset(chain(*self.model_dump().values()))


class SourceDates(_Frozen):
    """How dates are written: strptime formats tried after ISO 8601, before the built-in ones."""

    formats: tuple[str, ...] = ()


class SourceDefaults(_Frozen):
    """What holds for a contact whose file does not say it, such as channel = "call"."""

    channel: str | None = None
    product: str | None = None
    segment: str | None = None
    region: str | None = None


class SourceSpec(_Frozen):
    """One source mapping (`sources/<name>.toml`); every column not mapped is an attribute."""

    name: str = Field(min_length=1)
    description: str = ""
    files: tuple[str, ...] = Field(default=ACCEPTED_FILES, min_length=1)
    format: Literal["auto", FileFormat] = "auto"
    row_holds: Literal["contact", "message"] = "contact"
    encoding: str = "auto"
    delimiter: str = "auto"
    sheet: str | None = None
    time_zone: str = "Asia/Tokyo"
    text_speaker: Speaker = "customer"
    text_form: Literal["statement", "dialogue"] = "statement"
    pause_seconds: float = Field(default=0.8, ge=0)
    file_name_pattern: str = DATE_IN_FILE_NAME
    max_document_bytes: int = Field(default=32_000_000, gt=0)
    max_text_characters: int = Field(default=1_000_000, gt=0)
    max_id_characters: int = Field(default=200, gt=0)
    columns: SourceColumns = SourceColumns()
    received_at: SourceDates = SourceDates()
    channels: dict[str, str] = {}
    defaults: SourceDefaults = SourceDefaults()
    speakers: dict[str, Speaker] = {}
    roles: RoleSettings = RoleSettings()
    mail: MailSettings = MailSettings()
    publish_attributes: tuple[str, ...] = ()

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str) -> str:
        try:
            "".encode(value if value != "auto" else "utf-8")
        except LookupError:
            raise ValueError("unknown encoding") from None
        return value

    @field_validator("delimiter")
    @classmethod
    def _one_character(cls, value: str) -> str:
        if value != "auto" and (len(value) != 1 or value in '"\r\n'):
            raise ValueError("one character or auto")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("unknown time zone") from None
        return value

    @field_validator("file_name_pattern")
    @classmethod
    def _readable_pattern(cls, value: str) -> str:
        try:
            re.compile(value)
        except (re.error, RecursionError, OverflowError):
            raise ValueError("no regular expression") from None
        return value

    @model_validator(mode="after")
    def _messages_end_in_turns(self) -> "SourceSpec":
        if self.row_holds == "message" and not (self.columns.turns and self.columns.text):
            raise ValueError("messages need the columns text and turns")
        return self

    @field_validator("channels", "speakers")
    @classmethod
    def _folded_keys(cls, value: dict[str, str]) -> dict[str, str]:
        return {fold_label(key): target for key, target in value.items()}

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of dates that name none."""
        return ZoneInfo(self.time_zone)

    def accepts(self, file_name: str) -> bool:
        """Say whether a file name fits one of the patterns, whatever its case or Unicode form."""
        folded = fold_label(file_name)
        return any(fnmatchcase(folded, fold_label(pattern)) for pattern in self.files)


def load_source(path: Path) -> SourceSpec:
    """Read one source mapping; its name is the file's stem.

    Raises InputError `source_unreadable` (no such file, or not TOML), `source_unknown_key`
    (with the nearest valid name) or `source_bad_value`.
    """
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise InputError("source_unreadable", file=path.name) from None
    _refuse_unknown_keys(settings, SourceSpec, path.name, "")
    try:
        return SourceSpec.model_validate({**settings, "name": path.stem})
    except ValidationError as error:
        location = error.errors()[0]["loc"]
        setting = ".".join(str(part) for part in location)
        raise InputError("source_bad_value", file=path.name, setting=setting) from None


def _refuse_unknown_keys(
    settings: dict[str, object], model: type[BaseModel], file_name: str, prefix: str
) -> None:
    valid = [name for name in model.model_fields if prefix or name != "name"]
    for key, value in settings.items():
        if key not in valid:
            nearest = difflib.get_close_matches(key, valid, n=1, cutoff=0.0)[0]
            raise InputError(
                "source_unknown_key",
                file=file_name,
                setting=prefix + key,
                suggestion=prefix + nearest,
            )
        part = model.model_fields[key].annotation
        if isinstance(part, type) and issubclass(part, BaseModel) and isinstance(value, dict):
            _refuse_unknown_keys(value, part, file_name, f"{key}.")
