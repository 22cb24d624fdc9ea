"""Names the demo's fictional people, streets and firms are put together from."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _names(text: str) -> tuple[tuple[str, str, str], ...]:
    parts = (item.split("/") for item in text.split())
    return tuple((written, kana, latin) for written, kana, latin in parts)


# written / kana / latin
SURNAMES = _names(
    "佐藤/サトウ/sato 鈴木/スズキ/suzuki 高橋/タカハシ/takahashi 田中/タナカ/tanaka "
    "渡辺/ワタナベ/watanabe 伊藤/イトウ/ito 山本/ヤマモト/yamamoto "
    "中村/ナカムラ/nakamura 小林/コバヤシ/kobayashi 加藤/カトウ/kato "
    "吉田/ヨシダ/yoshida 山田/ヤマダ/yamada 佐々木/ササキ/sasaki "
    "山口/ヤマグチ/yamaguchi 松本/マツモト/matsumoto 井上/イノウエ/inoue "
    "木村/キムラ/kimura 林/ハヤシ/hayashi 斎藤/サイトウ/saito 清水/シミズ/shimizu "
    "山崎/ヤマザキ/yamazaki 森/モリ/mori 池田/イケダ/ikeda 橋本/ハシモト/hashimoto "
    "阿部/アベ/abe 石川/イシカワ/ishikawa 前田/マエダ/maeda 藤田/フジタ/fujita "
    "小川/オガワ/ogawa 岡田/オカダ/okada 後藤/ゴトウ/goto 長谷川/ハセガワ/hasegawa "
    "村上/ムラカミ/murakami 近藤/コンドウ/kondo 石井/イシイ/ishii "
    "坂本/サカモト/sakamoto 遠藤/エンドウ/endo 青木/アオキ/aoki 藤井/フジイ/fujii "
    "西村/ニシムラ/nishimura 福田/フクダ/fukuda 太田/オオタ/ota 三浦/ミウラ/miura "
    "岡本/オカモト/okamoto 松田/マツダ/matsuda 中川/ナカガワ/nakagawa "
    "中野/ナカノ/nakano 原田/ハラダ/harada 小野/オノ/ono 田村/タムラ/tamura "
    "竹内/タケウチ/takeuchi 金子/カネコ/kaneko 和田/ワダ/wada 中山/ナカヤマ/nakayama "
    "石田/イシダ/ishida 上田/ウエダ/ueda 柴田/シバタ/shibata 酒井/サカイ/sakai "
    "工藤/クドウ/kudo 横山/ヨコヤマ/yokoyama 宮崎/ミヤザキ/miyazaki "
    "宮本/ミヤモト/miyamoto 内田/ウチダ/uchida 高木/タカギ/takagi "
    "谷口/タニグチ/taniguchi 大野/オオノ/ono 今井/イマイ/imai 河野/コウノ/kono "
    "武田/タケダ/takeda 上野/ウエノ/ueno 村田/ムラタ/murata 菅原/スガワラ/sugawara "
    "平野/ヒラノ/hirano 久保/クボ/kubo 野口/ノグチ/noguchi 松尾/マツオ/matsuo "
    "早瀬/ハヤセ/hayase 桐山/キリヤマ/kiriyama 堀田/ホッタ/hotta "
    "有村/アリムラ/arimura 矢島/ヤジマ/yajima 副島/ソエジマ/soejima "
    "降旗/フリハタ/furihata 小野寺/オノデラ/onodera"
)
# written / kana / latin
MALE_NAMES = _names(
    "誠/マコト/makoto 翔太/ショウタ/shota 健一/ケンイチ/kenichi "
    "大輔/ダイスケ/daisuke 隆/タカシ/takashi 勇/イサム/isamu 浩二/コウジ/koji "
    "正/タダシ/tadashi 航/ワタル/wataru 直樹/ナオキ/naoki 亮/リョウ/ryo "
    "俊一/シュンイチ/shunichi 和夫/カズオ/kazuo 拓也/タクヤ/takuya 茂/シゲル/shigeru "
    "陽介/ヨウスケ/yosuke 幸雄/ユキオ/yukio 健太/ケンタ/kenta 哲也/テツヤ/tetsuya "
    "修/オサム/osamu 大樹/ダイキ/daiki 祐介/ユウスケ/yusuke 清/キヨシ/kiyoshi "
    "達也/タツヤ/tatsuya 学/マナブ/manabu"
)
# written / kana / latin
FEMALE_NAMES = _names(
    "恵/メグミ/megumi 陽子/ヨウコ/yoko 真由美/マユミ/mayumi 香織/カオリ/kaori "
    "千秋/チアキ/chiaki 由紀子/ユキコ/yukiko 美咲/ミサキ/misaki 詩織/シオリ/shiori "
    "朋美/トモミ/tomomi 和子/カズコ/kazuko 久美子/クミコ/kumiko さくら/サクラ/sakura "
    "よし江/ヨシエ/yoshie トミ/トミ/tomi 幸子/サチコ/sachiko 彩/アヤ/aya "
    "結衣/ユイ/yui 裕子/ユウコ/yuko 節子/セツコ/setsuko 麻衣/マイ/mai "
    "直美/ナオミ/naomi 文/フミ/fumi ひとみ/ヒトミ/hitomi 真澄/マスミ/masumi "
    "明日香/アスカ/asuka 智子/トモコ/tomoko"
)
OPERATORS = _words(
    "野村 三宅 曽我 江口 久保田 岸 長尾 平川 浅野 稲葉 柏木 吉住 有吉 宮内 能登 滝 "
    "土屋 勝又 岩城 深谷 比嘉 千田 下里 須藤 臼井 大槻 小池 前園 相沢 牧野 榎本 戸田 "
    "真鍋 細川 桑原 奥村 河合 杉本 内藤 飯田"
)
TOWNS = (
    "みどり台",
    "若草町",
    "架空町",
    "みどり野",
    "架空台",
    "若草台",
    "みどり坂",
    "架空坂",
    "架空通り",
    "若葉が丘町",
    "みどり本町",
    "若草新田",
)
BUILDINGS = (
    "コーポ若葉",
    "メゾンみどり",
    "アネックス若草",
    "ハイツ架空",
    "グリーンコート若草",
    "みどりハイム",
    "サンライズ架空",
    "若草ビル",
)
COMPANIES = (
    "株式会社若草商事",
    "株式会社青葉物産",
    "有限会社みどり野工務店",
    "株式会社架空システム",
    "若葉食品株式会社",
    "医療法人若草会",
    "株式会社空町建設",
    "合同会社あおば企画",
    "株式会社架空精機",
    "若草運輸株式会社",
    "社会福祉法人みどり野福祉会",
    "株式会社みのり堂",
)
DEPARTMENTS = (
    "総務部",
    "経理部",
    "管理部",
    "業務課",
    "購買課",
    "情報システム担当",
    "営業部",
    "事務局",
)
# Real prefectures and cities; the towns above exist nowhere.
CITIES: dict[str, tuple[str, ...]] = {
    "北海道": ("札幌市北区", "旭川市", "函館市"),
    "青森県": ("青森市", "八戸市"),
    "岩手県": ("盛岡市", "一関市"),
    "宮城県": ("仙台市青葉区", "石巻市"),
    "秋田県": ("秋田市", "大仙市"),
    "山形県": ("山形市", "鶴岡市"),
    "福島県": ("福島市", "郡山市"),
    "茨城県": ("水戸市", "つくば市"),
    "栃木県": ("宇都宮市", "小山市"),
    "群馬県": ("前橋市", "高崎市"),
    "埼玉県": ("さいたま市浦和区", "川越市", "所沢市"),
    "千葉県": ("船橋市", "柏市", "千葉市中央区"),
    "東京都": ("世田谷区", "足立区", "八王子市", "練馬区"),
    "神奈川県": ("横浜市港北区", "川崎市中原区", "藤沢市"),
    "新潟県": ("新潟市中央区", "長岡市"),
    "富山県": ("富山市", "高岡市"),
    "石川県": ("金沢市", "七尾市"),
    "福井県": ("福井市", "敦賀市"),
    "山梨県": ("甲府市",),
    "長野県": ("長野市", "松本市"),
    "岐阜県": ("岐阜市", "大垣市"),
    "静岡県": ("静岡市葵区", "浜松市中央区"),
    "愛知県": ("名古屋市千種区", "豊田市", "岡崎市"),
    "三重県": ("津市", "四日市市"),
    "滋賀県": ("大津市", "草津市"),
    "京都府": ("京都市左京区", "宇治市"),
    "大阪府": ("大阪市北区", "堺市西区", "豊中市"),
    "兵庫県": ("神戸市灘区", "姫路市", "西宮市"),
    "奈良県": ("奈良市", "橿原市"),
    "和歌山県": ("和歌山市", "田辺市"),
    "鳥取県": ("鳥取市", "米子市"),
    "島根県": ("松江市", "出雲市"),
    "岡山県": ("岡山市北区", "倉敷市"),
    "広島県": ("広島市中区", "福山市"),
    "山口県": ("山口市", "下関市"),
    "徳島県": ("徳島市", "阿南市"),
    "香川県": ("高松市", "丸亀市"),
    "愛媛県": ("松山市", "今治市"),
    "高知県": ("高知市", "四万十市"),
    "福岡県": ("福岡市早良区", "北九州市小倉北区", "久留米市"),
    "佐賀県": ("佐賀市", "唐津市"),
    "長崎県": ("長崎市", "佐世保市"),
    "熊本県": ("熊本市東区", "八代市"),
    "大分県": ("大分市", "別府市"),
    "宮崎県": ("宮崎市", "延岡市"),
    "鹿児島県": ("鹿児島市", "霧島市"),
    "沖縄県": ("那覇市", "うるま市"),
}
