"""Who is hit: segments, products, regions and channels, each theme with its own profile."""

from collections.abc import Mapping

SEGMENTS: dict[str, float] = {
    "シニア": 0.30,
    "現役世代": 0.30,
    "子育て世帯": 0.15,
    "学生": 0.07,
    "単身若年": 0.10,
    "法人": 0.08,
}

SEGMENT_LIFT: dict[str, dict[str, float]] = {
    "payment_reflection_delay": {"シニア": 1.6, "法人": 2.0, "学生": 0.4},
    "service_stop_nonpayment": {"単身若年": 2.5, "シニア": 1.3, "学生": 1.5},
    "double_charge": {"現役世代": 1.5, "法人": 1.5},
    "unknown_charge": {"シニア": 2.2, "学生": 0.5},
    "bill_unclear": {"法人": 4.0, "シニア": 1.5, "学生": 0.2},
    "refund_delay": {"シニア": 1.3, "現役世代": 1.2},
    "delivery_delay": {"シニア": 1.3, "法人": 1.4},
    "time_slot_missed": {"現役世代": 1.8, "子育て世帯": 1.6, "学生": 0.5},
    "drop_off_lost": {"学生": 2.8, "単身若年": 2.5, "シニア": 0.4},
    "box_damage": {"シニア": 1.2},
    "wrong_missing_item": {"子育て世帯": 1.4},
    "chilled_spoilage": {"子育て世帯": 3.0, "シニア": 1.2, "学生": 0.2, "単身若年": 0.4},
    "image_gap": {"現役世代": 1.2, "単身若年": 1.4, "法人": 0.5},
    "early_breakdown": {"シニア": 1.5},
    "store_wait": {"子育て世帯": 2.0, "シニア": 1.3, "学生": 1.4},
    "cancel_line_busy": {"現役世代": 1.5, "単身若年": 1.2},
    "cancel_fee": {"学生": 3.5, "単身若年": 1.8, "シニア": 0.7},
    "billed_after_cancel": {"現役世代": 1.5, "法人": 1.5},
    "subscription_unaware": {"シニア": 2.4, "単身若年": 1.4, "法人": 0.05},
    "skip_not_applied": {"子育て世帯": 1.8, "現役世代": 1.2, "学生": 0.3},
    "hikari_install_wait": {"学生": 2.0, "現役世代": 1.6, "シニア": 0.5},
    "operator_attitude": {"シニア": 1.4},
    "transferred_around": {"現役世代": 1.3, "法人": 1.6},
    "callback_missing": {"シニア": 1.2, "法人": 1.6},
    "ivr_confusing": {"シニア": 3.5, "学生": 0.2, "単身若年": 0.3},
    "login_auth_failure": {"シニア": 1.8, "法人": 1.3},
    "app_slow_crash": {"単身若年": 2.2, "学生": 2.0, "シニア": 0.3},
    "point_expiry": {"現役世代": 1.5, "子育て世帯": 1.4, "法人": 0.3},
    "mobile_slow": {"学生": 3.0, "単身若年": 2.2, "法人": 1.6, "シニア": 0.4},
    "hikari_outage": {"現役世代": 1.5, "法人": 1.8, "学生": 0.6},
}

PRODUCTS_OF_THEME: dict[str, dict[str, float]] = {
    "payment_reflection_delay": {"みどり通販": 0.5, "みどりモバイル": 0.3, "みどり光": 0.2},
    "service_stop_nonpayment": {"みどりモバイル": 0.8, "みどり光": 0.2},
    "double_charge": {"みどり通販": 0.6, "みどりモバイル": 0.25, "みどり光": 0.15},
    "unknown_charge": {"みどりモバイル": 0.6, "みどり通販": 0.4},
    "bill_unclear": {"みどりモバイル": 0.55, "みどり光": 0.25, "みどり通販": 0.2},
    "refund_delay": {"みどり通販": 0.75, "みどり通販ギフト": 0.15, "みどり光": 0.1},
    "delivery_delay": {"みどり通販": 0.55, "みどり通販ギフト": 0.35, "定期便": 0.1},
    "time_slot_missed": {"みどり通販": 0.8, "定期便": 0.2},
    "drop_off_lost": {"みどり通販": 0.95, "定期便": 0.05},
    "box_damage": {"みどり通販": 0.75, "みどり通販ギフト": 0.25},
    "wrong_missing_item": {"みどり通販": 0.7, "定期便": 0.3},
    "chilled_spoilage": {"定期便": 0.75, "みどり通販ギフト": 0.25},
    "image_gap": {"みどり通販": 0.97, "みどり通販ギフト": 0.03},
    "early_breakdown": {"みどり通販": 0.95, "みどりモバイル": 0.05},
    "store_wait": {"みどりモバイル": 0.9, "みどり光": 0.1},
    "cancel_line_busy": {"定期便": 0.4, "みどりモバイル": 0.35, "みどり光": 0.25},
    "cancel_fee": {"みどり光": 0.5, "みどりモバイル": 0.35, "定期便": 0.15},
    "billed_after_cancel": {"みどり光": 0.4, "みどりモバイル": 0.35, "定期便": 0.25},
    "subscription_unaware": {"定期便": 1.0},
    "skip_not_applied": {"定期便": 1.0},
    "hikari_install_wait": {"みどり光": 1.0},
    "login_auth_failure": {"みどりアプリ": 0.7, "みどりモバイル": 0.3},
    "app_slow_crash": {"みどりアプリ": 0.85, "みどり通販": 0.15},
    "point_expiry": {"みどりポイント": 0.8, "みどり通販": 0.2},
    "mobile_slow": {"みどりモバイル": 1.0},
    "hikari_outage": {"みどり光": 1.0},
}
PRODUCTS: dict[str, float] = {
    "みどり通販": 0.42,
    "みどり通販ギフト": 0.06,
    "定期便": 0.14,
    "みどりモバイル": 0.20,
    "みどり光": 0.12,
    "みどりアプリ": 0.04,
    "みどりポイント": 0.02,
}

