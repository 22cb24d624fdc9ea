"""The home as it is while somebody decides: its themes and voices, found by what was typed."""

import difflib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from pipelines.errors import InputError
from pipelines.themes.decisions import MOST_ANCHORS, Log, Seen, Verb, VoiceKey
from pipelines.themes.replay import Curation, replay
from warehouse.statements import Connection, arrow, rows

LONGEST_NAME = 60
# How many wrong identifiers one message names.
MOST_NAMED = 5


class KnownTheme(NamedTuple):
    """A theme of the home, as a verb finds it."""

    theme_id: str
    status: str
    theme_name: str | None
    category_name: str | None
    approved_on: object
    merged_into: str | None

    @property
    def is_living(self) -> bool:
        """True when voices can be given to it."""
        return self.status != "retired"


class Desk:
    """The home as it is while a decision is made; nothing is written here."""

    def __init__(self, con: Connection, log: Log) -> None:
        self.con = con
        self.log = log
        self.curation: Curation = replay(log.decisions)
        self.themes = {row[0]: KnownTheme(*row) for row in rows(con, "decide_themes")}

    def theme(self, said: str) -> KnownTheme:
        """Find a theme by its number or its name; raises InputError with the nearest one."""
        said = said.strip()
        known = self.themes.get(said.upper())
        if known is None:
            named = [one for one in self.themes.values() if one.theme_name == said]
            living = [one for one in named if one.is_living] or named
            known = living[0] if len(living) == 1 else None
        if known is None:
            raise InputError("theme_unknown", theme=said[:LONGEST_NAME], nearest=self._near(said))
        return known

    def _near(self, said: str) -> str:
        # A name is no better guess than another when what was typed looks like a number.
        if said[:1] in "Tt" and said[1:].isdigit():
            words = list(self.themes)
            said = f"T{int(said[1:]):04d}"
        else:
            words = [one.theme_name for one in self.themes.values() if one.theme_name]
        near = difflib.get_close_matches(said, words, n=3, cutoff=0.3)
        return ", ".join(near) if near else "voc themes list"

    def living(self, said: str) -> KnownTheme:
        """Find a theme that lives; raises InputError when it is retired."""
        known = self.theme(said)
        if not known.is_living:
            into = self.curation.owner(known.theme_id) or known.merged_into
            if into and into != known.theme_id:
                raise InputError("theme_is_merged", theme=known.theme_id, into=into)
            raise InputError("theme_is_retired", theme=known.theme_id)
        return known

    def voices(self, ids: Iterable[str]) -> dict[str, tuple[VoiceKey, str | None]]:
        """Find voices with the theme that each has now; raises InputError naming unknown ones."""
        asked = list(dict.fromkeys(one.strip() for one in ids if one.strip()))
        found = self._find(asked)
        if unknown := [one for one in asked if one not in found]:
            named = ", ".join(one[:LONGEST_NAME] for one in unknown[:MOST_NAMED])
            raise InputError("voice_unknown", voices=named, count=len(unknown))
        if not asked:
            raise InputError("voice_missing")
        keys = {}
        for voice_id, contact_id, said, theme_id in found.values():
            key = VoiceKey(voice_id=voice_id, contact_id=contact_id, text_hash=said)
            keys[voice_id] = key, theme_id
        return keys

    def there(self, ids: Iterable[str]) -> dict[str, str | None]:
        """Return the theme of those voices that still exist."""
        return {voice_id: row[3] for voice_id, row in self._find(list(ids)).items()}

    def _find(self, ids: list[str]) -> dict[str, tuple[Any, ...]]:
        self.con.register("incoming", pa.table({"voice_id": pa.array(ids, pa.string())}))
        try:
            return {row[0]: row for row in rows(self.con, "decide_voices")}
        finally:
            self.con.unregister("incoming")

    def seen(self, theme_ids: Sequence[str]) -> dict[str, Seen]:
        """Describe themes as they are now, each with up to 20 voices from its middle to its rim."""
        asked = pa.table({"theme_id": pa.array(sorted(set(theme_ids)), pa.string())})
        self.con.register("incoming", asked)
        try:
            themes = rows(self.con, "decide_seen")
            anchors = arrow(self.con, "decide_anchors", most=MOST_ANCHORS).to_pylist()
        finally:
            self.con.unregister("incoming")
        keys: dict[str, list[VoiceKey]] = {}
        for row in anchors:
            keys.setdefault(row.pop("theme_id"), []).append(VoiceKey(**row))
        return {
            theme_id: Seen(
                born_on=born_on,
                theme_name=name,
                category_name=category,
                radius=radius,
                encoder_fingerprint=encoder,
                anchors=tuple(keys.get(theme_id, ())),
            )
            for theme_id, born_on, name, category, radius, encoder in themes
        }

    def see(self, verb: Verb, theme_ids: Iterable[str], names: Iterable[str]) -> None:
        """See the home as it will be after a decision, for the next one of the same list."""
        first, *others = list(theme_ids) or [""]
        changes: dict[str, KnownTheme] = {}
        match verb:
            case "rename":
                for name in names:
                    changes[first] = self.themes[first]._replace(theme_name=name)
            case "retire" | "restore":
                status = "retired" if verb == "retire" else "active"
                about = [first, *others]
                changes = {one: self.themes[one]._replace(status=status) for one in about}
            case "merge":
                ended = {"status": "retired", "merged_into": first}
                changes = {one: self.themes[one]._replace(**ended) for one in others}
        self.themes |= changes

    def next_number(self) -> int:
        """Return a theme number that was never given: neither here nor in the log."""
        [(last,)] = rows(self.con, "theme_last_number")
        given = [theme_id for decision in self.log.decisions for theme_id in decision.theme_ids]
        numbers = [int(one[1:]) for one in given if one[:1] == "T" and one[1:].isdigit()]
        return max([last, *numbers]) + 1
