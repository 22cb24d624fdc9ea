"""What the fast lane's second vote can be told in the `[vote]` table of rules/fast_lane.toml."""

from pydantic import BaseModel, ConfigDict, Field


class VoteSettings(BaseModel):
    """How sure the vote must be to raise a flag by itself, each 0 to 1; 1 raises next to nothing.

    `doubt_…`: what the lexicon finds and the vote thinks less probable than this is doubted: it is
    listed at the least severity and is no flag of the voice; 0 doubts nothing.
    `piece_from`: a voice of several sentences is read sentence by sentence, too, once the whole of
    it reaches this probability for some flag.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = True
    safety: float = Field(0.35, gt=0, le=1)
    legal: float = Field(0.4, gt=0, le=1)
    harassment: float = Field(0.3, gt=0, le=1)
    doubt_safety: float = Field(0.1, ge=0, lt=1)
    doubt_legal: float = Field(0.07, ge=0, lt=1)
    doubt_harassment: float = Field(0.05, ge=0, lt=1)
    piece_from: float = Field(0.1, ge=0, le=1)
