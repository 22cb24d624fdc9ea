"""Which encoder, dictionary and rules are in force, and a marker wherever one changes."""

import hashlib
from datetime import date

from pydantic import BaseModel

from pipelines.night import Night
from warehouse.statements import rows, run

DESCRIPTIONS = {
    "encoder": "文の意味を数値にするエンコーダーが変わりました",
    "tokeniser": "単語の区切り方(辞書)が変わりました",
    "masking": "個人情報の伏せ方の規則が変わりました",
    "extraction": "顧客の声の切り出し方の規則が変わりました",
    "fast_lane": "急ぎの声(危険・けが、法的・公的機関、カスハラ)の語彙か判定の規則が変わりました",
    "flag_vote": "急ぎの声を意味から判定する分類器かその設定が変わりました",
    "generic_words": "用件を含まない声(「何とかしてほしい」など)を除く言葉が変わりました",
    "copies": "写し(同じ応対の重複)を分けて数える規則が変わりました",
    "repeat": "再度の連絡とみなす日数が変わりました",
    "source": "取り込み元の列の対応が変わりました",
    "customer_key": "顧客番号を伏せる鍵が変わり、以前の顧客と同じ人だと分からなくなりました",
}


def fingerprint_of(settings: BaseModel, version: str) -> str:
    """Return a short hash of settings and of the version of the code that reads them."""
    text = f"{version}\n{settings.model_dump_json()}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def in_force(night: Night, definition: str) -> str | None:
    """Return the fingerprint of a definition, None before the first night."""
    known = rows(night.con, "definition_get", definition_kind=definition)
    return known[0][0] if known else None


def declare(
    night: Night,
    kind: str,
    fingerprint: str,
    scope: str = "all",
    *,
    marked_on: date | None = None,
) -> bool:
    """Put a definition in force; a change of one already in force leaves a marker on the series.

    The marker stands on `marked_on`, by default the night's day. Returns whether one in force was
    changed. Must be called inside a room's transaction.
    """
    definition = kind if scope == "all" else f"{kind}:{scope}"
    known = in_force(night, definition)
    if known == fingerprint:
        return False
    run(
        night.con,
        "definition_set",
        definition_kind=definition,
        fingerprint=fingerprint,
        run_id=night.run.run_id,
    )
    if known:
        day = marked_on or night.as_of
        run(
            night.con,
            "marker_add",
            marker_id=f"{definition}:{known}:{fingerprint}:{day}",
            marked_on=day,
            marker_kind=kind,
            scope=scope,
            description=DESCRIPTIONS[kind],
            run_id=night.run.run_id,
        )
    return known is not None
