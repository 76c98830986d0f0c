"""Who is on the other end of this session: the desk, a member of the room or a guest; and where the room is found."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st
from streamlit import net_util, runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from leadscore.access import Action, Role, authorize, is_this_machine
from pages._session import door

TOKEN = "me"
"""The query parameter with which a member comes back; it says nothing of the person."""

CODE = "code"
"""The query parameter that fills in the room's code."""

_DESK = "_at_desk"

# Asked for a foreign origin, Streamlit would ask a server of somebody else's which address this machine has.
net_util._external_ip = ""


def role() -> Role:
    """The role of this session: settled by its first connection, for good; a guest while that is not known."""
    if st.session_state.get(_DESK) is None:
        st.session_state[_DESK] = _comes_from_here()
    if st.session_state[_DESK]:
        context = get_script_run_ctx()
        if context is not None:
            door.settle(context.session_id)
        return "desk"
    _count_device()
    return "member" if st.query_params.get(TOKEN) else "guest"


def may(action: Action) -> bool:
    """Whether this session may do that; whose token it is, the room looks up itself."""
    return authorize(role(), action)


def room_address(code: str = "") -> str | None:
    """Where other devices find the room, with its code filled in where it is given; None on this machine alone."""
    return _address({CODE: code} if code else {})


def own_address(token: str) -> str | None:
    """Where one member finds their page of the room; None on this machine alone."""
    return _address({TOKEN: token})


def _address(asked: dict[str, str]) -> str | None:
    address = st.get_option("server.address")
    if not address or is_this_machine(address) or address == "localhost":
        return None
    host, port = st.get_option("browser.serverAddress"), st.get_option("server.port")
    query = f"?{urlencode(asked)}" if asked else ""
    return f"http://{host}:{port}/room{query}"


def devices() -> int:
    """How many other devices, by their addresses, reached this server since it was started: the network works."""
    return len(_devices())


def _count_device() -> None:
    peer = _peer()
    if peer:
        _devices().add(peer)


@st.cache_resource(show_spinner=False)
def _devices() -> set[str]:
    return set()


def _comes_from_here() -> bool | None:
    """Whether the connection comes from this machine; without a server, as in a test of a page, it does."""
    if not runtime.exists() or type(runtime.get_instance()) is not runtime.Runtime:
        return True
    peer = _peer()
    return None if peer is None else is_this_machine(peer)


def _peer() -> str | None:
    """The other end of this session's connection; None while there is none."""
    context = get_script_run_ctx()
    client = runtime.get_instance().get_client(context.session_id) if context else None
    return client.client_context.remote_ip if client is not None and client.client_context is not None else None
