"""The client against a server that redirects, breaks off and is away."""

import socket
import socketserver
import threading
from contextlib import ExitStack, contextmanager
from email import message_from_bytes

import pytest

from fairlead_client import ApiError, Fairlead

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
ROWS = b'10\r\n{"id": 1}\n{"id":\r\n4\r\n 2}\n\r\n'
BREAKS_OFF = None


def said(status=200, body=b"{}", headers=b""):
    return b"HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n%s" % (status, headers, len(body), body)


class Server(socketserver.ThreadingTCPServer):
    """Gives `answers` in turn, byte by byte as they stand; `got`: (method, path, headers, body)."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, port):
        super().__init__(("127.0.0.1", port), Handler)
        self.answers, self.got = [], []

    @property
    def site(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def keys(self):
        return [headers["Idempotency-Key"] for _method, _path, headers, _body in self.got]


class Handler(socketserver.StreamRequestHandler):
    server: Server

    def handle(self):
        method, path, _version = self.rfile.readline().split()
        lines = b"".join(iter(self.rfile.readline, b"\r\n"))
        headers = message_from_bytes(lines)
        body = self.rfile.read(int(headers["Content-Length"] or 0))
        self.server.got.append((method.decode(), path.decode(), headers, body))
        answer = self.server.answers.pop(0)
        if answer is not BREAKS_OFF:
            self.wfile.write(answer)


@contextmanager
def serving(port=0):
    with Server(port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def expo(server):
    return Fairlead(server.site, token="fl_x")


@pytest.fixture
def slept(monkeypatch):
    pauses: list[float] = []
    monkeypatch.setattr("fairlead_client.wire.time.sleep", pauses.append)
    return pauses


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_redirect_is_an_error_and_the_token_stays_here(server, expo, status, method):
    place = f"{server.site}/elsewhere"
    server.answers = [said(status, headers=b"Location: %s\r\n" % place.encode()), said()]
    with pytest.raises(ApiError, match="https:// address") as refused:
        expo.call(method, "requests/", {"buyer": 1} if method == "POST" else None)
    assert (refused.value.status, refused.value.code) == (status, "redirect")
    assert place in refused.value.detail
    assert len(server.got) == 1


@pytest.mark.parametrize(
    ("site", "taken"),
    [
        ("https://expo.example", True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000/", True),
        ("http://[::1]:8000", True),
        ("http://expo.example", False),
        ("http://localhost.example", False),
        ("http://127.0.0.1@expo.example", False),
        ("ftp://expo.example", False),
        ("expo.example", False),
        ("https://", False),
    ],
)
def test_plain_http_is_for_this_machine_only(site, taken):
    if taken:
        Fairlead(site, token="fl_x")
    else:
        with pytest.raises(ValueError, match="begins with https://"):
            Fairlead(site, token="fl_x")


def test_a_whole_list_comes_as_it_is(server, expo):
    server.answers = [CHUNKED + ROWS + b"0\r\n\r\n", said(body=b'{"id": 1}\n'), said(body=b"")]
    assert list(expo.export("products")) == [{"id": 1}, {"id": 2}]
    assert list(expo.export("products")) == [{"id": 1}]
    assert list(expo.export("products")) == []


@pytest.mark.parametrize(
    ("answer", "whole"),
    [
        (CHUNKED + ROWS, 2),  # the last chunk is missing
        (CHUNKED + ROWS[:-6], 1),
        (b'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"id": 1}\n', 1),
        (b'HTTP/1.1 200 OK\r\n\r\n{"id": 1}\n{"id', 1),
    ],
)
def test_a_list_that_breaks_off_is_told(server, expo, answer, whole):
    server.answers = [answer]
    rows = []
    with pytest.raises(ApiError, match=f"after {whole} rows and is not whole") as broken:
        rows.extend(expo.export("products"))
    assert (broken.value.status, broken.value.code) == (0, "not_whole")


def test_a_post_goes_out_again_under_the_same_key(server, expo, slept):
    server.answers = [BREAKS_OFF, said(502), said(503), said(504), said()[:-1], said(201)]
    assert expo.create("requests", {"buyer": 1}) == {}
    assert len(server.got) == 6
    assert len(set(server.keys())) == 1
    assert {body for *_rest, body in server.got} == {b'{"buyer": 1}'}
    assert slept == [1, 2, 4, 8, 16]


def test_a_pause_is_as_long_as_the_server_says(server, expo, slept):
    server.answers = [said(503, headers=b"retry-after: 7\r\n"), BREAKS_OFF, said()]
    assert expo.me() == {}
    assert slept == [7, 2]


def test_a_time_out_is_tried_again(server, slept, monkeypatch):
    release = threading.Event()
    answers = [lambda: release.wait(5), lambda: None]
    handle = Handler.handle

    def late(self):
        answers.pop(0)()
        handle(self)

    monkeypatch.setattr(Handler, "handle", late)
    server.answers = [said(), said()]
    assert Fairlead(server.site, token="fl_x", timeout=0.2).me() == {}
    release.set()
    assert slept == [1]


@pytest.mark.parametrize("answer", [BREAKS_OFF, said(503)])
@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_other_changes_go_out_once(server, expo, slept, method, answer):
    server.answers = [answer, said()]
    with pytest.raises(ApiError):
        expo.call(method, "products/1/", {})
    assert (len(server.got), slept) == (1, [])


def test_a_change_waits_for_a_server_that_is_not_up(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    nobody = f"http://127.0.0.1:{port}"
    with pytest.raises(ApiError, match="refused") as away:
        Fairlead(nobody, token="fl_x", patience=0).change("products", 1, {})
    assert (away.value.status, away.value.code, away.value.key) == (0, "connection", "")
    with ExitStack() as stack:

        def comes_up(_seconds):
            stack.enter_context(serving(port)).answers = [said(body=b'{"id": 1}')]

        monkeypatch.setattr("fairlead_client.wire.time.sleep", comes_up)
        assert Fairlead(nobody, token="fl_x").change("products", 1, {}) == {"id": 1}


def test_the_key_is_shown_once_patience_is_out(server):
    expo = Fairlead(server.site, token="fl_x", patience=0)
    server.answers = [BREAKS_OFF, said(503)]
    for _again in range(2):
        with pytest.raises(ApiError) as broken:
            expo.create("requests", {})
        assert broken.value.key == server.keys()[-1]
        assert broken.value.key in str(broken.value)


def test_every_post_takes_a_key(server, expo):
    server.answers = [said()] * 6
    expo.create("requests", {}, key="a")
    expo.answer(7, "accept", key="b")
    expo.act("needs", 7, "state", once="c")
    expo.read_need("harbour", "tea", key="d")
    expo.call("post", "me/erase/", key="e")
    expo.add_picture(1, b"", {"en": "x"}, key="f")
    assert server.keys() == list("abcdef")
    server.answers = [said()] * 2
    assert list(expo.upsert("products", "harbour", ({"ref": n} for n in range(1001)), key="up"))
    assert server.keys()[6:] == ["up-1", "up-2"]


@pytest.mark.parametrize("name", [b"ETag", b"Etag", b"etag"])
def test_an_etag_is_found_however_a_proxy_writes_it(server, expo, name):
    server.answers = [said(body=b'{"id": 1}', headers=name + b': "x"\r\n'), said(body=b'{"id": 1}')]
    assert expo.get("products", 1) == {"id": 1, "etag": '"x"'}
    assert expo.get("products", 1) == {"id": 1}
