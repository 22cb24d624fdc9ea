"""Short ways to write decisions, one a minute."""

from datetime import UTC, date, datetime, timedelta

from pipelines.themes.decisions import Decision, Part, Seen, VoiceKey

START = datetime(2024, 3, 1, 3, 0, tzinfo=UTC)


def voice(name: str) -> VoiceKey:
    """A voice of a contact and with words of its own name."""
    return VoiceKey(voice_id=name, contact_id=f"c-{name}", text_hash=f"h-{name}")


def seen(*names: str, born_on: date = date(2024, 2, 1)) -> Seen:
    """A theme with these voices as anchors."""
    return Seen(
        born_on=born_on,
        theme_name="元の名前",
        category_name="分類",
        anchors=tuple(map(voice, names)),
    )


def decide(minute: int, verb: str, *theme_ids: str, **more: object) -> Decision:
    """One decision; voices as letters, parts as {theme_id: letters}."""
    voices = tuple(map(voice, str(more.pop("voices", ""))))
    parts = dict(more.pop("parts", {}))  # type: ignore[call-overload]
    return Decision.model_validate(
        {
            "decision_id": f"D{minute:03d}",
            "decided_at": START + timedelta(minutes=minute),
            "decided_by": "佐藤",
            "verb": verb,
            "theme_ids": (*theme_ids, *parts),
            "voices": voices,
            "parts": tuple(
                Part(theme_id=theme_id, voices=tuple(map(voice, letters)))
                for theme_id, letters in parts.items()
            ),
            **more,
        }
    )


def undo(minute: int, target: int) -> Decision:
    """The undoing of the decision of another minute."""
    return decide(minute, "undo", undoes=f"D{target:03d}")
