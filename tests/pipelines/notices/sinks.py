"""Receivers on this machine: a web server and a mail server that keep what they were sent."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast


@dataclass
class WebSink:
    """What was posted to it; `status` is what it answers, `is_mute` ends without an answer."""

    port: int = 0
    status: int = 200
    is_mute: bool = False
    posted: list[tuple[str, bytes]] = field(default_factory=list)

    def told(self, path: str) -> list[Any]:
        """Return what was posted to a path, read as JSON."""
        return [json.loads(body) for at, body in self.posted if at.partition("?")[0] == path]


class _Web(ThreadingHTTPServer):
    daemon_threads = True
    sink: WebSink


class _WebHandler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        sink = cast(_Web, self.server).sink
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        sink.posted.append((self.path, body))
        if sink.is_mute:
            self.close_connection = True
            return
        self.send_response(sink.status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: Any) -> None:
        """Stay quiet."""


@contextmanager
def web_sink() -> Iterator[WebSink]:
    """Listen on a free port of this machine."""
    with _Web(("127.0.0.1", 0), _WebHandler) as server:
        server.sink = WebSink(server.server_address[1])
        with _at_work(server):
            yield server.sink


@dataclass
class MailSink:
    """Mails that it took; `refused` are people whom it takes none for."""

    port: int = 0
    refused: set[str] = field(default_factory=set)
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)


class _Mail(socketserver.ThreadingTCPServer):
    daemon_threads = True
    sink: MailSink


class _MailHandler(socketserver.StreamRequestHandler):
    """Enough of SMTP for one sender at a time."""

    def handle(self) -> None:
        self._say("220 sink")
        to = ""
        while line := self.rfile.readline():
            verb = line.strip().upper()
            if verb.startswith(b"QUIT"):
                return self._say("221 bye")
            if verb.startswith(b"RCPT"):
                to = line.decode().partition("<")[2].partition(">")[0]
            if verb.startswith(b"RCPT") and to in cast(_Mail, self.server).sink.refused:
                self._say("550 nobody of that name")
            elif verb.startswith(b"DATA"):
                self._say("354 go on")
                self._take(to)
            else:
                self._say("250 ok")

    def _take(self, to: str) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        cast(_Mail, self.server).sink.mails.append((to, cast(EmailMessage, mail)))
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_sink() -> Iterator[MailSink]:
    """Listen on a free port of this machine."""
    with _Mail(("127.0.0.1", 0), _MailHandler) as server:
        server.sink = MailSink(server.server_address[1])
        with _at_work(server):
            yield server.sink


@contextmanager
def _at_work(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
