"""The door of the server: what other devices may ask of Streamlit itself, beside the pages, which guard themselves.

Streamlit lets whoever is connected empty the caches of everybody, upload into the server's memory, and take up any
session whose id they know.  Here a device of the room runs its page, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import SessionClient

from leadscore.access import is_this_machine

FOR_ALL = frozenset({"rerun_script", "stop_script", "app_heartbeat"})
"""The messages of a browser that concern its own page alone."""

_AT_DESK: set[str] = set()
_OPEN = "_leadscore_open"


def settle(session_id: str) -> None:
    """That session is the desk's, for good."""
    _AT_DESK.add(session_id)


def is_here(client: SessionClient | None) -> bool | None:
    """Whether a connection comes from the serving machine; None while there is none."""
    if client is None or client.client_context is None:
        return None
    peer = client.client_context.remote_ip
    return None if peer is None else is_this_machine(peer)


def _open(name: str) -> Callable[..., Any]:
    """A method of the runtime as Streamlit wrote it, also where this module is loaded once more."""
    method: Callable[..., Any] = getattr(Runtime, name)
    return getattr(method, _OPEN, method)


_connect, _handle, _may_upload = (_open(name) for name in ("connect_session", "handle_backmsg", "is_active_session"))


def _connect_session(
    server: Runtime,
    client: SessionClient,
    user_info: Any,
    existing_session_id: str | None = None,
    *rest: Any,
    **more: Any,
) -> Any:
    """No other device goes on where the desk was: it begins a session of its own."""
    if existing_session_id in _AT_DESK and not is_here(client):
        existing_session_id = None
    return _connect(server, client, user_info, existing_session_id, *rest, **more)


def _handle_backmsg(server: Runtime, session_id: str, msg: Any, **more: Any) -> None:
    """What is more than to run one's own page, the desk alone may ask."""
    if msg.WhichOneof("type") in FOR_ALL or is_here(server.get_client(session_id)):
        _handle(server, session_id, msg, **more)


def _is_active_session(server: Runtime, session_id: str) -> bool:
    """Streamlit asks it before it takes a file: files are brought at the desk."""
    return session_id in _AT_DESK and bool(_may_upload(server, session_id))


for _name, _guarded, _was in (
    ("connect_session", _connect_session, _connect),
    ("handle_backmsg", _handle_backmsg, _handle),
    ("is_active_session", _is_active_session, _may_upload),
):
    setattr(_guarded, _OPEN, _was)
    setattr(Runtime, _name, _guarded)
