"""What a rediscovery proposed, as the decision that a yes or a no to it means."""

from typing import NamedTuple

from pipelines.errors import InputError
from pipelines.themes.decide_room import Asked, AskedPart
from pipelines.themes.decisions import ProposalKey
from pipelines.themes.desk_room import LONGEST_NAME, Desk
from warehouse.statements import rows


class Proposed(NamedTuple):
    """A proposal of the home; theme_ids is who stays, then who goes or comes out."""

    proposal_id: str
    kind: str
    theme_ids: list[str]
    voice_ids: list[str]
    status: str


def find_proposal(desk: Desk, said: str) -> Proposed:
    """Find an open proposal by its identifier or the end of it; raises InputError."""
    known = [Proposed(*row) for row in rows(desk.con, "proposals_known")]
    exact = [one for one in known if one.proposal_id == said.strip()]
    ending = [one for one in known if said.strip() and one.proposal_id.endswith(said.strip())]
    found = exact or [one for one in ending if one.status == "open"] or ending
    if len(found) != 1:
        raise InputError("proposal_unknown", proposal=said[:LONGEST_NAME])
    if found[0].status != "open":
        raise InputError("proposal_closed", proposal=found[0].proposal_id)
    return found[0]


def accepted(desk: Desk, said: str, name: str = "", reason: str = "") -> Asked:
    """Return what a yes asks for: a merge, a split, an end, or a theme made of its voices."""
    found = find_proposal(desk, said)
    key = ProposalKey(proposal_id=found.proposal_id, kind=found.kind)
    themes = tuple(found.theme_ids)
    if name and found.kind in ("merge", "retire"):
        raise InputError("proposal_without_name", proposal=found.proposal_id)
    match found.kind:
        case "merge":
            return Asked("merge", themes=themes, proposal=key, reason=reason)
        case "retire":
            return Asked("retire", themes=themes, proposal=key, reason=reason)
        case "split":
            part = AskedPart(name, _inside(desk, found))
            return Asked("split", themes=themes[:1], parts=(part,), proposal=key, reason=reason)
        case _:
            part = AskedPart(name, _there(desk, found))
            return Asked("make", parts=(part,), proposal=key, reason=reason)


def rejected(desk: Desk, said: str, reason: str = "") -> Asked:
    """Return the decision that a proposal is not wanted, now or again."""
    found = find_proposal(desk, said)
    key = ProposalKey(proposal_id=found.proposal_id, kind=found.kind)
    voices = tuple(desk.there(found.voice_ids))
    return Asked(
        "reject", themes=tuple(found.theme_ids), voices=voices, proposal=key, reason=reason
    )


def _there(desk: Desk, found: Proposed) -> tuple[str, ...]:
    """The typical voices that are still there; raises InputError when none is."""
    there = tuple(desk.there(found.voice_ids))
    if not there:
        raise InputError("proposal_stale", proposal=found.proposal_id)
    return there


def _inside(desk: Desk, found: Proposed) -> tuple[str, ...]:
    """Those of them that are in the theme which is to be split."""
    there = desk.there(found.voice_ids)
    inside = tuple(one for one, theme_id in there.items() if theme_id == found.theme_ids[0])
    if not inside:
        raise InputError("proposal_stale", proposal=found.proposal_id)
    return inside
