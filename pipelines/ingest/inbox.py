"""What lies in the inbox, what may be read tonight, and where broken files go."""

import os
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipelines.ingest.document import SIDECAR_SUFFIX, is_sidecar, sidecar_of
from pipelines.ingest.source import SourceSpec
from pipelines.night import Night

# Names that uploaders give to a file while it is still on its way.
UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".download", ".swp")


@dataclass(frozen=True)
class InboxFile:
    """One regular file of a source's inbox folder, as it looked at one moment."""

    path: Path
    size_bytes: int
    modified_ns: int

    @classmethod
    def look(cls, path: Path) -> "InboxFile":
        """Note size and time of last change (nanoseconds since 1970), the sidecar's included."""
        state = path.stat()
        beside = sidecar_of(path)
        changed_ns = 0 if beside is None else beside.stat().st_mtime_ns
        return cls(path, state.st_size, max(state.st_mtime_ns, changed_ns))


def list_files(night: Night, folder: Path, spec: SourceSpec) -> list[InboxFile]:
    """Return the files of one source in order of their names; others are told, never touched."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name.lower().endswith(UNFINISHED):
            continue
        if is_sidecar(path):
            if not _has_document(path):
                night.tell("inbox_sidecar_alone", source=spec.name, file=path.name)
        elif path.is_dir():
            night.tell("inbox_is_folder", source=spec.name, file=path.name)
        elif not path.is_file():
            night.tell("inbox_not_a_file", source=spec.name, file=path.name)
        elif not spec.accepts(path.name):
            night.tell("inbox_not_accepted", source=spec.name, file=path.name)
        else:
            # An uploader may take its file away again between the listing and the look.
            with suppress(FileNotFoundError):
                found.append(InboxFile.look(path))
    return found


def _has_document(sidecar: Path) -> bool:
    described = sidecar.name[: -len(SIDECAR_SUFFIX)]
    return any(
        described in (path.name, path.stem) and not is_sidecar(path)
        for path in sidecar.parent.iterdir()
    )


def tell_strangers(night: Night, inbox: Path, sources: Collection[str]) -> None:
    """Tell of files outside any source's folder and of folders that no source claims."""
    for path in sorted(inbox.iterdir()):
        if path.name.startswith(".") or (path.is_dir() and path.name in sources):
            continue
        if path.is_dir() and not any(path.iterdir()):
            continue
        key = "inbox_unknown_source" if path.is_dir() else "inbox_outside_source"
        night.tell(key, file=path.name, sources=", ".join(sorted(sources)))


def split_growing(
    files: list[InboxFile], settled_before_ns: int, wait: Callable[[], None]
) -> tuple[list[InboxFile], list[InboxFile]]:
    """Separate files that are still being written from those that lie still.

    Only files changed after `settled_before_ns` are looked at twice, with `wait` in between:
    an old file cannot be half-way through an upload.
    """
    young = [file for file in files if file.modified_ns > settled_before_ns]
    if not young:
        return files, []
    wait()
    growing = [file for file in young if not is_unchanged(file)]
    return [file for file in files if file not in growing], growing


def is_unchanged(file: InboxFile) -> bool:
    """Say whether a file still has the size and time it had when it was looked at."""
    try:
        return InboxFile.look(file.path) == file
    except FileNotFoundError:
        return False


def move_aside(file: Path, folder: Path, reason: str) -> Path:
    """Move a broken file into quarantine beside a note of the reason; keeps earlier ones."""
    folder.mkdir(parents=True, exist_ok=True)
    target, number = folder / file.name, 2
    while target.exists():
        target = folder / f"{file.stem}-{number}{file.suffix}"
        number += 1
    note = target.with_name(target.name + ".reason.txt")
    note.write_text(reason + "\n", "utf-8")
    beside = sidecar_of(file)
    os.replace(file, target)
    if beside is not None:
        os.replace(beside, target.with_name(target.name + SIDECAR_SUFFIX))
    return target
