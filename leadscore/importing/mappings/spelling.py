"""How a mapping's texts are spelled in YAML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping


def values(words: Mapping[str, str]) -> str:
    """Words and their meanings as YAML."""
    return "{" + ", ".join(f"{quoted(word)}: {quoted(meant)}" for word, meant in words.items()) + "}"


def listed(words: Iterable[str]) -> str:
    """Words as a list of YAML."""
    return f"[{', '.join(map(quoted, words))}]"


def quoted(text: str | None) -> str:
    """A text as YAML: bare where that is safe, else in double quotes."""
    text = text or ""
    bare = text.replace(" ", "").replace("_", "").replace("-", "a").replace("/", "a").replace(".", "a")
    plain = bare.isalnum() and bare.isascii() and not bare[0].isdigit() and text == text.strip()
    safe = plain and text[0].isalpha() and text.lower() not in ("true", "false", "null", "nan")
    return text if safe else json.dumps(text, ensure_ascii=False)
