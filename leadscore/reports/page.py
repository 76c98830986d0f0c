"""The head of a report that is one HTML file: nothing is fetched and nothing runs, whatever a text in it may say."""

from __future__ import annotations

from html import escape

STILL = "default-src 'none'; style-src 'unsafe-inline'"
"""The policy of a page that is only read and printed."""


def head(title: str, style: str, policy: str = STILL) -> str:
    """The beginning of the file, with its head still open."""
    return (
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{escape(title)}</title><style>{style}</style>"
    )
