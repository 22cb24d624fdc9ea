"""The extraction rules as data: config/extract.toml, checked when it is read."""

import tomllib

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.errors import InputError


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_LEAD_INS = _words(
    """
いやいや いや それがですね それが それがね でもね でも だから で ほんで それで
そしたら じゃが ただ 実は あのさ だよね ですよね そうなんです そうなんですよ
"""
)
_TOPIC_OPENERS = _words(
    """
それと それから あと あとですね もう一つ もうひとつ もう一点 もう一件 別件
別の話 別の件 ついでに ほかにも 他にも また、 さらに、 加えて 二点目 三点目
問題はそのあと そういえば ほいから ほんでから それだけじゃな それとは別 なお、
用事は 本題は それはもういい それもそうなんだけど
"""
)
_NO_OPENERS = _words(
    """
で 何 どれ どの 少し 一日 二日 三日 一週 一か 一カ 一ヶ 数日 一回 一人 ずっと
連絡 は も の に になって というもの 一切
"""
)


class ExtractRules(BaseModel):
    """What a customer says that is no statement, and from which probability a clause is one.

    The settings with a value here were added after the first homes were made; a home's older
    file goes on with these.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shortest_voice_characters: int = Field(ge=1)
    phrases: tuple[str, ...]
    endings: tuple[str, ...]
    answer_words: tuple[str, ...]
    salutation_endings: tuple[str, ...]
    fillers: tuple[str, ...]
    weak_fillers: tuple[str, ...]
    lead_ins: tuple[str, ...] = _LEAD_INS
    topic_openers: tuple[str, ...] = _TOPIC_OPENERS
    no_openers: tuple[str, ...] = _NO_OPENERS
    statement_probability: float = Field(0.2, gt=0, lt=1)
    contact_probability: float = Field(0.4, ge=0, lt=1)
    companion_probability: float = Field(0.15, gt=0, lt=1)
    request_probability: float = Field(0.5, gt=0, lt=1)
    plain_probability: float = Field(1.0, gt=0, le=1)
    kind_probability: float = Field(0.35, ge=0, le=1)
    complaint_probability: float = Field(0.3, gt=0, le=1)
    whole_text_sentences: int = Field(4, ge=0)
    longest_sentence_characters: int = Field(200, ge=1)
    short_contact_clauses: int = Field(8, ge=0)
    short_statement_probability: float = Field(0.5, gt=0, le=1)


def parse_extract_rules(toml_text: str, name: str = "extract.toml") -> ExtractRules:
    """Read the rules from TOML text; raises InputError naming the first wrong setting."""
    try:
        return ExtractRules.model_validate(tomllib.loads(toml_text))
    except tomllib.TOMLDecodeError as error:
        raise InputError("rules_not_toml", file=name) from error
    except ValidationError as error:
        setting = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError("rules_bad_setting", file=name, setting=setting) from error
