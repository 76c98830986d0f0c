"""Words that tell mail addresses apart: shared mailboxes, free mail, throw-away domains, and domains of no one."""

from __future__ import annotations

SHARED_MAILBOXES = (
    "accounts", "admin", "contact", "enquiries", "hello", "info", "kontakt", "mail", "marketing", "no-reply",
    "noreply", "office", "orders", "purchasing", "sales", "service", "support", "team",
)  # fmt: skip
"""Names before the @ behind which several people sit."""

FREE_MAIL = (
    "aol.com", "bigpond.com", "btinternet.com", "comcast.net", "fastmail.com", "free.fr", "freemail.example",
    "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hotmail.co.uk", "hotmail.com",
    "hotmail.de", "hotmail.fr", "icloud.com", "laposte.net", "libero.it", "live.com", "mac.com", "mail.com", "mail.ru",
    "me.com", "msn.com", "orange.fr", "outlook.com", "outlook.de", "posteo.de", "proton.me", "protonmail.com",
    "qq.com", "rediffmail.com", "t-online.de", "verizon.net", "web.de", "yahoo.co.in", "yahoo.co.uk", "yahoo.com",
    "yahoo.de", "yahoo.fr", "yandex.ru", "ymail.com", "163.com", "126.com",
)  # fmt: skip
"""Mail providers that anybody may use: their domains say nothing of a company."""

NOBODYS_DOMAINS = ("example.com", "example.net", "example.org", "test.com", "asdf.com", "mailinator.com", "yopmail.com")
"""Domains of documentation, of throw-away mail and of people who type anything."""

NOBODYS_ENDINGS = (".test", ".invalid", ".localhost")
"""Top-level domains that are reserved for trials and never belong to a customer."""


def listed(words: tuple[str, ...]) -> str:
    """Words of ours as an SQL list."""
    return ", ".join(f"'{word}'" for word in words)
