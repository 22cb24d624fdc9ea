"""What the sheets of the workbook are filled from, and how their columns are headed."""

from dataclasses import dataclass

from pipelines.review.facts import Facts
from pipelines.review.facts_theme import ThemeFacts
from pipelines.review.look import Look, Words
from pipelines.review.workbook_sheet import Column, Kind


@dataclass(frozen=True)
class Bench:
    """What sheets are filled from."""

    facts: Facts
    look: Look
    words: Words

    def word(self, key: str) -> str:
        """Return a text of the workbook."""
        return self.words.template(f"workbook.{key}")

    def column(self, key: str, kind: Kind = "text", width: float | None = None) -> Column:
        """Return a column headed by a text, `section.name`, or `name` of the workbook's own."""
        heading = self.words.template(key if "." in key else f"workbook.{key}")
        return Column(heading, kind, width)

    def who(self, segment: str | None, product: str | None, channel: str | None = None) -> str:
        """Return whom something concerns most, or nothing."""
        known = self.words.texts["channel"].get(channel, channel) if channel else None
        return "・".join(name for name in (segment, product, known) if name)

    @property
    def heard(self) -> list[ThemeFacts]:
        """The themes of the sheet of months, in its order: those heard within the axis."""
        return [one for one in self.facts.themes if any(at.count_contacts for at in one.by_month)]
