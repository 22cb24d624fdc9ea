"""What recognisers and hurried thumbs do to a sentence: fillers, homophones, lost marks, typos."""

import re
from random import Random

FILLERS = ("えー", "あのー", "その", "えっと", "なんか", "まあ", "こう", "あの", "えーと", "うーん")
FILLER_PLACE = re.compile(r"(?<=[てでがしど、])(?:、| )|(?<=。)(?=.)")
HOMOPHONES = (
    ("口座", "講座"),
    ("以外", "意外"),
    ("関心", "感心"),
    ("回線", "改選"),
    ("保証", "補償"),
    ("期限", "機嫌"),
    ("再開", "再会"),
    ("更新", "交信"),
    ("照会", "紹介"),
    ("機種", "騎手"),
    ("返送", "変装"),
    ("期間", "機関"),
    ("対応", "対象"),
    ("感じ", "漢字"),
    ("工事", "公示"),
    ("支払い済み", "支払い住み"),
    ("発送", "発想"),
    ("確認", "各人"),
    ("開通", "快通"),
    ("交換", "交歓"),
    ("会員", "改員"),
    ("定期便", "定期瓶"),
    ("故障", "胡椒"),
    ("電源", "伝言"),
    ("店舗", "天保"),
    ("制限", "制減"),
    ("請求", "性急"),
    ("契約", "計約"),
    ("箱", "函"),
    ("冷凍", "令凍"),
    ("返金", "変金"),
)
EMOJI = ("😢", "😅", "😥", "🙏", "💦", "😩", "🥺", "😇", "😡")
CHAT_TAIL = ("笑", "w", "…", "!", "、、", "(泣)", "!!")
# Characters that exist on the web but not in cp932, and what a Windows export makes of them.
TO_CP932 = str.maketrans({"〜": "～", "—": "―", "−": "－", "‖": "∥", "¢": "￠", "£": "￡"})
HIRAGANA_PAIR = re.compile(r"(?<=[ぁ-ん])([ぁ-ん])([ぁ-ん])(?=[ぁ-ん])")


def insert_fillers(text: str, count: int, rng: Random) -> str:
    """Insert up to `count` fillers at pauses, as a speaker does while looking for words."""
    for _ in range(count):
        places = [m.end() for m in FILLER_PLACE.finditer(text)]
        place = rng.choice([0, *places])
        filler = rng.choice(FILLERS) + rng.choice(("、", "", "、"))
        if not text[:place].endswith(FILLERS) and not text[place:].startswith(FILLERS):
            text = text[:place] + filler + text[place:]
    return text


def mishear(text: str, rng: Random) -> str:
    """Replace one word by a homophone where the text holds one that has any."""
    candidates = [(right, wrong) for right, wrong in HOMOPHONES if right in text]
    if not candidates:
        return text
    right, wrong = rng.choice(candidates)
    return text.replace(right, wrong, 1)


def drop_marks(text: str, style: str) -> str:
    """Write as a recogniser without punctuation does: `spaced` or `bare`; else unchanged."""
    if style == "spaced":
        return re.sub(r" +", " ", re.sub(r"。(?=.)", " ", text).replace("、", "").rstrip("。"))
    if style == "bare":
        return re.sub(r"。(?=[」』])", "", text).replace("。", "").replace("、", "")
    return text


def mistype(text: str, rng: Random) -> str:
    """Make one typing slip: two kana swapped, one doubled, or one left out."""
    places = list(HIRAGANA_PAIR.finditer(text))
    if not places:
        return text
    found = rng.choice(places)
    slip = rng.choice((found[2] + found[1], found[1] * 2 + found[2], found[1]))
    return text[: found.start()] + slip + text[found.end() :]


def decorate(text: str, rng: Random) -> str:
    """End a chat message the way young people do."""
    if not text or ord(text[-1]) > 0xFFFF or text[-1] in "笑w草」":
        return text
    return text.rstrip("。") + rng.choice(EMOJI + CHAT_TAIL)


def as_cp932(text: str) -> str:
    """Write `text` with characters of cp932 only; what has no like is left out."""
    return text.translate(TO_CP932).encode("cp932", errors="ignore").decode("cp932")
