"""Towns with a numeral in their name: an address is hidden to its end, however it is told."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text.mask import Masker

CITIES = [
    "千葉県市川市", "東京都港区", "福岡県北九州市", "兵庫県三田市", "横浜市西区", "三重県四日市市",
    "世田谷区", "さいたま市南区", "八王子市", "愛知県名古屋市千種区", "京都市中京区",
]  # fmt: skip
TOWNS = [
    "八幡", "六本木", "三輪", "千駄木", "千駄ヶ谷", "四谷", "東五反田", "九段南", "上十条",
    "百人町", "万代", "一番町", "三番町", "二番丁", "二十四軒", "四条大宮", "千代田", "千歳台",
    "三田", "八丁堀", "二子玉川", "八幡西区黒崎", "三ツ沢上町", "三つ池", "一之宮", "二の丸",
    "五十鈴町", "七里ガ浜", "十日市", "五日市", "麻布十番", "九条町", "五条通", "三条西",
    "一色", "六角橋", "八重洲", "四つ木", "三ノ輪", "一ツ橋", "十三本町", "百舌鳥",
    "七条御所ノ内", "二軒茶屋", "八千代台", "三郷", "みなとみらい", "はるひ野", "三ケ日町",
    "一丁田", "五番町", "千本北大路", "八木山", "万代東",
]  # fmt: skip
NUMBERS = [
    "2-3-4", "10-1", "６－１０－１", "2丁目3-4", "二丁目三番四号", "2丁目3番4号", "三丁目4の5",
    "2ー3ー4", "2 - 3 - 4", "3番地5", "二の三の四", "12丁目3番", "2-3-4-501", "2─3─4",
    "三丁目二番", "3丁2-5",
]  # fmt: skip
BUILDINGS = [
    "", " 八幡ビル203", " メゾン三輪 203号室", "コーポ千代田203", " 六本木ヒルズ 三階",
    "サンハイツ四谷二〇一号室", "のサンハイツ201", " 三番館マンション402", " ハイツ五条B-203",
    "千代田ハイツ12", "八幡ビル203", "月島タワー 3001", "万代マンション七〇三", "日本橋コート5階",
]  # fmt: skip
FRAMES = ["住所は{}です", "{}", "{}に住んでいます", "送り先は{}です。よろしくお願いします"]


@given(*map(st.sampled_from, (CITIES, TOWNS, NUMBERS, BUILDINGS, FRAMES)))
def test_an_address_is_hidden_whole(
    masker: Masker, city: str, town: str, number: str, building: str, frame: str
) -> None:
    # 二の三の四月島タワー: nobody writes it so without a space.
    parted = " " if number[-1] == "四" and building[:1].strip(" のサコハ") else ""
    [result] = masker.mask_contact([frame.format(city + town + number + parted + building)])
    assert result.masked == frame.format("[住所1]")


@pytest.mark.parametrize(("town", "number"), list(itertools.product(TOWNS, NUMBERS[:5])))
def test_a_town_that_holds_a_numeral_is_no_end(masker: Masker, town: str, number: str) -> None:
    turns = ["ご住所をお願いします", f"千葉県市川市{town}{number}です"]
    assert masker.mask_contact(turns)[1].masked == "[住所1]です"


@pytest.mark.parametrize("town", ["八幡", "六本木", "三輪", "百人町", "麻布十番"])
def test_where_an_address_is_asked_for_the_town_may_come_alone(masker: Masker, town: str) -> None:
    turns = ["ご住所をお願いします", f"{town}2-3-4です"]
    assert masker.mask_contact(turns)[1].masked == "[住所1]です"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("東京都港区六本木6-10-1、3回届いた", "[住所1]、3回届いた"),
        ("渋谷区千駄ヶ谷3-1-1 2日前に電話した", "[住所1] 2日前に電話した"),
        ("東京都港区六本木6-10-1、橋本です", "[住所1]、[氏名1]です"),
    ],
)
def test_what_follows_an_address_stays(masker: Masker, text: str, expected: str) -> None:
    assert masker.mask_contact([text])[0].masked == expected


@pytest.mark.parametrize(
    "text",
    [
        "三田市には3回行きました",
        "横浜市で3-4日かかります",
        "港区の六本木店で二回買いました",
        "千葉市の八幡店に3-4人で行きます",
        "世田谷区だいたい3-4日です",
        "千葉県千葉市だいたい3-4日間です",
        "北九州市八幡西区の三軒に配りました",
    ],
)
def test_what_is_counted_in_a_town_is_no_address(masker: Masker, text: str) -> None:
    assert masker.mask_contact([text])[0].masked == text
