"""What the demo shall contain, and what was written."""

from datetime import date, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class DemoPlan(BaseModel):
    """Size, period and planted shares of a demo; the same plan gives the same bytes.

    Shares are parts of `contacts` (0..1). `contacts` counts distinct contact ids: rows that
    are exported twice or corrected later repeat an id and come on top as rows.
    The last day is fixed and not today, so that a demo of next year equals one of today.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    months: int = Field(default=30, ge=1, le=120)
    contacts: int = Field(default=20_000, ge=100, le=1_000_000)
    seed: int = Field(default=10_010, ge=0)
    last_day: date = date(2026, 3, 31)
    share_call: float = Field(default=0.60, gt=0, lt=1)
    share_mail: float = Field(default=0.25, gt=0, lt=1)
    share_without_theme: float = Field(default=0.275, ge=0, le=0.9)
    share_two_themes: float = Field(default=0.07, ge=0, le=0.5)
    share_repeat: float = Field(default=0.05, ge=0, le=0.3)
    share_template: float = Field(default=0.015, ge=0, le=0.1)
    share_forwarded: float = Field(default=0.004, ge=0, le=0.1)
    share_transcribed_twice: float = Field(default=0.002, ge=0, le=0.1)
    share_exported_twice: float = Field(default=0.004, ge=0, le=0.1)
    share_corrected: float = Field(default=0.002, ge=0, le=0.1)

    @model_validator(mode="after")
    def _chat_has_a_share(self) -> Self:
        if self.share_call + self.share_mail >= 1:
            raise ValueError("share_call + share_mail must stay below 1: the rest are chats")
        return self

    @property
    def first_day(self) -> date:
        """First day of the first of `months` calendar months, the last one being last_day's."""
        index = self.last_day.year * 12 + self.last_day.month - self.months
        return date(index // 12, index % 12 + 1, 1)

    @property
    def days(self) -> tuple[date, ...]:
        """Every day from first_day to last_day."""
        count = (self.last_day - self.first_day).days + 1
        return tuple(self.first_day + timedelta(days=i) for i in range(count))


class DemoSummary(BaseModel):
    """What `write_demo` wrote; counts of contacts unless the name says otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first_day: date
    last_day: date
    count_contacts: int
    count_rows: int
    count_files: int
    count_calls: int
    count_mails: int
    count_chats: int
    count_without_theme: int
    count_two_themes: int
    count_template: int
    count_forwarded: int
    count_transcribed_twice: int
    count_exported_twice: int
    count_corrected: int
    count_repeat: int
    count_pii_items: int
    count_statements: int
    share_identical_statements: float
