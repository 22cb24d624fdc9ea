"""What only one side of a service conversation says, and how strongly it tells the sides apart.

Weights are natural log odds for the operator (+) or the customer (-). They were set by hand: the
forms of address, humble and honorific verbs and set phrases of Japanese customer service on one
side, plain polite speech about oneself on the other. Tuned on dialogues 001-105 of the public
accommodation dialogues (see docs/formats.md) and on nothing else.
"""

import re
from collections.abc import Sequence

_STRONG, _CLEAR, _SLIGHT = 3.0, 1.6, 0.8
# No single turn may outvote the rest of a conversation.
EVIDENCE_LIMIT = 6.0

_OPERATOR_STRONG = (
    "お電話ありがとうございます",
    "お電話いただきありがとう",
    "お問い合わせ(?:いただき)?(?:、)?(?:誠に)?ありがとうございます",
    "ご利用(?:いただき|、|は)?(?:まして)?(?:、)?(?:誠に)?ありがとうございます",
    "ご連絡(?:いただき|を)?(?:まして)?(?:、)?(?:誠に)?ありがとうございます",
    "(?:センター|窓口|受付|サポート|係|課|部|担当)の[^。、]{1,10}(?:でございます|と申します|が承り)",
    "(?:かしこまりました|承知(?:いたしました|致しました)|さようでございます|左様でございます)",
    "(?:承りました|承ります|承っております|うかがいます|お伺いし|お伺いいた)",
    "お待たせ(?:いた|致)しました",
    "少々お待ち(?:ください|いただけ)",
    "(?:お調べ|ご案内|ご説明|お手続き|お繋ぎ|おつなぎ|お探し|ご用意|お手配|手配|ご連絡|折り返し|確認)"
    "(?:を)?(?:いた|致|させていただ)",
    "申し訳(?:ございません|ありませんでした|ございませんでした)",
    "(?:ご不便|ご迷惑|ご心配|お手数)(?:を)?(?:お|、)?(?:掛け|かけ)",
    "(?:お名前|ご住所|お電話番号|生年月日|会員番号|ご契約者|ご本人|注文番号|ご連絡先)[^。]{0,20}"
    "(?:お聞かせ|いただけ|お願い(?:でき|いた)|頂け|よろしい|教えて(?:いただけ|頂け))",
    "(?:ほか|他)に(?:何か)?[^。]{0,12}(?:ございます|ございませんか|ありますでしょうか|いかが)",
    "お力になれ|お役に立て|ご了承|ご容赦|ご理解(?:いただ|賜)",
    "(?:弊社|当社|当店|当館|当ホテル|当行|当センター|わたくしども|私ども|私共)",
    "(?:いただけ|頂け)(?:ます|ません)でしょうか",
    "(?:でございます|ございますでしょうか|ございますか|となっております|いかがいたしましょう|いかがなさい)",
    "いかがでしょうか",
    "お客様(?:の|は|に|が|から|、|を)",
    "様でいらっしゃ",
    "^・[^・]+・",
    "(?:復唱|復誦|ご確認(?:いた|させ))",
)
_OPERATOR_CLEAR = (
    "(?:いた|致)し(?:ます|ました|ましょう|ております|かね)",
    "ございます|ございません|ございました",
    "(?:よろしい|いかが)(?:でしょうか|ですか)",
    "(?:お|ご)[一-鿿ぁ-んァ-ヶー]{1,8}(?:いただ|頂|ください|下さい|になり|になられ|なさい)",
    "(?:恐れ入り|おそれいり|恐縮|差し支え|念のため)",
    "(?:お決まり|ご希望|ご予定|ご都合|ご自宅|ご自身|ご家族|ご覧|お持ち|お済み|お手元)",
    "でしょうか[。？?]?$",
    "様で(?:す|しょう|ご)",
    "名様",
    "(?:させて|いただき)(?:いただき|頂き|ます)",
    "ありがとうございました。?(?:失礼|またの|本日)",
)
_OPERATOR_SLIGHT = (
    "失礼(?:いたし|致し)",
    "ですね。$",
    "でしたら",
    "それでは",
    "はい、.{0,8}様",
    "^・",
    "かと思います",
)

