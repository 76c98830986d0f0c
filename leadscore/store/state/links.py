"""Opaque ids of leads for addresses and exports: the same lead has the same one, and it tells nothing without the salt.

Deterministic authenticated encryption in the manner of SIV (Rogaway and Shrimpton, 2006) with HMAC-SHA256 as its one
primitive: the mark proves that the id is ours, and is the seed of what hides the lead's id.  So nothing is written when
a link is made, and a link opens as fast on a read-only disk.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from leadscore.errors import DataError

_MARK = 9


class Links:
    """Links of one workspace; another workspace's salt gives others."""

    def __init__(self, salt: str) -> None:
        self._marking = hmac.digest(salt.encode("ascii"), b"mark", hashlib.sha256)
        self._hiding = hmac.digest(salt.encode("ascii"), b"hide", hashlib.sha256)

    def link(self, lead_id: str) -> str:
        """The opaque id of a lead: letters, digits, - and _."""
        plain = lead_id.encode("utf-8")
        mark = self._mark(plain)
        return base64.urlsafe_b64encode(mark + self._hidden(plain, mark)).rstrip(b"=").decode("ascii")

    def lead_id(self, link: str) -> str:
        """The lead behind an opaque id; DataError where it is cut off, changed, or another workspace's."""
        try:
            raw = base64.b64decode(link.encode("ascii") + b"=" * (-len(link) % 4), altchars=b"-_", validate=True)
            mark = raw[:_MARK]
            plain = self._hidden(raw[_MARK:], mark)
            if hmac.compare_digest(self._mark(plain), mark) and self.link(text := plain.decode("utf-8")) == link:
                return text
        except (binascii.Error, ValueError):
            pass
        raise DataError(
            "This link leads to no lead of this workspace. It may be cut off, or come from another workspace: "
            "copy it again, or look for the lead by its company."
        )

    def _mark(self, plain: bytes) -> bytes:
        return hmac.digest(self._marking, plain, hashlib.sha256)[:_MARK]

    def _hidden(self, text: bytes, mark: bytes) -> bytes:
        """The text under a stream that the mark decides; twice gives the text again."""
        blocks = range(-(-len(text) // 32))
        stream = b"".join(
            hmac.digest(self._hiding, mark + block.to_bytes(4, "big"), hashlib.sha256) for block in blocks
        )
        return bytes(one ^ other for one, other in zip(text, stream, strict=False))
