"""Model files that were made to break the reader: each is refused in words of the file, not of the program."""

from __future__ import annotations

import pytest

from leadscore.errors import ModelError
from leadscore.model import parse

RULE = "name: m\nrules:\n  - {{id: a, points: 1, when: {}}}\n"
FILES = {
    "half a character": ('name: "a\\ud800"\nrules: []\n', "half a character"),
    "several words": (RULE.format("{attribute: title, has_word: [vp, head]}"), "any: ["),
    "several values": (RULE.format("{attribute: title, is: [vp, head]}"), "in: ["),
    "a whole number of 5,000 digits": (RULE.format("{attribute: size, above: " + "9" * 5000 + "}"), "digits"),
    "a fraction of 5,000 digits": (RULE.format("{attribute: size, above: 0." + "1" * 5000 + "}"), "310 digits"),
    "lists without end": ("name: " + "[" * 20_000, "too deeply"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_a_sentence(name: str) -> None:
    text, words = FILES[name]
    with pytest.raises(ModelError) as refused:
        parse(text)
    assert words in str(refused.value)
    assert "Error" not in str(refused.value) and len(str(refused.value)) < 1_000
