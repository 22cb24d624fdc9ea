"""Where the words of a mail end and its signature begins."""

import re

_RULER = re.compile(r"^[\s\-‐–—―ー=＝_＿*＊━─~〜・.+]{3,}$|^-- ?$")


def body_end(text: str) -> int:
    """Return where a mail's signature starts: at the first ruler line that no sentence follows."""
    offset, end = 0, len(text)
    for line in text.splitlines(keepends=True):
        if _RULER.match(line.strip()) and offset and "。" not in text[offset:]:
            end = min(end, offset)
        offset += len(line)
    return end
