"""The five folds over companies: each is tested once on a model that never saw it."""

from embeddings.errors import EncoderError
from embeddings.training.examples import Corpus

# Folders of the corpus. One author wrote a folder, so its companies are held out together.
FOLDS = (
    ("retail_telecom", "food"),
    ("travel", "apps"),
    ("housing", "public"),
    ("care", "leisure"),
    ("coop", "media", "business"),
)


def companies_of_fold(corpus: Corpus, number: int) -> tuple[str, ...]:
    """Return the companies that are held out in fold `number` (0 to 4), sorted.

    Raises EncoderError `training_fold_unknown` when there is no such fold or the corpus has none
    of its folders.
    """
    folders = FOLDS[number] if 0 <= number < len(FOLDS) else ()
    companies = {theme.group for theme in corpus.themes.values() if theme.folder in folders}
    if not companies:
        raise EncoderError("training_fold_unknown", fold=number, last=len(FOLDS) - 1)
    return tuple(sorted(companies))