_CUSTOMER_STRONG = (
    "(?:ん|の)です(?:けど|が|けれど)",
    "(?:たい|欲しい|ほしい)(?:んです|のです|です|と思|んだ|な[ぁあ。]|けど|ん(?:や|じゃ))",
    "(?:してほし|して欲し|てほし|て欲し|てもらえ|て貰え|てもらい|て貰い|てくれ(?:る|ない|ません|ます|て))",
    "(?:うち|家)の(?:子|母|父|主人|夫|妻|嫁|犬|猫)|主人が|夫が|妻が|息子|娘が|娘と|彼女と|彼氏|友(?:達|人)と",
    "(?:困って|困る|困り)(?:ます|まし|いる|るん|ん)",
    "どう(?:なって|して(?:くれ|もら|い(?:る|た)))",
    "(?:私|僕|俺|わたし|自分)(?:は|が|も|の|、|だけ|で)",
    "(?:かな|いいな|だな)(?:ぁ|あ|と|って|。)",
    "(?:ふざけ|いい加減|ありえ(?:ない|ません)|納得(?:いか|でき))",
    "(?:と|って)(?:思っ|おもっ|考え)(?:て|た|ている|ており)",
    "(?:んですか|んですよ|んですね|のですか|んでしょうか)",
    "(?:助かり|嬉しい|うれしい|安心|ありがたい)(?:です|ます)",
    "(?:なかった|なった|した|てた|ている|てる)(?:ん)?(?:ですけど|んだけど|んですが)",
)
_CUSTOMER_CLEAR = (
    "(?<!か)(?:と|って)思います",
    "(?:ですかね|ますかね|でしたっけ|ましたっけ|ですよね)",
    "(?:とか|みたいな|っていう|ちょっと|やっぱり|けっこう|結構|すごく|なんか|一応|別に|できれば|出来れば|なるべく)",
    "(?:お願い)(?:したい|できますか|出来ますか|します)",
    "(?:けど|けれど|けども)(?:、|。|$)",
    "(?:ました|ます|です)けど",
    "(?:でいい|で良い|がいい|が良い|といい|と良い|はいい|いいですね)",
    "(?:ありますか|できますか|出来ますか|もらえますか|くれますか|ないですか|いいですか)",
    "(?:大丈夫です|いらない|要らない|必要ない|特に(?:ない|な|あり))",
    "(?:予定(?:です|で)|つもり)",
    "そう(?:です|なん|いう)",
)
_CUSTOMER_SLIGHT = (
    "^(?:はい|うん|ええ|あ|あー|えっと|えーと|あの|もしもし|いえ|いや|そうですね)(?:、|。|$)",
    "(?:分かりました|わかりました|了解)",
    "(?:です|ます)(?:よ|ね)?。?$",
)

# After these words the same speaker goes on: 以下の内容で承ります。 and then the list.
_GOES_ON = re.compile(r"(?:以下|下記|次)の[^。]{1,40}。?[^。]{0,30}。?$|[：:]$")

_QUESTION = re.compile(
    r"(?:か|かね|でしょう|っけ)[。？?]*$|[？?]$|(?:教え|聞かせ|お知らせ)[^。]{0,8}ください。?$"
)

_GROUPS = (
    (_OPERATOR_STRONG, _STRONG),
    (_OPERATOR_CLEAR, _CLEAR),
    (_OPERATOR_SLIGHT, _SLIGHT),
    (_CUSTOMER_STRONG, -_STRONG),
    (_CUSTOMER_CLEAR, -_CLEAR),
    (_CUSTOMER_SLIGHT, -_SLIGHT),
)
_CUES = tuple((re.compile(cue), weight) for cues, weight in _GROUPS for cue in cues)


def evidence(
    text: str, operator_cues: Sequence[str] = (), customer_cues: Sequence[str] = ()
) -> float:
    """Return the log odds that the operator said a text, within +-EVIDENCE_LIMIT.

    Each cue counts once; `operator_cues` and `customer_cues` are a source's own phrases.
    """
    own = _STRONG * (
        sum(cue in text for cue in operator_cues) - sum(cue in text for cue in customer_cues)
    )
    total = own + sum(weight for cue, weight in _CUES if cue.search(text))
    return max(-EVIDENCE_LIMIT, min(EVIDENCE_LIMIT, total))


def goes_on(text: str) -> bool:
    """Say whether the speaker of a text announces to go on in the next turn."""
    return _GOES_ON.search(text) is not None


def asks(text: str) -> bool:
    """Say whether a text ends in a question, which the other side answers next."""
    return _QUESTION.search(text) is not None
