"""Sources are of four kinds: a target list, automation, social, second-party intent; what is not stated is unknown."""

from __future__ import annotations

import json

import pytest

from leadscore.cli import main
from leadscore.figures.sources import UNKNOWN, SourceWord, sources
from leadscore.importing.proposing.source_kinds import WORDS, kind_of
from leadscore.store.database import open_current
from leadscore.vocabulary import SOURCE_KINDS

from .desk import Desk

LEADS = "id,created,Channel\n" + "".join(
    f"{name},2026-03-0{day},{word}\n"
    for name, day, word in [
        ("anna", 1, "Website"), ("bo", 2, "website "), ("cleo", 3, "LinkedIn"), ("dan", 4, "Word of mouth"),
        ("eve", 5, ""), ("finn", 6, "Bombora"), ("gwen", 7, "Bought list"),
    ]
)  # fmt: skip
MAPPING = """zone: UTC
leads:
  - file: leads.csv
    dialect: {delimiter: ',', encoding: utf-8}
    lead_id: id
    created_at: created
    keep: all
    rename: {Channel: source}
    source_kind:
      column: Channel
      values: {Website: automation, LinkedIn: social, Bombora: second_party_intent, Bought list: target_list}
stages:
  - {file: leads.csv, dialect: {delimiter: ',', encoding: utf-8}, lead_id: id, stage: {value: mql}, entered_at: created}
captured_at_form: [source, source_kind]
"""


def test_the_kinds_are_those_of_the_vocabulary_and_no_word_is_of_two() -> None:
    assert set(WORDS) == set(SOURCE_KINDS)
    words = [word for listed in WORDS.values() for word in listed]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Paid Search", "automation"), ("marketing automation", "automation"), ("LinkedIn Ads", "social"),
        ("Social media", "social"), ("Second-party intent", "second_party_intent"), ("G2", "second_party_intent"),
        ("Target list", "target_list"), ("Cold Call", "target_list"), ("Employee Referral", None), ("", None),
        ("Partner", None), ("Trade Show", None),
    ],
)  # fmt: skip
def test_well_known_words_have_a_kind_and_others_are_asked(word: str, kind: str | None) -> None:
    assert kind_of(word) == kind


def test_the_mapping_states_the_kinds_and_what_it_does_not_state_is_unknown(desk: Desk) -> None:
    report = desk.bring(MAPPING, leads=LEADS)
    assert desk.rows("SELECT lead_id, source, source_kind FROM leads") == [
        ("anna", "Website", "automation"), ("bo", "website ", "automation"), ("cleo", "LinkedIn", "social"),
        ("dan", "Word of mouth", None), ("eve", None, None), ("finn", "Bombora", "second_party_intent"),
        ("gwen", "Bought list", "target_list"),
    ]  # fmt: skip
    told = [warning for warning in report.warnings if "four kinds of source" in warning]
    assert len(told) == 1 and told[0].startswith("leads: 1 have a source") and "mouth" not in told[0]


def test_a_word_that_several_leads_share_is_repeated_in_the_warning(desk: Desk) -> None:
    many = LEADS + "".join(f"l{n},2026-03-09,Word of mouth\n" for n in range(4))
    (told,) = [each for each in desk.bring(MAPPING, leads=many).warnings if "four kinds of source" in each]
    assert "'Word of mouth' (5)" in told


def test_figures_can_be_parted_by_the_kind_of_source(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.bring(MAPPING, leads=LEADS)
    desk.place.model.write_text("name: All\nrules: [{id: r, points: 1, when: {attribute: source, known: true}}]\n")
    monkeypatch.setattr("sys.argv", ["leadscore", "metrics", str(desk.place.folder), "--by", "source_kind", "--json"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    counts = {
        each["group"]: each["value"]
        for each in json.loads(capsys.readouterr().out)["figures"]
        if each["name"] == "leads"
    }
    assert {name: count for name, count in counts.items() if name} == {
        "automation": 2, "social": 1, "second_party_intent": 1, "target_list": 1, "(unknown)": 2,
    }  # fmt: skip


def test_the_data_page_lists_what_each_word_means(desk: Desk) -> None:
    desk.bring(MAPPING, leads=LEADS)
    found = sources(open_current(desk.place))
    assert found.reason is None and found.more == 0
    assert found.words[0] == SourceWord("Website", "Marketing automation", 2)
    assert SourceWord("Word of mouth", UNKNOWN, 1) in found.words
    assert sum(each.leads for each in found.words) == 6


def test_without_kinds_or_without_sources_it_says_why(desk: Desk) -> None:
    stated = [line for line in MAPPING.splitlines() if line[:6] != "      " and "source_kind" not in line]
    desk.bring("\n".join(stated) + "\n", leads=LEADS)
    found = sources(open_current(desk.place))
    assert found.reason is not None and "No kinds of source are stated" in found.reason
    assert found.words[0].word == "Website"
    desk.bring("\n".join(line for line in stated if "rename" not in line) + "\n", leads=LEADS)
    assert sources(open_current(desk.place)).words == ()
