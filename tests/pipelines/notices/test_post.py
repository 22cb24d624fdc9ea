"""The real Apprise against receivers on this machine: what arrives, what is said of the rest."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from apprise.plugins.slack import NotifySlack
from pydantic import SecretStr

from pipelines.notices.notice import Outcome
from pipelines.notices.post import post, sender_to, service_name
from tests.pipelines.notices.sinks import MailSink, WebSink, mail_sink, web_sink

TITLE = "【voc】急な増加: 解約時の違約金(T0019)"
BODY = "■ 急な増加: 解約時の<違約金>\n11月18日から34件\n\n照合番号 4f2a"
TOKENS = "T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7"
TEAMS = (
    "https://prod-161.westeurope.logic.azure.com:443/workflows/643e69f83c8944438d68119179a10a64/"
    "triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0"
    "&sig=KODuebWbDGYFr0z0eu-6Rj8aUKz7108W3wrNJZxFE5A"
)


@pytest.fixture
def web() -> Iterator[WebSink]:
    with web_sink() as sink:
        yield sink


@pytest.fixture
def mail() -> Iterator[MailSink]:
    with mail_sink() as sink:
        yield sink


def sent(url: str) -> Outcome:
    return post(SecretStr(url), TITLE, BODY)


def received(web: WebSink) -> Any:
    [(_, body)] = web.posted
    return json.loads(body)


def test_a_web_hook_gets_title_and_text(web: WebSink) -> None:
    assert sent(f"json://127.0.0.1:{web.port}/in?+X-Token=secret") == Outcome("delivered")
    assert (received(web)["title"], received(web)["message"]) == (TITLE, BODY)


def test_slack_gets_it_at_the_address_that_slack_shows(
    web: WebSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NotifySlack, "webhook_url", f"http://127.0.0.1:{web.port}/services")
    assert sent(f"https://hooks.slack.com/services/{TOKENS}") == Outcome("delivered")
    [(path, _)] = web.posted
    [told] = received(web)["attachments"]
    assert path == f"/services/{TOKENS}"
    assert (told["title"], told["text"]) == (TITLE, BODY.replace("<", "&lt;").replace(">", "&gt;"))
    # Nothing that is fetched from elsewhere.
    assert "http" not in json.dumps(received(web))


def test_teams_gets_a_card_at_the_address_that_teams_shows(
    web: WebSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, asked = requests.post, list[str]()

    def to_sink(url: str, **given: Any) -> requests.Response:
        asked.append(url)
        return ask(f"http://127.0.0.1:{web.port}/", data=given["data"], timeout=5)

    monkeypatch.setattr("apprise.plugins.workflows.requests.post", to_sink)
    assert sent(TEAMS) == Outcome("delivered")
    assert asked[0].startswith("https://prod-161.westeurope.logic.azure.com")
    card = received(web)["attachments"][0]["content"]
    assert [block["text"] for block in card["body"]] == [
        TITLE,
        "■ 急な増加: 解約時の<違約金>\n\n11月18日から34件\n\n照合番号 4f2a",
    ]


@pytest.mark.parametrize("form", ["html", "text"])
def test_a_mail_arrives_in_japanese_with_all_its_lines(mail: MailSink, form: str) -> None:
    url = f"mailto://127.0.0.1:{mail.port}?from=voc@example.jp&to=sodan@example.jp&format={form}"
    assert sent(url) == Outcome("delivered")
    [(to, taken)] = mail.mails
    assert (to, taken["subject"]) == ("sodan@example.jp", TITLE)
    part = taken.get_body(("plain",))
    assert part is not None
    assert "■ 急な増加: 解約時の<違約金>" in part.get_content()
    assert "照合番号 4f2a" in part.get_content()


def test_line_works_gets_the_shape_that_it_takes(web: WebSink) -> None:
    assert sent(f"lineworks://127.0.0.1:{web.port}/message/abc?tls=no") == Outcome("delivered")
    assert web.posted[0][0] == "/message/abc"
    assert received(web) == {"title": TITLE, "body": {"text": BODY}}


def test_services_are_known_by_the_addresses_that_they_show() -> None:
    shown = {
        "https://webhook.worksmobile.com/message/0000-1111": "LINE WORKS",
        f"https://hooks.slack.com/services/{TOKENS}": "Slack",
        TEAMS: "Power Automate / Workflows (for MSTeams)",
        "mailtos://user:password@smtp.example.jp?to=a@example.jp": "E-Mail",
        "nosuch://host": "",
    }
    assert {url: service_name(SecretStr(url)) for url in shown} == shown


@pytest.mark.parametrize("scheme", ["json://127.0.0.1:{}/", "lineworks://127.0.0.1:{}/m?tls=no"])
def test_what_a_target_refuses_is_sent_again_and_what_it_took_silently_is_not(
    web: WebSink, scheme: str
) -> None:
    url = scheme.format(web.port)
    web.status = 503
    assert sent(url) == Outcome("due", "http_503")
    web.status = 504
    assert sent(url) == Outcome("unsure", "http_504")
    web.is_mute = True
    assert sent(url) == Outcome("unsure", "no_answer")


@pytest.mark.parametrize(
    "url", ["json://127.0.0.1:1/", "lineworks://127.0.0.1:1/?tls=no", "mailto://127.0.0.1:1?from=a@b.jp&to=c@b.jp"]
)  # fmt: skip
def test_a_target_that_is_down_is_tried_again(url: str) -> None:
    assert sent(url) == Outcome("due", "unreachable")


def test_a_mail_that_reached_one_of_two_is_not_sent_twice(mail: MailSink) -> None:
    mail.refused.add("b@example.jp")
    url = f"mailto://127.0.0.1:{mail.port}?from=voc@example.jp&to="
    assert sent(url + "a@example.jp,b@example.jp") == Outcome("unsure", "partly")
    assert sent(url + "b@example.jp") == Outcome("due", "refused")


def test_an_address_of_no_service_and_a_target_without_one_are_told() -> None:
    assert sent("nosuch://host") == Outcome("due", "address")
    assert sender_to({})("gone", TITLE, BODY) == Outcome("due", "no_url")


def test_no_log_ever_holds_an_address(
    web: WebSink, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    web.status = 500
    with caplog.at_level(logging.DEBUG):
        sent(f"json://user:geheim@127.0.0.1:{web.port}/geheim")
        sent("slack://geheim/geheim")
    out, err = capfd.readouterr()
    assert "geheim" not in caplog.text + out + err
    assert logging.getLogger("apprise").propagate
