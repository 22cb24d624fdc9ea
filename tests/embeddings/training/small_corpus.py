"""Twelve sentences of four themes in two companies."""

from embeddings.training.examples import Corpus, Example, Theme, Unlabelled

_SENTENCES = {
    ("late", "みどり"): ("荷物が届かない", "まだ来ません", "配達が遅い"),
    ("double", "みどり"): ("二重に引き落とされた", "同じ請求が二回", "また引かれている"),
    ("noise", "あおい"): ("隣がうるさい", "夜中に物音がする", "上の階が響く"),
    ("cold", "あおい"): ("部屋が寒い", "暖房が効かない", "冷えて眠れない"),
}
CHANNELS = ("call", "mail", "chat")

CORPUS = Corpus(
    examples=tuple(
        Example(text, label, company, channel)
        for (label, company), texts in _SENTENCES.items()
        for text, channel in zip(texts, CHANNELS, strict=True)
    ),
    unlabelled=(
        Unlabelled("営業時間を教えてください", ("みどり",), "call"),
        Unlabelled("ありがとうございました", ("あおい",), "chat"),
    ),
    themes={
        "late": Theme("late", "配達の遅れ", "荷物が予定の日に届かない", ("double",), "みどり", "a"),
        "double": Theme("double", "二重請求", "同じ額を二度請求された", ("late",), "みどり", "a"),
        "noise": Theme("noise", "騒音", "近所の音が気になる", (), "あおい", "b"),
        "cold": Theme("cold", "寒さ", "", (), "あおい", "b"),
    },
)