REGIONS: dict[str, float] = {
    "北海道": 5.1,
    "青森県": 1.2,
    "岩手県": 1.2,
    "宮城県": 2.3,
    "秋田県": 0.9,
    "山形県": 1.0,
    "福島県": 1.8,
    "茨城県": 2.8,
    "栃木県": 1.9,
    "群馬県": 1.9,
    "埼玉県": 7.3,
    "千葉県": 6.3,
    "東京都": 14.1,
    "神奈川県": 9.2,
    "新潟県": 2.1,
    "富山県": 1.0,
    "石川県": 1.1,
    "福井県": 0.7,
    "山梨県": 0.8,
    "長野県": 2.0,
    "岐阜県": 1.9,
    "静岡県": 3.6,
    "愛知県": 7.5,
    "三重県": 1.7,
    "滋賀県": 1.4,
    "京都府": 2.5,
    "大阪府": 8.8,
    "兵庫県": 5.4,
    "奈良県": 1.3,
    "和歌山県": 0.9,
    "鳥取県": 0.5,
    "島根県": 0.6,
    "岡山県": 1.9,
    "広島県": 2.8,
    "山口県": 1.3,
    "徳島県": 0.7,
    "香川県": 0.9,
    "愛媛県": 1.3,
    "高知県": 0.7,
    "福岡県": 5.1,
    "佐賀県": 0.8,
    "長崎県": 1.3,
    "熊本県": 1.7,
    "大分県": 1.1,
    "宮崎県": 1.0,
    "鹿児島県": 1.6,
    "沖縄県": 1.5,
}
REGION_LIFT: dict[str, dict[str, float]] = {
    "hikari_outage": {
        "沖縄県": 9,
        "鹿児島県": 7,
        "宮崎県": 6,
        "高知県": 6,
        "和歌山県": 4,
        "長崎県": 4,
    },
    "mobile_slow": {"東京都": 3, "大阪府": 3, "神奈川県": 2.2, "愛知県": 2},
    "delivery_delay": {"北海道": 3, "沖縄県": 4, "青森県": 2.5, "新潟県": 2},
    "chilled_spoilage": {"沖縄県": 4, "熊本県": 3, "宮崎県": 3, "愛媛県": 2},
    "store_wait": {"埼玉県": 2.2, "千葉県": 2.2, "神奈川県": 2},
    "hikari_install_wait": {"東京都": 1.8, "神奈川県": 1.8, "福岡県": 2.5, "宮城県": 2},
    "drop_off_lost": {"東京都": 2.5, "大阪府": 2.2},
    "transferred_around": {"静岡県": 2.5},
    "box_damage": {"北海道": 2, "沖縄県": 2.5},
}

CHANNEL_OF_SEGMENT: dict[str, tuple[float, float, float]] = {
    "シニア": (1.5, 0.6, 0.15),
    "現役世代": (1.0, 1.0, 1.0),
    "子育て世帯": (0.85, 1.0, 1.5),
    "学生": (0.5, 0.7, 2.8),
    "単身若年": (0.6, 0.7, 2.6),
    "法人": (0.7, 2.2, 0.3),
}
CHANNEL_LIFT: dict[str, tuple[float, float, float]] = {
    "app_slow_crash": (0.7, 1.0, 2.0),
    "login_auth_failure": (0.9, 0.8, 1.6),
    "ivr_confusing": (1.2, 0.9, 0.5),
    "cancel_line_busy": (1.0, 1.2, 1.2),
    "mobile_slow": (0.9, 0.8, 1.8),
    "bill_unclear": (0.9, 1.4, 0.7),
}


def segment_weights(theme_id: str | None) -> dict[str, float]:
    """Weights of the segments among the contacts of a theme (None: contacts without one)."""
    return _lifted(SEGMENTS, SEGMENT_LIFT.get(theme_id or "", {}))


def region_weights(theme_id: str | None) -> dict[str, float]:
    """Weights of the 47 prefectures among the contacts of a theme."""
    return _lifted(REGIONS, REGION_LIFT.get(theme_id or "", {}))


def product_weights(theme_id: str | None) -> dict[str, float]:
    """Weights of the products among the contacts of a theme."""
    return PRODUCTS_OF_THEME.get(theme_id or "", PRODUCTS)


def channel_weights(theme_id: str | None, segment: str, is_day_off: bool) -> tuple[float, ...]:
    """Weights of call, mail and chat before they are fitted to the shares of the plan."""
    day = (0.75, 1.1, 1.6) if is_day_off else (1.0, 1.0, 1.0)
    lift = CHANNEL_LIFT.get(theme_id or "", (1.0, 1.0, 1.0))
    own = CHANNEL_OF_SEGMENT[segment]
    return tuple(a * b * c for a, b, c in zip(own, lift, day, strict=True))


def _lifted(base: Mapping[str, float], lift: Mapping[str, float]) -> dict[str, float]:
    return {name: weight * lift.get(name, 1.0) for name, weight in base.items()}
