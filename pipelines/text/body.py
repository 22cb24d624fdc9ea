"""Where the words of a mail end and its signature begins."""

import re

_RULER = re.compile(r"^[\s\-‐–—―ー=＝_＿*＊━─~〜・.+]{3,}$|^-- ?$")
# What a signature is written for: how to reach somebody, at which house.
_REACH = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|https?://\S+|www\.\S+|〒|[0-9]{2,4}-[0-9]{2,4}-[0-9]{3,4}"
    r"|\[[^\[\]\n]{1,12}[0-9]{1,4}\]|(?:TEL|FAX|E-?mail|Mobile)|電話|携帯|(?:株式|有限|合同)会社|[(（][株有][)）]"
    r"|(?:部|課|係|支店|営業所)(?:[ \u3000]|$)",
    re.IGNORECASE,
)
_WAY = re.compile(r"[\w.+-]+@[\w-]+\.\w+|https?://\S+|www\.\S+")
_SENTENCE = re.compile(
    r"[。！？!?]|(?:です|ます|ました|ません|でした|ください|下さい)(?:が|けど|ので|から|し|の|よ|ね)*[…\s]*$"
    r"|[^\s]{7}[ぁ-ん][…\s]*$"
)
_STATED = re.compile(
    r"^\W*(?:内容|(?:お|ご)?(?:問い?合わ?せ|意見|要望|相談|苦情|申し出)[^:：]{0,6})\s*[:：】\]]"
)
_MOST_LINES = 14
_LONGEST_LINE = 40


def body_end(text: str) -> int:
    """Return where a mail's signature starts: at the first ruler line with nothing else below.

    What stands below a ruler may as well be the matter itself, as in mails of web forms; it is a
    signature if it is short lines, none of them a sentence, that say how to reach somebody.
    """
    if "\n" not in text:
        return len(text)
    offset = 0
    for line in text.splitlines(keepends=True):
        if offset and _RULER.match(line.strip()) and _is_signature(text[offset:], line):
            return offset
        offset += len(line)
    return offset


def _is_signature(text: str, ruler: str) -> bool:
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not _RULER.match(line)]
    if len(lines) > _MOST_LINES or not all(map(_may_sign, lines)):
        return False
    return not lines or ruler.strip() == "--" or any(map(_REACH.search, lines))


def _may_sign(line: str) -> bool:
    words = _WAY.sub("", line)
    is_said = _SENTENCE.search(words) or _STATED.match(words)
    return not is_said and len(words) <= _LONGEST_LINE
