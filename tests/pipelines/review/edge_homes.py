"""Homes at the edges of what a review meets: little, much, long and none."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.pipelines.review.full_home import full_home
from tests.pipelines.review.small_home import Call, Named, calls, publish

THREE = (
    Named("t", "配達が遅れる"),
    Named("u", "請求額が違う", "請求"),
    Named("v", "充電器が熱い", "製品"),
)


def wordy(home: Path) -> Path:
    """Names of sixty characters."""
    return full_home(home, is_wordy=True)


def many(home: Path) -> Path:
    """Five hundred themes, all but equal, of two months."""
    themes = [Named(f"t{number:03}", f"テーマ{number:03}") for number in range(500)]
    said = [
        Call(f"{theme.theme_id}-{day}-{number}", day, theme.theme_id)
        for place, theme in enumerate(themes)
        for day in ("2024-02-01", "2024-03-01")
        for number in range(6 if place < 12 else 1)
    ]
    return publish(home, said, themes)


def one_theme(home: Path) -> Path:
    """One theme over two years and a quarter."""
    months = [f"{year}-{month:02}" for year in (2022, 2023) for month in range(1, 13)]
    months += ["2024-01", "2024-02", "2024-03"]
    said = [
        call
        for place, at in enumerate(months)
        for call in calls(3 + place * 5 % 7, f"{at}-05", "t")
    ]
    return publish(home, said, [Named("t", "ただ一つのテーマ", born_on="2022-01-31")])


def one_year(home: Path) -> Path:
    """A single year of history."""
    months = [f"2023-{month:02}" for month in range(4, 13)] + ["2024-01", "2024-02", "2024-03"]
    said = [
        call
        for place, at in enumerate(months)
        for number, theme in enumerate(THREE)
        for call in calls(3 + place * (number + 2) % 7, f"{at}-05", theme.theme_id)
    ]
    return publish(home, said, THREE)


def empty_month(home: Path) -> Path:
    """A month in which nobody called."""
    return publish(home, calls(2, "2024-01-05", "t"), THREE[:1])


def no_theme(home: Path) -> Path:
    """Contacts of which none fell into a theme."""
    return publish(home, calls(9, "2024-02-05", None) + calls(12, "2024-03-05", None))


EDGES: Mapping[str, Callable[[Path], Path]] = {
    "full": full_home,
    "wordy": wordy,
    "many": many,
    "one_theme": one_theme,
    "one_year": one_year,
    "empty_month": empty_month,
    "no_theme": no_theme,
}
