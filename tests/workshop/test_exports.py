"""The guide on exports: whatever a rule may miss, some export brings it, and each line says what it rests on."""

from __future__ import annotations

from typing import get_args

import pytest

from leadscore.learning.settle_needs import Topic
from leadscore.workshop.export_ways import SOURCE_WORDS, TOPIC_WORDS, Crm, Source
from leadscore.workshop.exports import CRMS, crm, found_elsewhere


def test_each_topic_has_words_and_somebody_who_brings_it() -> None:
    assert set(TOPIC_WORDS) == set(get_args(Topic))
    brought = {topic for each in CRMS for way in each.ways for topic in way.topics}
    assert brought == set(get_args(Topic)) - {"time"}


def test_the_five_crms_and_the_rest_are_told_once() -> None:
    assert [each.name for each in CRMS] == ["HubSpot", "Salesforce", "Zoho", "Pipedrive", "Marketo", "Other sources"]
    assert set(SOURCE_WORDS) == set(get_args(Source))


@pytest.mark.parametrize("each", CRMS, ids=lambda each: each.name)
def test_every_crm_says_where_stages_get_dates_or_that_they_have_none(each: Crm) -> None:
    if each.name != "Other sources":
        assert each.for_topics(frozenset({"stage dates"}))
        assert each.for_topics(frozenset({"sales"}))
    assert each.cannot.endswith(".")
    assert all(way.where.endswith(".") and way.mind.endswith(".") for way in each.ways)
    assert crm(each.name) is each


def test_what_is_asked_for_is_what_is_brought() -> None:
    found = crm("Marketo").for_topics(frozenset({"web"}))
    assert [way.brings for way in found] == [
        "Visits to the site, E-mails, Forms and downloads, When a field changed, Other activities"
    ]
    assert crm("HubSpot").for_topics(frozenset({"web"})) == ()


def test_what_one_does_not_bring_names_those_that_do() -> None:
    topics: frozenset[Topic] = frozenset({"orders", "events", "stage dates"})
    assert found_elsewhere(crm("HubSpot"), topics) == (
        "webinars and fairs (Salesforce, Marketo, Other sources), orders and contracts (Other sources)"
    )
    assert found_elsewhere(crm("HubSpot"), frozenset({"stage dates"})) == ""
