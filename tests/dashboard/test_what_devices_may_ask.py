"""What a device of the room may ask of the server itself, message by message: its own page, and nothing else."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from leadscore import serving

from . import companies
from .browser import free_port, started

HERE = "127.0.0.1"
PATIENCE = 60.0


@dataclass
class Device:
    """A connection without a browser, which sends whatever it likes."""

    line: ClientConnection
    session: str = ""
    heard: list[ForwardMsg] = field(default_factory=list)

    def ask(self, message: BackMsg) -> None:
        self.line.send(message.SerializeToString())

    def run(self, page: str = "") -> str:
        """Run a page; all words of the answer."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        self.ask(asked)
        before = len(self.heard)
        while True:
            message = ForwardMsg()
            message.ParseFromString(self.line.recv(timeout=PATIENCE))  # type: ignore[arg-type]
            self.heard.append(message)
            if message.HasField("new_session"):
                self.session = message.new_session.initialize.session_id
            if message.HasField("script_finished") and self._is_drawn(before):
                return "\n".join(str(each) for each in self.heard[before:])

    def _is_drawn(self, since: int) -> bool:
        """Whether a page was drawn, after any page that sent on to another."""
        return any(each.HasField("delta") for each in self.heard[since:])


@dataclass
class Room:
    """A server with its room open to the network."""

    host: str
    port: int
    opened: ExitStack

    def device(self, host: str | None = None, session: str = "", **headers: str) -> Device:
        """A device of the room; with `host` the machine itself; with `session` one that says it was there before."""
        protocols = ["streamlit", "x", session] if session else ["streamlit"]
        address = f"ws://{host or self.host}:{self.port}/_stcore/stream"
        line = connect(address, subprotocols=protocols, additional_headers=headers, max_size=None)  # type: ignore[arg-type]
        return Device(self.opened.enter_context(line))

    def upload(self, session: str) -> int:
        """The answer to a file that is sent to a session."""
        root = f"http://{HERE}:{self.port}/_stcore"
        with urllib.request.urlopen(f"{root}/health", timeout=PATIENCE) as answered:
            token = answered.headers["set-cookie"].partition("=")[2].partition(";")[0]
        body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="f.csv"\r\n\r\nid\r\n--b--\r\n'
        headers = {
            "Content-Type": "multipart/form-data; boundary=b",
            "Cookie": f"_streamlit_xsrf={token}",
            "X-Xsrftoken": token,
        }
        asked = urllib.request.Request(f"{root}/upload_file/{session}/f", body, headers, method="PUT")
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answered:
                return int(answered.status)
        except urllib.error.HTTPError as refused:
            return refused.code


@contextmanager
def room(workspace: Path) -> Iterator[Room]:
    host = serving.own_address()
    if host is None:
        pytest.skip("this machine is in no network, so no other device could join")
    port = free_port()
    process = started(port, None, workspace, serving.room_arguments(host))
    try:
        with ExitStack() as opened:
            yield Room(host, port, opened)
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def held(sample_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with room(companies.copied(sample_workspace, tmp_path_factory.mktemp("asked") / "saas")) as opened:
        yield opened


WORKS, WAITS = "Find my deal", "No room is open yet"


def test_a_device_runs_no_page_but_the_room(held: Room) -> None:
    assert WORKS in held.device(HERE).run("tune")
    for page in ("tune", "leads", "data", ""):
        answer = held.device().run(page)
        assert WAITS in answer
        assert WORKS not in answer


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"])
def test_a_device_cannot_say_that_it_is_the_machine(held: Room, header: str) -> None:
    device = held.device(**{header: "for=127.0.0.1" if header == "Forwarded" else HERE})
    assert WAITS in device.run("tune")


def test_a_device_empties_nobodys_caches(held: Room) -> None:
    desk, guest = held.device(HERE), held.device()
    assert WORKS in desk.run("leads")
    guest.run()
    for _ in range(20):
        guest.ask(_EMPTY)
    guest.run()
    assert _kept(held) >= 4
    desk.ask(_EMPTY)  # what may empty them does: the number falls
    assert _kept(held) == 0


def test_files_are_brought_at_the_desk(held: Room) -> None:
    desk, guest = held.device(HERE), held.device()
    desk.run("data")
    guest.run()
    assert held.upload(desk.session) == 204
    assert held.upload(guest.session) == 400


def test_no_device_goes_on_where_the_desk_was(held: Room) -> None:
    desk = held.device(HERE)
    desk.run("tune")
    thief = held.device(session=desk.session)
    assert WAITS in thief.run("tune")
    assert thief.session != desk.session
    desk.line.close()
    again = held.device(HERE, session=desk.session)
    assert WORKS in again.run("tune")
    assert again.session == desk.session


def test_a_device_goes_on_where_it_was(held: Room) -> None:
    guest = held.device()
    guest.run()
    guest.line.close()
    again = held.device(session=guest.session)
    again.run()
    assert again.session == guest.session


_EMPTY = BackMsg(clear_cache=True)
SAID_AGAIN = 5.5
"""Seconds for which Streamlit gives the same answer about its memory."""


def _kept(held: Room) -> int:
    """How many things the pages keep for all sessions."""
    time.sleep(SAID_AGAIN)
    address = f"http://{HERE}:{held.port}/_stcore/metrics?families=cache_memory_bytes"
    with urllib.request.urlopen(address, timeout=PATIENCE) as answered:
        return answered.read().decode().count('cache="pages._session.')
