"""Reads a page as people and machines do: its words, its tags, its traced numbers."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "img", "br", "link", "input", "hr"}


@dataclass
class Traced:
    """A number of a page, where it stands in the published file, and how it is written."""

    mart: str
    key: str
    value: float
    text: str = ""


@dataclass
class Page(HTMLParser):
    """Collects what the tests ask of a page; `broken` are tags that do not match."""

    names: set[str] = field(default_factory=set)
    handlers: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    traced: list[Traced] = field(default_factory=list)
    unnamed_pictures: int = 0
    broken: list[str] = field(default_factory=list)
    words: str = ""
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.names.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if (found.get("href") or "").startswith("#"):
            self.targets.append((found["href"] or "")[1:])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "data":
            self.traced.append(
                Traced(
                    found["data-mart"] or "", found["data-key"] or "", float(found["value"] or "")
                )
            )
        if tag == "svg" and not (found.get("role") == "img" and found.get("aria-label")):
            self.unnamed_pictures += 1
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.broken.append(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "data":
            self.traced[-1].text += data
        if not {"style", "script"} & set(self._open):
            self.words += data


def read(page: str) -> Page:
    """Return what a page holds."""
    found = Page()
    found.feed(page)
    found.broken += found._open
    return found


def cells(page: str, mark: str) -> list[str]:
    """Return the words of every cell of the table row that carries a mark."""
    row = re.search(rf"<tr[^>]*{re.escape(mark)}[^>]*>(.*?)</tr>", page, re.DOTALL)
    assert row, f"no row {mark}"
    found = re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row[1], re.DOTALL)
    plain = (re.sub(r"<svg.*?</svg>", "", cell, flags=re.DOTALL) for cell in found)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in plain]
