"""Domains of companies: how they are read from addresses and web sites, and which belong to no company."""

from __future__ import annotations

from leadscore.store.database import text_literal

FREE_MAIL = frozenset({
    "gmail.com", "googlemail.com", "yahoo.com", "ymail.com", "rocketmail.com", "yahoo.co.uk", "yahoo.fr", "yahoo.de",
    "yahoo.it", "yahoo.es", "yahoo.ca", "yahoo.com.br", "yahoo.co.in", "yahoo.in", "yahoo.co.jp", "hotmail.com",
    "hotmail.co.uk", "hotmail.fr", "hotmail.de", "hotmail.it", "hotmail.es", "hotmail.nl", "outlook.com", "outlook.de",
    "outlook.fr", "outlook.es", "live.com", "live.nl", "live.co.uk", "live.fr", "msn.com", "passport.com", "icloud.com",
    "me.com", "mac.com", "aol.com", "aol.de", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "web.de",
    "t-online.de", "freenet.de", "arcor.de", "mail.de", "posteo.de", "mailbox.org", "mail.ru", "bk.ru", "list.ru",
    "inbox.ru", "yandex.ru", "yandex.com", "rambler.ru", "qq.com", "163.com", "126.com", "sina.com", "foxmail.com",
    "naver.com", "daum.net", "hanmail.net", "proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.io",
    "fastmail.com", "hey.com", "hushmail.com", "mail.com", "email.com", "zohomail.com", "inbox.com", "orange.fr",
    "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "libero.it", "virgilio.it", "tiscali.it", "alice.it",
    "telenet.be", "skynet.be", "ziggo.nl", "kpnmail.nl", "planet.nl", "xs4all.nl", "home.nl", "bluewin.ch",
    "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "bellsouth.net", "cox.net", "charter.net",
    "earthlink.net", "btinternet.com", "btopenworld.com", "sky.com", "virginmedia.com",
    "ntlworld.com", "talktalk.net", "rogers.com",
    "shaw.ca", "sympatico.ca", "bigpond.com", "optusnet.com.au", "rediffmail.com", "uol.com.br", "bol.com.br",
    "terra.com.br", "ig.com.br", "wp.pl", "o2.pl", "onet.pl", "interia.pl", "seznam.cz", "centrum.cz", "abv.bg",
    "mailinator.com", "yopmail.com", "guerrillamail.com",
})  # fmt: skip
"""Domains of mail that anybody can have: two people there need not know each other."""

_DOMAIN = r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/]*@)?(?:www\.)?([^/:?#@\s]+\.[^/:?#@\s.]+)"


def domain_sql(text: str) -> str:
    """SQL: the domain in a lowered address, web site or domain; empty where there is none."""
    return f"regexp_extract({text}, {text_literal(_DOMAIN)}, 1)"
