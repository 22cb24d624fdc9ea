"""Measure how far each living theme can be trusted: core.theme_trust.

A theme is found on years and is judged on years: on the newest texts, as many as `trust_texts`. In
a window of weeks a clustering finds wider clusters than the themes are.
"""

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from pipelines.themes.discover import DiscoverSettings, discover
from pipelines.themes.neighbours import nearest_neighbours
from pipelines.themes.shapes import matrix, read_shapes
from pipelines.themes.theme_days import Held
from pipelines.themes.trust import (
    MOST_NEIGHBOURS,
    Trust,
    best_jaccards,
    coherence,
    mean_known,
    own_neighbours,
    resample,
    shares_together,
)
from warehouse.statements import arrow, load, rows, run


class TrustSettings(BaseModel):
    """How trust is measured, and from where on the numbers of a theme may be quoted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trust_texts: int = Field(20_000, ge=100, description="the newest ones are looked at")
    resamples: int = Field(5, ge=0, description="clusterings that tell which themes come apart")
    resample_rows: int = Field(8_000, ge=100)
    quotable_found: float = Field(0.6, ge=0, le=1)
    quotable_separation: float = Field(0.7, ge=0, le=1)


def measure_trust(held: Held, discovering: DiscoverSettings, settings: TrustSettings) -> None:
    """Write core.theme_trust for the living themes that were heard lately, in place of the last."""
    living = read_shapes(held.con, held.encoder_fingerprint)
    count = len(living.theme_ids)
    if count == 0 or settings.resamples == 0:
        return
    texts = _texts(held, settings)
    number_of = {theme_id: number for number, theme_id in enumerate(living.theme_ids)}
    themes = np.array([number_of.get(one, -1) for one in texts["theme_id"].to_pylist()], np.int64)
    if len(themes) < 2:
        return
    figures = _figures(held, texts, (themes, count), discovering, settings)
    heard = np.bincount(themes[themes >= 0], minlength=count) > 0
    _write(held, living.theme_ids, figures, heard, settings)


def _texts(held: Held, settings: TrustSettings) -> pa.Table:
    """The newest texts and the living theme of each; what only copies say is no evidence."""
    [(since,)] = rows(held.con, "trust_since", theme_day=held.day, count_texts=settings.trust_texts)
    texts = arrow(
        held.con,
        "founding_texts",
        encoder_fingerprint=held.encoder_fingerprint,
        theme_day=held.day,
        since=since,
        with_decided=True,
    )
    texts = texts.filter(pa.array(texts["count_voices"].to_numpy() > 0))
    # Many may have come on one day.
    hashes, draw_of_its_own = texts["text_hash"].to_pylist(), settings.resamples
    return texts.take(pa.array(resample(hashes, draw_of_its_own, settings.trust_texts, share=1.0)))


def _figures(
    held: Held,
    texts: pa.Table,
    themes_and_count: tuple[np.ndarray, int],
    discovering: DiscoverSettings,
    settings: TrustSettings,
) -> Trust:
    themes, count = themes_and_count
    vectors = matrix(texts["vector"])
    near, _ = nearest_neighbours(vectors, min(MOST_NEIGHBOURS, len(vectors) - 1))
    together, jaccards = [], []
    for number in range(settings.resamples):
        drawn, labels = _cluster_part(texts, vectors, number, (discovering, settings))
        together.append(shares_together(themes[drawn], labels, count))
        jaccards.append(best_jaccards(themes[drawn], labels, count))
        held.night.progress(number + 1, settings.resamples)
    return Trust(
        mean_known(together, count),
        mean_known(jaccards, count),
        coherence(vectors, themes, count),
        own_neighbours(themes, near, count),
    )


def _cluster_part(
    texts: pa.Table, vectors: np.ndarray, number: int, knobs: tuple[DiscoverSettings, TrustSettings]
) -> tuple[np.ndarray, np.ndarray]:
    """Draw a part of the texts and cluster it: its rows and their clusters.

    One view each: several resamples already tell what does not hang on one random number.
    """
    discovering, settings = knobs
    drawn = resample(texts["text_hash"].to_pylist(), number, settings.resample_rows)
    part = texts.select(["count_voices", "channel"]).take(pa.array(drawn))
    found = discover(
        vectors[drawn],
        part["count_voices"].to_numpy(),
        discovering.model_copy(update={"views": 1}),
        part["channel"].to_pylist(),
    )
    return drawn, np.asarray(found.labels)


def _write(
    held: Held, theme_ids: list[str], figures: Trust, heard: np.ndarray, settings: TrustSettings
) -> None:
    is_quotable = (figures.share_found >= settings.quotable_found) & (
        figures.separation >= settings.quotable_separation
    )
    columns = {"theme_id": pa.array(theme_ids, pa.string()), **vars(figures)}
    incoming = pa.table({**columns, "is_quotable": is_quotable}).filter(pa.array(heard))
    run(held.con, "trust_forget")
    load(
        held.con,
        "trust_write",
        incoming,
        measured_on=held.day,
        count_resamples=settings.resamples,
        run_id=held.run_id,
    )
