"""What the form captured is asked of a person: which attributes there would be, and the line that says it."""

from __future__ import annotations

from pathlib import Path

from leadscore.importing import inspect
from leadscore.importing.mappings.captured import attributes_of, with_captured
from leadscore.model import yaml_text

ROWS = "Lead Id,Created At,Lead Source,Mood,Shoe Size\nL1,2026-01-02,web,good,43\n"


def looked_at(folder: Path):
    file = folder / "leads.csv"
    file.write_text(ROWS, encoding="utf-8")
    return inspect([file])


def test_a_proposal_offers_every_attribute_under_its_own_name(tmp_path):
    found = looked_at(tmp_path)
    assert set(attributes_of(found.mapping, found)) == {"source", "source_kind", "Mood", "Shoe Size"}


def test_fields_kept_columns_and_renamed_ones(tmp_path):
    fields = "lead_id: Lead Id, size: {column: Shoe Size}, rename: {Mood: mood}, keep: [Lead Source]"
    mapping = f"leads:\n  - {{file: leads.csv, {fields}}}\n"
    assert attributes_of(mapping, looked_at(tmp_path)) == ("size", "mood", "Lead Source")


def test_whoever_wrote_it_already_is_not_asked(tmp_path):
    found = looked_at(tmp_path)
    for mapping in ("captured_at_form: [Mood]\n" + found.mapping, "leads: [", "leads: 3", "- a list", ""):
        assert attributes_of(mapping, found) == ()


def test_the_line_reads_back(tmp_path):
    found = looked_at(tmp_path)
    nasty = ["Mood", 'a "b": [c]', "# no comment"]
    assert yaml_text.values(with_captured(found.mapping, nasty))["captured_at_form"] == nasty
    assert with_captured(found.mapping, []) == found.mapping
