"""Whether what was found is said to have happened: denied, supposed or asked about it is not.

In Japanese this stands behind the word, in the endings of its predicate (〜ていません, 〜なかった,
〜たら, 〜かもしれない, 〜ますか), so the characters behind a hit are read as a chain of particles,
endings and light verbs; the first character that belongs to no such chain ends it. Hence
「血が出て止まらない」 is not denied, 「けがはなかったけど煙が出た」 is denied for the one only.
"""

import re
from typing import Literal

Scope = Literal["event", "intent"]

# How far behind a hit its predicate may end, and how far before it a supposition may begin.
REACH = 40
SUPPOSED_WITHIN = 30

_PARTICLE = (
    "(?:が|は|も|を|に|で|と|の|へ|など|とか|なんか|なんて|って|という|といった|ような|よう|的|等|さえ|まで"
    "|さん|人|方|者|事|こと|もの|件|騒ぎ|沙汰|事故|被害|症状|様子|心配|不安|おそれ|恐れ|危険性|危険|可能性|リスク"
    "|疑い|気配|跡|反応|トラブル|類|[、 ・]){0,5}"
)
_HAZARD = (
    "(?:けが|ケガ|怪我|やけど|火傷|火|煙|炎|出血|血|事故|破損|損傷|故障|異常|異臭|におい|臭い|匂い|音|爆発|発火|発煙"
    "|引火|火災|火事|感電|漏電|骨折|打撲|アレルギー|症状|虫|異物|健康被害|被害|体調不良|人身|物損|腫れ|かゆみ|発疹"
    "|警察|弁護士|裁判|訴訟|消費者センター|消費生活センター|sns|ネット|口コミ)"
)
_ALSO = f"(?:(?:や|とか|も|と|・|、|に|なり)(?:ほか|特に|別に)?{_HAZARD}(?:など|とか)?)?"
# One or two syllables of inflection, then the forms of て いる.
_STEM = (
    "(?:し|せ|さ|され|させ|すれ|れ|られ|っ|い|わ|ら|り|る|か|き|け|え|こ|こさ|こし|こら|ま|み|べ|ば|げ|が|め|ね|た"
    "|ち|ど|なっ|なら|なり|至っ|至ら|至り|負わ|負っ|出|出さ|起き|起こ|見られ|見当たら|見当たり|感じ|感じられ|し上げ"
    "|確認|確認でき|確認され|報告|報告され|認め|認められ|あら|あり|ござい|受け|やら|やり)?"
)
_TE_IRU = "(?:[てで](?:は|も)?(?:い|おり|おら|お|き|ござい|しまっ)?(?:は|も)?)?"
_DENIAL = (
    "(?:ませ[んぬ]|まへん|ない|なかっ|なく|無い|無かっ|無く|無し|なし|無事|ねえ|ねぇ|へん(?!な)|おらん|とらん"
    "|(?:ら|か|わ|て|で|せ|け|れ|え)ん(?:[。、よけがわで]|かった|$)|ず(?:に|、|。|$)|ぬ(?:よう|、|。)|ゼロ"
    "|大丈夫(?:です|でした|だった|だ|なん|だと|と)|平気|免れ|まぬが|防げ|防い|避けられ|せずに済)"
)
_ADVERB = "(?:一切|全く|まったく|全然|特に|毛頭|別に|まだ|とても|到底|決して|さらさら|本当に)?"
_AUXILIARY = (
    "(?:[ぁ-ん出起言思書訴、]{0,8}?(?:(?:そういう|そんな|そこまで|大げさな|大それた)(?:の|する|な|こと|つもり|気|話|の話|考え|を|は|が)*|わけ(?:で|じゃ|で?は|でも)|つもり|気(?:は|も|が)|とまで|とは|ほど|こと(?:は|も|が)?"
    "|の(?:では|じゃ|でも)|予定|たい(?:わけ|と)|ようと(?:は|も|か)?|うと(?:は|も|か)|までは|必要|たり(?:は|も)?|ことに(?:は|も)?)"
    "(?:など|とか)?(?:で?は|じゃ|も|が|の)?(?:騒ぎ|事態|話|大ごと|大事|問題|もの)?(?:に|で|と)?(?:は|も)?(?:一切|全く|まったく|全然|特に|毛頭|別に|到底|決して|さらさら)?(?:言[わっい]?|思[わっい]?|考え|至[っらり]|な[っらりい]?|し|行[かっ]|い|あり|ござい)?"
    f"{_TE_IRU})?"
)
# 弁護士に相談する: the verb that goes with the noun, in one predicate.
_VERB = (
    "(?:(?:相談|連絡|通報|報告|依頼|投稿|公開|拡散|利用|お?世話|対処|請求|関係|縁|用)(?:が|は|も|を|に)?"
    "|(?:考え|望[んみ]|検討)|(?:言|行|書|呼|出|頼|立て|使|雇|入れ|話|載|上|訴|晒|やら|流|届|掛|か)[ぁ-ん]{0,2}?)?"
)
_DENIED = re.compile(
    f"{_ALSO}{_PARTICLE}{_ADVERB}{_VERB}{_STEM}{_TE_IRU}{_AUXILIARY}(?P<denial>{_DENIAL})"
)
# 〜ないといけない, 〜ざるを得ない, 〜ないとは限らない: what looks like a denial is none.
_NOT_DENIED = re.compile(
    "(?:ければ|と(?:いけ|だめ|ダメ|駄目|なら|気が|気の|分から|わから|動|対応|何も|話に|解決|直|やって)|きゃ|ゃ"
    "|わけ(?:では|じゃ|に)|でも(?:ない|あり)|ては(?:なら|いけ)|と(?:も|は)(?:限|言[えい]|いえ)|じゃ(?:ない|ねえ)"
    "|んですか|のか|のかよ|もない|ほど|くらい|ぐらい|うち|ことはない|ことも)"
)
# 頭を下げるということではないでしょうか: a demand put as a question.
_RHETORICAL = re.compile(
    "(?:の|こと|べき|筋)(?:では|じゃ)(?:ない|あり?ません|ねえ)(?:でしょうか|ですか|のか|か[。?])"
)
# 訴えるしか: a denial that affirms.
_ALONE = "しか"
_SUPPOSED = re.compile(
    f"{_PARTICLE}{_STEM}{_TE_IRU}(?:ん|り|る|く|つ|す|う|ぶ|む|ぐ)?"
    "(?:た(?:ら(?!し)|場合|時の|ときの|際の|際は|とすれば|としたら)|だら|[れえけせてべめねげ]ば|なら(?!な)|ようなら|場合"
    "|時の|ときの|時に備|際の|とき(?:は|に)?(?:どう|何)|よう(?:な)?こと(?:が|は|に)(?:あれば|あったら|なら|なった)"
    "|と(?:困|怖|こわ|危|大変|まず|嫌|いや|だめ|いけ)|ない(?:よう|ため|か)|ぬよう|のを防|を防|防止|予防|対策"
    "|(?:んじゃ|の(?:では|じゃ)|のでは)(?:ない)?(?:か)?(?:と)?(?:心配|不安|怖|ないか|ないかと)"
    "|(?:こと|の)?(?:が|は|を|も)?(?:心配|不安|恐れ|おそれ|恐れて)|かも|うる|得る|としたら|とすれば|とすると|たと(?:して|仮定)"
    "|(?:の|という|する)?(?:可能性|リスク|原因に|恐れ|おそれ|危険(?!な)|危険性))"
)
# 〜たかもしれない, 〜ているかもしれない: it is feared to be so already.
_FEARED = re.compile(
    f"{_PARTICLE}{_STEM}(?:た|だ|[てで]い?る|とる|てん)(?:の|ん)?(?:かも|では|じゃ|可能性|恐れ|おそれ)"
)
# やけどどころか, 異物かと思ったら昆布: said and taken back; 火が出るほど is a figure of speech.
_TAKEN_BACK = re.compile(
    "(?:どころか|どころで|(?:か|だ|なの)?(?:と|って)(?:ばかり|てっきり)?(?:思|おも|勘違い|間違)[ぁ-ん]{0,4}?(?:たら|きや|けど|ですが|だが)"
    f"|{_STEM}(?:に|づら|が)く[いくか]|{_STEM}(?:る|そうな|みたいな|んばかり)(?:ほど|くらい|ぐらい)(?!の(?:けが|やけど|事故)))"
)
# けがしたらどうしてくれるんだ: somebody is in danger now.
_BLAMES = re.compile(
    "どう(?:して(?:くれ|くだ)|する(?:ん|気|つもり|の)|なるん|なるか)|ど(?:ない|ー)し(?:て|てくれ)|どないする"
    "|誰が|だれが|責任|おかしくな"
)
_ASKED = re.compile(
    f"{_PARTICLE}(?:(?!けど|けれど|のに|ので|から|んですが|て(?:い)?[るま]|ました|た(?!こと|例|事|ケース|ら)|よね|が、)[ぁ-ん出起]){{0,8}}"
    "(?:こと|事|例|事例|事故|報告|ケース|件|もの|おそれ|恐れ|心配|危険性?|可能性|リスク|トラブル|声)?(?:は|が|も|って|とか|など)*"
    "(?:あり|ない|な|ござい|大丈夫|あっ|起き|出|入っ|し|でき|含ま)?(?:て|れて)?(?:い|おり)?"
    "(?:ます|ません|ない|です|でしょう|るん|るの|る|んです|ないの|のです|ますでしょう|ませんでしょう|ないでしょう|ないです|まし|た|ん)*"
    "(?:か(?:[。?、]|ね|$|な|教|どう|知り|聞|確認|お)|の?\\?|かどうか)"
)
# 異物混入の報道, けが人が出た他社の遊具: somebody else's; 警報が鳴る仕組み: in general.
_REPORTED = re.compile(
    "(?:混入|死亡|死|事故|事件|問題)?(?:の|が(?:出|あっ|起き)た|した|という|があったという)"
    "(?:報道|ニュース|記事|噂|うわさ|他社|よその|海外|外国)"
    "|(?:す|され)?[るくすうつ](?:仕組み|しくみ|機能|条件|設定|方法|原理|演出|シーン|場面|ボタン|タイプ|確率)"
)
# 昨年の発煙の件は交換で直りました: it is over, and well.
_RESOLVED = re.compile(
    "(?:[ぁ-ん]{0,4}?)(?:件|におい|臭い|匂い|煙|異音|問題|不具合|トラブル|騒ぎ|箇所|症状|事故|の?際|の?時|の?とき)(?:は|で|では|も|について|につ|に|、)"
    "(?:(?!けど|けれど|のに|が、|また|再|まだ)[^。]){0,24}?"
    "(?:直り|直っ|解決し|お世話にな|ありがと|有難|感謝|助かり|助かっ|収ま|治ま|おさま|完治|安心し)(?!て(?:い)?(?:な|ませ)|ませ|ま?せん)"
)
_WHY = re.compile("なぜ|なんで|何で|どうして|どないして|何故")


