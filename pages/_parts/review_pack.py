"""The review pack, each file in one click: what is being counted shows while it is made, then the browser saves it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from uuid import uuid4

import streamlit as st

from leadscore.reports import Circumstances, Month, Past
from pages._session import review, showing
from pages._session.showing import plain


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its ending, the button, what it is good for, and its type."""

    ending: str
    label: str
    help: str
    mime: str


KINDS = (
    Kind("html", "Review pack", "One file: opens offline, charts stay interactive, prints.", "text/html"),
    Kind(
        "pptx",
        "Slides",
        "PowerPoint with charts that can be edited.",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    Kind("json", "Numbers", "Every value with interval, n and reason, as JSON.", "application/json"),
)
_SAVE = """
export default function ({ data, parentElement }) {
  if (!data || parentElement.saved === data.id) return;
  parentElement.saved = data.id;
  const bytes = Uint8Array.from(atob(data.content), (each) => each.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: data.mime }));
  const link = document.createElement("a");
  link.href = address;
  link.download = data.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
"""
_saved = st.components.v2.component("leadscore_save_file", js=_SAVE)
"""Saves a file that was just made, as if its link had been clicked."""


def buttons() -> Kind | None:
    """A button for each kind of file; the one that was just pressed."""
    pressed = None
    for kind in KINDS:
        if kind.ending == "pptx" and not review.can_make_slides():
            continue
        if st.button(kind.label, key=f"pack {kind.ending}", icon=":material/download:", help=kind.help):
            pressed = kind
    return pressed


def make(past: Past, month: Month, around: Circumstances, kind: Kind) -> None:
    """Make a file of all sections, saying which is being counted, and hand it to the browser."""
    bar = st.progress(0.0, f"{kind.label}: it begins")
    content = review.pack(
        past,
        month,
        review.without_names(around) if showing.on_projector() else around,
        kind.ending,
        lambda done, of, what: bar.progress(done / of, plain(f"{kind.label}, {done + 1} of {of}: {what.capitalize()}")),
    )
    bar.empty()
    name = f"review-{month.name}.{kind.ending}"
    told = {"id": uuid4().hex, "name": name, "mime": kind.mime}  # each click saves, also the same file again
    _saved(data={**told, "content": base64.b64encode(content).decode("ascii")}, key="save pack", height=1)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(plain(f"{name} is made ({len(content) / 1e6:,.1f} MB), and your browser saves it."))
        st.download_button("Save it again", content, name, kind.mime, on_click="ignore", type="tertiary")
