"""Names told by what is said with them: forms, name tags, restated names, callers of before."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from pipelines.text.mask_found import Found
from pipelines.text.mask_name_lists import KnownNames
from pipelines.text.mask_name_words import KANJI, KATAKANA, NameWords

_LABEL = (
    r"(?:お|ご)?(?:氏名|名前|担当者?名?|名義人?|契約者名?|申込者名?|予約者名?|利用者名?|受取人名?|依頼主名?|送り主"
    r"|お?客様名|会員名|患者名|生徒名|受講者名|参加者名?|代表者名?|宛名|差出人|署名|連絡者|フリガナ|ふりがな|カナ氏名?|カナ)"
    r"(?:様|さま)?(?:\((?:カナ|漢字|フリガナ|ふりがな|全角)\))?"
)
_WRITTEN_NAME = (
    rf"[{KANJI}]{{1,4}}[ 　]?[{KANJI}]{{0,3}}?[ぁ-ん]{{0,4}}?"
    rf"|[ァ-ヺー]{{2,8}}(?:[ 　・][ァ-ヺー]{{2,10}})?|[ぁ-ん]{{2,6}}[ 　]?[ぁ-ん]{{2,6}}"
)
# 【氏名】三田村 篤, お名前:新庄 真理, 氏名 船越 由香 / 年齢 42
_ON_FORM = re.compile(
    rf"(?:^|[\n/／|、。【\[■□◆◇●○◎・*>※] ?){_LABEL}(?:[】\])）]|[ 　]*:|[ 　]|\n)[ 　\n]{{0,2}}"
    rf"({_WRITTEN_NAME})(?=[ 　]*(?:様|さま|殿)?[ 　]*"
    r"(?:$|[\n/／|、。,(（]|フリガナ|ふりがな|カナ|住所|電話|年齢))"
)
# 申し込んだ赤松です, 通っております柚木ですが: who did something with the firm says so.
_DID = re.compile(
    r"(?:電話|連絡|メール|予約|注文|契約|申し?込|問い?合|相談|依頼|お願い|利用|お世話|購入|入会|登録|見学|来店|訪問"
    r"|宿泊|受診|入院|通[っい]|住[んま]|買[っい]|頼[んみ]|借り|伺[っい]|送っ|もらっ|いただい|頂い|使っ|預け|届い)"
    r"[^。、!?\n]{0,12}?(?:[たする]|ます|ました|の)$"
)
_WHO_IS = re.compile(
    rf"(?<=[たするの])([{KANJI}]{{2,4}}|[ァ-ヺー]{{3,7}})"
    r"(?=ですが|です?けれ?ど|なんです[がけ]|でございます|と申|と言い|といい|です[。、]|です$)"
)
_VERB_REACH = 24
# 瀬戸、瀬戸内海の瀬戸です
_RESTATED = re.compile(
    rf"(?:^|[、。 ])([{KANJI}]{{1,4}}|[ァ-ヺー]{{3,7}})(?:です)?"
    r"、[^。\n]{0,24}?(?:[のでにて、])(\1)"
    r"(?=です|と書|と申|って|ね|で[、。]|[。、]|$)"
)
_ENDS_WHOLE = re.compile("です|と申")
# 名札に神田って書いてありました, 宛名が渡辺になっている
_WRITTEN_ON = re.compile(
    r"(?:名札|ネームプレート|宛名|宛先|差出人|表札|領収書|申込書|契約書|署名|名刺|伝票|通知書|封筒|名字|苗字|送り主|受取人)"
    r"[^。\n]{0,8}?[にはがも]、?[「『]?"
    rf"([{KANJI}]{{1,4}}(?:[ 　]?[{KANJI}]{{1,3}})?|[ァ-ヺー]{{3,8}})"
    r"(?=(?:様|さん)?[」』]?(?:って|と(?:書|記|印|な|あ|い|出)|に(?:なっ|な[りる]|し[てた])|で(?:届|登録|来)))"
)
# 葵という名前で予約しました
_CALLED = re.compile(
    rf"(?<![{KANJI}])([{KANJI}]{{1,4}}|[ァ-ヺー]{{2,7}}|(?<![ぁ-ん])[ぁ-ん]{{2,5}}?)(?:という|って)(?:お?名前?)"
    r"(?=で(?:予約|登録|注文|契約|申し?込|仮予約|入|お願い|取)|です|の(?:者|人|方|子|息子|娘))"
)
# マルティネスの名前で入れています
_IN_NAME_OF = re.compile(
    r"(?<![ァ-ヺー・])([ァ-ヺー]{3,10})の名前(?=で(?:予約|登録|注文|契約|申し?込|入|お願い|取))"
)
# 対応してくださった薬袋さん: who did something for somebody, whatever else the word means
_DID_FOR = re.compile(
    r"(?:(?:対応|担当|案内|説明|電話|連絡|訪問|工事|修理|配達|相談)[^。、\n]{0,8}?[たるの])"
    rf"([{KANJI}]{{2,4}})(?=さん(?![かー]))"
)
# さきほどの者です、稲葉。
_ADDED = re.compile(
    rf"(?:です|(?:ます|ました|ません)(?=、[{KANJI}]{{2,4}}です))、([{KANJI}]{{2,4}})(?:です)?[。]?$",
    re.MULTILINE,
)
_HAS_THINGS = re.compile(
    rf"(?<![{KANJI}])([{KANJI}]{{2,4}})(?=の(?:携帯(?!ショップ|電話会社)|スマホ|名義|アカウント|口座|診察券|印鑑))"
)
_AT_WORK = re.compile(rf"^([{KANJI}]{{2,4}})@(?=[{KANJI}ァ-ヺー]{{2,}})", re.MULTILINE)
# 子どもの名前は心春、, 5月9日生まれのみさきです
_NAMED = re.compile(
    r"(?:子ども?|子供|お子さ[んま]|赤ちゃん|本人|ご?家族|利用者|患者|会員|生徒|契約者|主人|夫|妻|父|母|息子|娘|孫|兄|弟|姉|妹)さ?ん?の"
    r"(?:お|下の)?名前[はが]、?"
    rf"([{KANJI}]{{1,4}}(?:[ 　][{KANJI}]{{1,3}})?|[ァ-ヺー]{{2,6}}|[ぁ-ん]{{2,5}}?)"
    r"(?=です|でござ|と(?:申|言|い|書|読)|っていう|で[、。]|[、。]|$)"
)
_BORN = re.compile(
    rf"(?:生まれ|うまれ|歳|才)の([{KANJI}]{{1,4}}|[ァ-ヺー]{{2,6}}|[ぁ-ん]{{2,5}}?)(?=です|と申|でござ|、)"
)
# 夫宮地 修の保険証
_RELATIVE_WHOLE = re.compile(
    r"(?:夫|妻|父|母|娘|息子|孫|兄|弟|姉|妹|長男|次男|長女|次女|主人|本人|私)[、のは]?"
    rf"([{KANJI}]{{1,3}}[ 　](?:[{KANJI}]{{1,3}}|[ァ-ヺー]{{2,5}}|[ぁ-ん]{{2,4}}?))"
    rf"(?![{KANJI}ァ-ヺー])(?=[のがはもにで、。 様さ]|です|$)"
)
# 浪川店長: no listed family, but one to the dictionary and nothing else.
_WITH_TITLE = re.compile(
    rf"(?<![{KANJI}])([{KANJI}]{{2,3}})(?=(?:店|部|課|係|支店|副店|所|社|院|園|校|工場|施設)長|主任|先生|教授|専務|常務)"
)
# 普通預金 0246802 ナツメ リョウコ
_BEHIND_NUMBER = re.compile(
    r"(?<=[0-9])[、 /]{1,2}([ァ-ヺー]{2,6}[ 　][ァ-ヺー]{2,6})(?=[、。 様]|です|名義|$)",
    re.MULTILINE,
)
# 誕生院と申します, 秋といいます at the start: whatever the word means elsewhere.
_SAYS_AT_START = re.compile(
    r"(?:^|[。、!\n] ?)(?:私|わたくし|わたし|僕|俺|自分|うち|こちら|はい|あの[ー、]?)?、?"
    rf"([{KANJI}]{{1,6}}|[ァ-ヺー]{{2,8}})"
    r"(?=と申し?ま(?:す(?!か)|し)|ともうします|(?:と|って)(?:言|い)います[、。が])",
    re.MULTILINE,
)
# 浅香です。 as the first words; ホワンと申します、黄と書きます
_OPENS = re.compile(rf"^(?:はい、?|あ、)?([{KANJI}]{{2,3}})(?=です[。、])")
_WRITES = re.compile(rf"(?:^|[、。])([{KANJI}]{{1,3}})(?=と書[きい])")
# 娘の茉莉花が
_THEIR_CHILD = re.compile(
    rf"(?:娘|息子|孫|妹|弟|姪|甥|長女|次女|長男|次男)の([{KANJI}]{{3}})(?=[がはもに、]|です|の(?:名|契約|携帯))"
)
# 丸様、お待たせしました
_CALLED_AT_START = re.compile(
    rf"(?:^|[。\n] ?)([{KANJI}])様(?=、|で(?:す|ござ|いら))", re.MULTILINE
)
_NO_FAMILY = frozenset("皆神奥姫王殿上何誰客仏貴両各此父母兄姉")
_THEIR_PHONE = re.compile(rf"(?:^|[。、\n] ?)([{KANJI}])(?=の携帯)", re.MULTILINE)
# 伊集院でした、失礼します。
_FAREWELL = re.compile(
    rf"(?:^|[、。 ])([{KANJI}]{{2,4}}|[ァ-ヺー]{{3,7}})"
    r"(?=でした[、。 ]{0,2}(?:失礼|ありがと|それでは|よろしく|では))"
)

# An answer told in kana, and letter by letter: ヒラガ、ヒ・ラ・ガです
_ANSWER_IN_KANA = re.compile(
    r"(?:^|[、。 ])([ァ-ヺー]{2,7})(?=です|でござ|と申|[、。 ]|$)"
    r"|(?:^|[、。 ])([ぁ-ん]{3,7}?)(?=です|、|。|$)"
)
_KANA_BY_KANA = re.compile(
    r"(?<![ァ-ヺー])[ァ-ヺ](?:[・、 ][ァ-ヺ][ァィゥェォャュョー]?){1,6}(?=です|[。、]|$)"
)

_PAPERS = (
    "札",
    "プレート",
    "宛",
    "差出",
    "書",
    "署名",
    "名刺",
    "伝票",
    "封筒",
    "字",
    "送り主",
    "受取人",
)
_THINGS = ("の携帯", "のスマホ", "の名義", "のアカ", "の口座", "の診察券", "の印鑑")


class _Rule(NamedTuple):
    """A place of a name, what a text with such a place must hold, and which words are names."""

    pattern: re.Pattern[str]
    marks: tuple[str, ...]
    holds: Callable[[str], bool]


class MentionFinder:
    """Finds names of one turn that nobody introduces and no title follows."""

    def __init__(self, known: KnownNames, words: NameWords, places: Collection[str]) -> None:
        self._known = known
        self._words = words
        self._places = frozenset(places)
        rules = (
            _Rule(
                _ON_FORM,
                ("名", "ナ", "がな", "担当", "差出", "送り", "連絡者"),
                self._may_fill_form,
            ),
            _Rule(_WRITTEN_ON, _PAPERS, self._is_called_so),
            _Rule(_ADDED, ("です、", "ます、", "した、", "せん、"), self._is_called_so),
            _Rule(_HAS_THINGS, _THINGS, self._is_called_so),
            _Rule(_AT_WORK, ("@",), self._is_called_so),
            _Rule(_FAREWELL, ("でした",), self._is_called_so),
            _Rule(_RELATIVE_WHOLE, (" ", "　"), self._is_whole),
            _Rule(
                _WITH_TITLE, ("長", "主任", "先生", "教授", "専務", "常務"), self._is_only_a_name
            ),
            _Rule(_BEHIND_NUMBER, (" ", "　"), self._is_whole_in_kana),
            _Rule(_CALLED_AT_START, ("様",), lambda word: word not in _NO_FAMILY),
            _Rule(_THEIR_PHONE, ("の携帯",), words.one_character.__contains__),
            _Rule(_WRITES, ("と書",), self._is_family),
            _Rule(
                _THEIR_CHILD,
                ("娘の", "子の", "孫の", "妹の", "弟の", "姪の", "甥の", "女の", "男の"),
                lambda word: "名" in words.parts(word),
            ),
            _Rule(_NAMED, ("名前",), lambda word: words.may_be_part(word.partition(" ")[0])),
            _Rule(_IN_NAME_OF, ("の名前で",), words.is_proper),
            _Rule(_DID_FOR, ("さん",), lambda word: "姓" in words.parts(word)),
            _Rule(_BORN, ("まれの", "歳の", "才の"), self._is_born_so),
            _Rule(_CALLED, ("という名", "というお名", "って名", "ってお名"), self._may_be_called),
        )
        self._rules = tuple(
            (frozenset(map(_rarest, marks)), re.compile("|".join(marks)), pattern, holds)
            for pattern, marks, holds in rules
        )
        self._any_mark = re.compile("|".join(mark for rule in rules for mark in rule.marks))

    def find(self, text: str, asked: bool, told: bool) -> Iterator[Found]:
        """Yield names by what stands around them.

        `asked` tells that a name was asked for, `told` what `tells_somebody` says of the text.
        """
        if asked:
            yield from self._answers(text)
        if self._any_mark.search(text):
            characters = set(text)
            for needed, marks, pattern, holds in self._rules:
                if not needed.isdisjoint(characters) and marks.search(text):
                    yield from _persons(pattern, text, holds)
        if told:
            yield from _persons(_OPENS, text, self._is_only_a_name)
            yield from self._introduced(text)
        if "、" in text:
            yield from self._restated(text)

    def _answers(self, text: str) -> Iterator[Found]:
        for match in _ANSWER_IN_KANA.finditer(text):
            part = match.lastindex or 1
            if self._known.is_reading(match[part]):
                yield _person(*match.span(part))
        for match in _KANA_BY_KANA.finditer(text):
            yield _person(*match.span())

    def _introduced(self, text: str) -> Iterator[Found]:
        # The ending is rare and the verb is not, so the verb is looked for last.
        for match in _WHO_IS.finditer(text):
            before = max(0, match.start() - _VERB_REACH)
            if _DID.search(text, before, match.start()) and self._is_called_so(match[1]):
                yield _person(*match.span(1))
        if not ("と申" in text or "ともう" in text or "います" in text):
            return
        for match in _SAYS_AT_START.finditer(text):
            # 保険といいますが: but nobody speaks so of things with と申します.
            humbly = text.startswith(("と申", "ともう"), match.end())
            is_word = match[1] in self._words.never or self._words.is_firm(match[1])
            if not is_word and (humbly or self._may_call_oneself(match[1])):
                yield _person(*match.span(1))

    def _restated(self, text: str) -> Iterator[Found]:
        for match in _RESTATED.finditer(text):
            if self._is_called_so(match[1]) or match[1] in self._words.one_character:
                yield _person(*match.span(1))
                # 原です、原っぱの原: the second tells the character.
                if len(match[1]) > 1 or _ENDS_WHOLE.match(text, match.end()):
                    yield _person(*match.span(2))

    def _is_whole(self, written: str) -> bool:
        family, given = re.split("[ 　]", written)
        is_family = "姓" in self._words.parts(family) or self._words.may_be_called(family)
        return is_family and not self._words.is_firm(given)

    def _is_whole_in_kana(self, written: str) -> bool:
        family, given = re.split("[ 　]", written)
        return self._known.is_reading(family) or self._known.is_given(given)

    def _is_only_a_name(self, word: str) -> bool:
        return self._words.is_sure_name(word) and not self._words.is_place(word)

    def _is_family(self, word: str) -> bool:
        is_listed = self._known.is_family(word) or word in self._words.one_character
        return is_listed and word not in self._words.never

    def _is_born_so(self, word: str) -> bool:
        return self._is_called_so(word) or self._known.is_given(word)

    def _may_be_called(self, word: str) -> bool:
        return bool(self._words.parts(word)) and word not in self._words.never

    def _may_call_oneself(self, word: str) -> bool:
        is_katakana = KATAKANA.fullmatch(word) is not None
        if is_katakana or self._words.parts(word) or self._words.may_be_name(word):
            return True
        # 名嘉真 is in no dictionary, 不良品 is put together from what is.
        pieces = (word[:1], word[1:], word[:2], word[2:])
        return not self._words.is_known(word) and not any(
            len(piece) > 1 and self._words.is_plain(piece) for piece in pieces
        )

    def _is_called_so(self, word: str) -> bool:
        """Whether a word is a listed or a sure name, and no prefecture."""
        if word in self._words.never or word in self._places:
            return False
        if KATAKANA.fullmatch(word):
            return self._known.is_reading(word) and bool(self._words.parts(word))
        family = word.replace("　", " ").partition(" ")[0]
        return self._known.is_family(family) or self._words.is_sure_name(word)

    def _may_fill_form(self, written: str) -> bool:
        parts = re.split("[ 　・]", written.strip())
        if set(parts) & self._words.never or self._words.is_firm(written):
            return False
        if len(parts) > 1:
            return not all(map(self._words.is_plain, parts))
        return self._words.may_be_name(written) or self._known.splits_reading(written)


def _rarest(mark: str) -> str:
    """Return a character of a mark that few texts hold: its last kanji or katakana, if any."""
    return next((one for one in reversed(mark) if one > "ん"), mark[-1])


def _persons(pattern: re.Pattern[str], text: str, holds: Callable[[str], bool]) -> Iterator[Found]:
    return (_person(*match.span(1)) for match in pattern.finditer(text) if holds(match[1]))


def _person(start: int, end: int) -> Found:
    return Found(start, end, "PERSON")
