"""Statements that say nothing of a matter, and those that do, by the shipped words."""

import json
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.text.generic_words import Spoken, has_content, parse_generic_words
from pipelines.text.tokenise import Tokeniser

ROOT = Path(__file__).parents[3]
GENERIC = frozenset(
    parse_generic_words((ROOT / "config" / "generic_words.toml").read_text("utf-8")).words
)

EMPTY = """
そろそろ本当に何とかしてほしいです
そろそろほんとに何とかしてほしいです😥
上の方にも伝えてください
まあ上の方にも伝えておいてください
どうにかならないんでしょうか
早くしてくださいね
いい加減にしてほしいです
次はちゃんとしてくださいね
可能であれば改善をお願いします
再発防止をお願い申し上げます
最初からそう言ってくれればよかったのに
もう我慢の限界です
本当に困っています
どうなってるんですか
責任者の方に伝えてもらえますか
納得がいきません、きちんとしてください
とても残念です
何度も言っていますよね
至急ご対応をお願いいたします
もういいです
次からは気をつけてほしいんです
何とかしていただけると助かります
ひどすぎませんか
ありえないです
"""

TELLING = """
まだ届かないんですけど
まだ来ません
早く返金してほしい
電話がつながらない
連絡がありません
回線を何とかしてほしい
店員の態度が悪い
アプリが落ちて困ります
同じ話を六人にしました
高い
遅い
誰も見に来ません
解約できません
聞いてないです
説明がない
"""


@pytest.fixture(scope="module")
def tokeniser() -> Tokeniser:
    return Tokeniser()


def says_something(tokeniser: Tokeniser, text: str) -> bool:
    words = (
        Spoken(t.surface, t.normalised_form, t.dictionary_form, t.part_of_speech, t.is_content)
        for t in tokeniser.tokenise(text)
    )
    return has_content(words, GENERIC)


@pytest.mark.parametrize("text", EMPTY.split("\n")[1:-1])
def test_requests_and_sighs_say_nothing_of_a_matter(tokeniser: Tokeniser, text: str) -> None:
    assert not says_something(tokeniser, text)


@pytest.mark.parametrize("text", TELLING.split("\n")[1:-1])
def test_a_matter_in_few_words_is_one(tokeniser: Tokeniser, text: str) -> None:
    assert says_something(tokeniser, text)


def test_hardly_any_complaint_of_the_corpus_is_taken_for_empty(tokeniser: Tokeniser) -> None:
    texts = [
        json.loads(line)["text"]
        for path in sorted((ROOT / "corpus").glob("*/statements.jsonl"))
        for line in path.read_text("utf-8").splitlines()[::10]
    ]
    empty = sum(not says_something(tokeniser, text) for text in texts)
    assert len(texts) > 1_000
    assert empty <= 0.001 * len(texts)


def test_a_file_that_is_wrong_is_told_by_name() -> None:
    for text, key in (("x = [", "rules_not_toml"), ("words = 1", "rules_bad_setting")):
        with pytest.raises(InputError) as told:
            parse_generic_words(text)
        assert (told.value.key, told.value.values["file"]) == (key, "generic_words.toml")
