"""What a statement is: the kinds of voices."""

from typing import Literal, get_args

Kind = Literal["complaint", "request", "inquiry", "praise", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
