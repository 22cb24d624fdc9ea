"""The file of addresses: one `name = URL` a line, secrets that no message ever shows."""

from pydantic import SecretStr

from pipelines.errors import InputError


def parse_urls(text: str, file_name: str) -> dict[str, SecretStr]:
    """Return the URL of each target by its name, in the order of the lines.

    Empty lines and lines that begin with # are left out. Raises InputError with the number of a
    line that has no name, no URL or a name twice, never with its words.
    """
    found: dict[str, SecretStr] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, _, url = (part.strip() for part in line.partition("="))
        # The first = of an address without a name stands behind its scheme.
        if not name or "://" in name or "://" not in url:
            raise InputError("notify_urls_line", file=file_name, line=number)
        if name in found:
            raise InputError("notify_urls_twice", file=file_name, line=number)
        found[name] = SecretStr(url)
    return found
