"""Write one contact as a call, a chat or a mail around the parts of its story."""

from collections.abc import Sequence
from random import Random

from pipelines.demo.draft import Draft
from pipelines.demo.story import Part

IDENTITY_EXTRAS = ("address", "order", "member", "birthdate", "email", "card")
IDENTITY_WEIGHTS = (0.3, 0.25, 0.2, 0.12, 0.08, 0.05)


def compose_call(draft: Draft, parts: Sequence[Part], rng: Random) -> None:
    """Write a call of 6 to 30 turns: greeting, identity, story, answer, closing."""
    draft.operator("call.greetings")
    if parts[0].theme_id is None:
        _plain_call(draft, parts[0], rng)
        return
    early_identity = rng.random() < 0.55
    is_business = bool(draft.person.company)
    draft.customer(_opener_pool(draft, rng))
    if early_identity:
        _identity(draft, is_business, rng)
    draft.operator("call.ask_matter")
    _told(draft, parts, rng)
    if not early_identity:
        _identity(draft, is_business, rng)
    if not early_identity or rng.random() < 0.5:
        _hold(draft)
    _settled(draft, parts, rng)
    _closing(draft, rng)


def compose_chat(draft: Draft, parts: Sequence[Part], rng: Random) -> None:
    """Write a chat of 3 to 12 turns."""
    draft.operator("chat.greetings")
    if rng.random() < 0.5:
        draft.customer("chat.openers")
    is_talk = parts[0].kind == "smalltalk"
    identity_after = -1 if is_talk else rng.randrange(len(parts) + 2)
    for position, part in enumerate(parts):
        draft.state(part)
        if position == identity_after:
            asked = rng.choice(("member", "order", "name", "phone"))
            draft.operator(f"chat.ask_{asked}")
            draft.customer(f"chat.give_{asked}")
        elif position + 1 == len(parts) or rng.random() < 0.5:
            _taken_up(draft, part, position + 1 == len(parts), rng)
    if rng.random() < 0.75:
        draft.operator_line(_settling(draft, parts[0], rng))
        draft.customer("chat.closers")
    if rng.random() < 0.5:
        draft.operator("chat.farewells")


def compose_mail(draft: Draft, parts: Sequence[Part], rng: Random) -> None:
    """Write a mail with salutation, self-introduction, story, closing and signature."""
    is_business = bool(draft.person.company)
    if rng.random() < 0.8:
        draft.written("mail.salutations")
    if rng.random() < 0.8:
        draft.written("mail.business_intros" if is_business else "mail.intros")
    if rng.random() < 0.5:
        draft.written("mail.references")
    for part in parts:
        draft.state(part)
    if rng.random() < 0.8:
        draft.written("mail.closings")
    if rng.random() < 0.85:
        draft.written("mail.business_signatures" if is_business else "mail.signatures")
    draft.merged("\n\n")


def _plain_call(draft: Draft, part: Part, rng: Random) -> None:
    """Write a call without a theme; small talk needs no identity check."""
    is_talk = part.kind == "smalltalk"
    if not is_talk and rng.random() < 0.5:
        draft.customer(_opener_pool(draft, rng))
        draft.operator("call.ask_matter")
    draft.state(part)
    _taken_up(draft, part, True, rng)
    reactions = "other.small_reactions" if is_talk else "other.reactions"
    if part.kind in ("inquiry", "request") and rng.random() < 0.7:
        _identity(draft, False, rng)
        if rng.random() < 0.5:
            _hold(draft)
    else:
        draft.customer(reactions)
    draft.operator_line(_settling(draft, part, rng))
    draft.customer(reactions)
    draft.operator("call.closings")
    if rng.random() < 0.4:
        draft.customer("call.customer_byes")


def _opener_pool(draft: Draft, rng: Random) -> str:
    if draft.person.company:
        return "call.business_openers"
    if draft.person.segment == "シニア" and rng.random() < 0.5:
        return "call.elderly_openers"
    return "call.openers"


def _identity(draft: Draft, knows_name: bool, rng: Random) -> None:
    if knows_name:
        pass
    elif rng.random() < 0.3:
        draft.operator("call.ask_name")
        draft.customer("call.give_name")
    else:
        draft.operator("call.ask_name_phone")
        draft.customer("call.give_name_phone")
        if rng.random() < 0.25:
            draft.operator("call.repeat_phone")
            draft.customer("call.yes")
    draft.operator("call.confirm_name")
    # The operator goes on to the next question in the same breath.
    for extra in _extras(rng):
        draft.operator(f"call.ask_{extra}")
        draft.customer(f"call.give_{extra}")
    if draft.turns[-1].speaker == "customer":
        draft.operator("call.thanks")


def _extras(rng: Random) -> list[str]:
    count = rng.choices((0, 1, 2), (0.45, 0.4, 0.15))[0]
    chosen = rng.choices(IDENTITY_EXTRAS, IDENTITY_WEIGHTS, k=count)
    return list(dict.fromkeys(chosen))


def _told(draft: Draft, parts: Sequence[Part], rng: Random) -> None:
    for position, part in enumerate(parts):
        draft.state(part)
        _taken_up(draft, part, position + 1 == len(parts), rng)


def _taken_up(draft: Draft, part: Part, is_last: bool, rng: Random) -> None:
    """Let the operator take a part up; a question is asked only where an answer follows."""
    pool = draft.phrases[f"take_up.{part.theme_id or part.kind}"]
    lines = [line for line in pool if not (is_last and line.endswith("か。"))]
    said = {turn.text for turn in draft.turns}
    lines = [line for line in lines if line not in said]
    if lines and rng.random() < (0.6 if part.theme_id else 1.0):
        draft.operator_line(rng.choice(lines))
    elif draft.slot.channel == "call":
        fresh = [line for line in draft.phrases["call.back_channels"] if line not in said]
        draft.operator_line(rng.choice(fresh))
    else:
        draft.operator("chat.replies")


def _hold(draft: Draft) -> None:
    draft.operator("call.holds")
    draft.customer("call.hold_replies")
    draft.operator("call.hold_back")


def _settled(draft: Draft, parts: Sequence[Part], rng: Random) -> None:
    for theme_id in dict.fromkeys(part.theme_id for part in parts):
        part = next(p for p in parts if p.theme_id == theme_id)
        apology = rng.choice(draft.phrases["call.apologies"]) if rng.random() < 0.6 else ""
        draft.operator_line(apology + _settling(draft, part, rng))
        draft.customer("call.reactions")
    if rng.random() < 0.35 and len(draft.turns) <= 25:
        draft.operator("call.promises")
        draft.customer("call.yes_please")


def _settling(draft: Draft, part: Part, rng: Random) -> str:
    return rng.choice(draft.phrases[f"settle.{part.theme_id or part.kind}"])


def _closing(draft: Draft, rng: Random) -> None:
    # A call that is long already ends here, so that none passes thirty turns.
    if rng.random() < 0.5 and len(draft.turns) <= 26:
        draft.operator("call.ask_more")
        draft.customer("call.no_more")
    draft.operator("call.closings")
    if rng.random() < 0.5:
        draft.customer("call.customer_byes")
