"""The benchmark of speaker separation, where its data is at hand."""

from pathlib import Path

import pytest

from benchmarks.voices_speakers import (
    dialogues,
    score_of_two_voices,
    score_with_labels,
    score_without_labels,
)

DATA = Path(__file__).parents[4] / "shared" / "data" / "asdc_dialogues"


@pytest.mark.heavy
@pytest.mark.skipif(not DATA.is_dir(), reason="public dialogues not at hand")
@pytest.mark.parametrize("final", [False, True])
def test_speakers_of_the_public_dialogues(final: bool) -> None:
    assert score_with_labels(DATA, final).share_right == 1.0
    spoken = dialogues(DATA, final)
    assert len(spoken) == 105
    assert score_without_labels(spoken).share_right >= 0.95
    assert score_of_two_voices(spoken).share_right == 1.0
