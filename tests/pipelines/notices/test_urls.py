"""The file of addresses: names and secrets, and mistakes told by their line alone."""

import pytest

from pipelines.errors import InputError
from pipelines.notices.urls import parse_urls

SECRET = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7?footer=no"


def test_names_and_addresses_are_read_and_addresses_are_shown_by_nothing() -> None:
    found = parse_urls(f"# who\n\n相談室 = {SECRET}\nops=json://h/?a=b=c\n", "notify.urls")

    assert list(found) == ["相談室", "ops"]
    assert found["相談室"].get_secret_value() == SECRET
    assert found["ops"].get_secret_value() == "json://h/?a=b=c"
    assert "T1JJ" not in f"{found} {found['相談室']!r} {found['相談室']}"


@pytest.mark.parametrize(
    "line", [SECRET, f"={SECRET}", "ops", "ops = ", "ops = T1JJ3T3L2/A1BRTD4JD", SECRET + "&a=1"]
)
def test_a_line_without_name_or_address_is_told_by_its_number(line: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_urls(f"a = json://h\n{line}\n", "notify.urls")
    assert refused.value.key == "notify_urls_line"
    assert refused.value.values == {"file": "notify.urls", "line": 2}


def test_a_name_that_stands_there_twice_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        parse_urls("a = json://h\na = json://i\n", "notify.urls")
    assert refused.value.key == "notify_urls_twice"