def is_asserted(text: str, start: int, end: int, scope: Scope) -> bool:
    """Return whether the folded text says that [start, end) is so, or may come from the speaker.

    With scope `event` suppositions and questions do not count, with `intent` they do.
    """
    if text.endswith(_ALONE, start, end):
        return True
    # 切った + ら: the last syllable of a hit may belong to its ending.
    tail = _sentence_rest(text, end - (text[end - 1] in "ただてでま" and end - start > 2))
    if is_denied(tail, scope):
        return False
    if scope == "intent":
        return True
    if any(over.match(tail) for over in (_TAKEN_BACK, _RESOLVED, _REPORTED)):
        return False
    if _SUPPOSED.match(tail):
        return _FEARED.match(tail) is not None or _BLAMES.search(tail) is not None
    return (
        not _ASKED.match(tail)
        or _WHY.search(text[max(0, start - SUPPOSED_WITHIN) : start]) is not None
    )


def is_denied(tail: str, scope: Scope) -> bool:
    """Return whether the words behind a hit deny it."""
    match = _DENIED.match(tail)
    if match is None:
        return False
    if scope == "event":
        return True
    is_rhetorical = _RHETORICAL.search(tail, match.start("denial") - 4)
    return not is_rhetorical and not _NOT_DENIED.match(tail, match.end())


def _sentence_rest(text: str, end: int) -> str:
    rest = text[end : end + REACH]
    for sign in "。\n!":
        rest = rest.partition(sign)[0] + (sign if sign == "。" and sign in rest else "")
    return rest
