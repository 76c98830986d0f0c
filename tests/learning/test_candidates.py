"""What data can be asked of a lead at its T: values, words, thresholds, counts, windows, details, silence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from outcomes.story import Story, day
from simulation.history import shelf_of

from leadscore.evidence import Shelf
from leadscore.learning.asking.activity_forms import BY_SALES
from leadscore.learning.asking.attribute_forms import MOST_VALUES_ASKED
from leadscore.learning.asking.candidates import MOST_CANDIDATES, NOT_DATED, TOO_RARE, Candidates, candidates
from leadscore.model import Model, parse

ANY = parse(
    "name: Any\nrules: [{id: ada, points: 10, when: {attribute: nobody, known: true}}]".replace("nobody", "title")
)


def asked(story: Story, model: Model = ANY, most: int = MOST_CANDIDATES) -> Candidates:
    with shelf_of(story, day(200)) as held:
        return candidates(held, model, most)


def labels(found: Candidates, about: str | None = None) -> list[str]:
    return [each.rule.name for each in found.rules if about in (None, each.about)]


def reasons(found: Candidates) -> dict[str, str]:
    return {each.name: each.reason for each in found.left_out}


def town(leads: int = 40, dated: bool = True, captured: tuple[str, ...] = ("title", "size", "region")) -> Story:
    """Every second lead is a boss, sizes are 1 to 4 in turn; each is handed over on day 40 and called on day 41."""
    story = Story(dated=dated, captured=captured)
    for place in range(leads):
        title = ("Boss", "Clerk")[place % 2]
        story.lead(f"L{place}", handed=40, worked=41, title=title, size=float(place % 4 + 1), region="North")
    return story


def test_values_of_a_text_are_asked_but_not_what_all_have() -> None:
    found = asked(town())
    assert labels(found, "attribute") == ["Title: Boss", "Size at least 2", "Size at least 3", "Size 1 to 3"]
    assert reasons(found)["region"] == TOO_RARE


def test_each_has_a_rule_at_no_points_with_an_id_that_can_be_read() -> None:
    boss = asked(town()).rules[0]
    assert (boss.rule.id, boss.rule.worth, boss.rule.group) == ("title_boss", 0, "demographic")
    assert boss.rule.slider == (-30, 30)
    assert (boss.topic, boss.name, boss.form) == ("title", "title", "value")


def test_ids_are_free_in_the_model() -> None:
    model = parse("name: A\nrules: [{id: title_boss, points: 1, when: {attribute: title, is: Clerk}}]")
    assert asked(town(), model).rules[0].rule.id == "title_boss_2"


def test_of_a_long_list_of_values_the_commonest_are_asked_and_the_words_that_they_share() -> None:
    story = Story(captured=("title",))
    works = ("Sales", "Finance", "Legal", "Plant", "Quality", "Design")
    for place in range(240):
        grade = ("Head of", "Junior")[place // 6 % 2]
        story.lead(f"L{place}", handed=1, worked=2, title=f"{grade} {works[place % 6]}")
    forms = [(each.form, each.rule.name) for each in asked(story).rules if each.about == "attribute"]
    assert sum(form == "value" for form, _ in forms) == MOST_VALUES_ASKED
    assert ("word", "Title has the word head") in forms
    assert ("word", "Title has the word legal") in forms
    assert not [name for _, name in forms if name.endswith("word of")]


def test_a_mail_address_is_asked_for_a_domain_that_many_share_and_for_nothing_else() -> None:
    story = Story(captured=("email",))
    for place in range(60):
        domain = "freemail.example" if place % 3 == 0 else f"firm{place}.example"
        story.lead(f"L{place}", handed=1, worked=2, email=f"ada{place}@{domain}")
    (found,) = (each for each in asked(story).rules if each.about == "attribute")
    assert found.rule.when.operand == "@freemail.example"


def test_kinds_are_asked_ever_several_times_and_lately() -> None:
    story = town(80)
    for place in range(40):
        for time in range(place % 3 + 1):
            story.touch(f"L{place}", 1 + time, "brochure", "lead")
        if place % 2:
            story.touch(f"L{place}", 35, "brochure", "lead")
    found = [each for each in asked(story).rules if each.name == "brochure"]
    assert {each.form for each in found} == {"ever", "at least 2 times", "at least 3 times", "within 30 days"}
    assert {each.topic for each in found} == {found[0].topic}


def test_what_a_lead_did_after_its_hand_off_is_not_asked() -> None:
    story = town()
    for place in range(20):
        story.touch(f"L{place}", 40.1, "brochure", "lead")
    found = asked(story)
    assert "brochure" not in {each.name for each in found.rules}
    assert reasons(found)["brochure"] == TOO_RARE


def test_what_sales_does_is_not_asked_but_a_meeting_that_only_leads_book_is() -> None:
    story = town()
    for place in range(0, 40, 2):
        story.touch(f"L{place}", 30, "call", "Rita").touch(f"L{place}", 30, "meeting", "lead")
    found = asked(story)
    assert reasons(found)["call"] == BY_SALES
    assert "meeting" in {each.name for each in found.rules}


def test_few_details_are_asked_one_by_one_and_many_are_not() -> None:
    story = town(80)
    for place in range(80):
        story.activities.append((f"L{place}", day(3), "download", ("CAD", "Spec")[place % 2], None, "lead"))
        story.activities.append((f"L{place}", day(3), "visit", f"page {place}", None, "lead"))
    details = [each.rule.name for each in asked(story).rules if each.of_detail]
    assert details == ["Download: cad", "Download: spec"]


def test_answers_from_0_to_10_are_asked_for_9_and_10_and_for_0_to_6() -> None:
    story = town(88)
    for place in range(88):
        story.activities.append((f"L{place}", day(3), "nps", None, float(place % 11), "lead"))
        story.activities.append((f"L{place}", day(3), "order", None, float(place * 10), "lead"))
    values = [each.rule.name for each in asked(story).rules if each.form.startswith("value ")]
    assert values == ["Nps of at least 9", "Nps of at most 6", "Order of at least 430", "Order of at least 650"]
    assert not [each for each in asked(story).rules if each.form.startswith("value ") and each.plain]


def test_silence_is_asked_where_some_did_something_lately() -> None:
    story = town()
    for place in range(20):
        story.touch(f"L{place}", 39, "visit", "lead")
    assert labels(asked(story), "silence") == ["Did nothing for 30 days"]


@pytest.mark.parametrize("actor", ["lead", None])
def test_silence_is_asked_where_nobody_says_who_did_it(actor: str | None) -> None:
    """Without an actor a visit is the lead's own doing and a mail that was delivered is not."""
    story = Story()
    for place in range(40):
        story.lead(f"L{place}", handed=70, worked=71)
        story.touch(f"L{place}", 69, "visit" if place % 2 else "email_delivered", actor if place % 2 else None)
    assert labels(asked(story), "silence") == ["Did nothing for 30 days", "Did nothing for 60 days"]


def test_todays_values_names_and_what_is_written_afterwards_are_left_out_with_the_reason() -> None:
    story = Story(captured=("owner", "Lead Status"))
    for place in range(40):
        told = {
            "owner": f"Rita {place % 2}",
            "Lead Status": ("won", "lost")[place % 2],
            "budget": ("yes", "no")[place % 2],
        }
        story.lead(f"L{place}", handed=1, worked=2, **told)
    found = asked(story, parse("name: A\nrules: [{id: a, points: 1, when: {attribute: owner, known: true}}]"))
    assert labels(found) == []
    why = reasons(found)
    assert why["owner"] == "says who a lead is, not what it is like"
    assert why["Lead Status"].startswith("by its name it is written after the outcome")
    assert why["budget"] == "rests on today's value of budget: what it was at T is not known"


def test_a_value_with_a_dated_history_is_asked() -> None:
    story = town(captured=("size", "region"))
    story.changes = [(f"L{place}", "title", ("Boss", "Clerk")[place % 2], None, day(2)) for place in range(40)]
    assert "Title: Boss" in labels(asked(story))


def test_without_dates_no_activity_is_asked() -> None:
    story = town(dated=False)
    story.touch("L0", 1, "brochure", "lead")
    found = asked(story)
    assert {each.about for each in found.rules} == {"attribute"}
    assert reasons(found)["brochure"] == NOT_DATED


def test_there_is_an_end_to_what_is_asked_and_what_went_is_named() -> None:
    whole = asked(town())
    fewer = asked(town(), most=1)
    assert len(whole.rules) > 1
    assert [each.rule.name for each in fewer.rules] == ["Title: Boss"]
    assert "3 further forms of it: more than 1 can be asked at once" in {each.reason for each in fewer.left_out}


def test_only_leads_of_the_population_are_counted() -> None:
    story = town()
    model = parse(
        "name: A\npopulation: {exclude: [{attribute: title, is: Clerk}]}\n"
        "rules: [{id: a, points: 1, when: {attribute: title, known: true}}]"
    )
    assert "Title: Boss" not in labels(asked(story, model))


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    with shelf_of(town(), day(200)) as held:
        yield held


def test_the_same_data_are_asked_the_same_in_the_same_order(shelf: Shelf) -> None:
    assert candidates(shelf, ANY) == candidates(shelf, ANY)


def test_whatever_is_asked_the_data_can_answer(companies) -> None:
    for company in companies.values():
        found = candidates(company.shelf, company.model)
        assert 100 < len(found.rules) <= MOST_CANDIDATES
        assert len({each.rule.id for each in found.rules} | {rule.id for rule in company.model.rules}) == len(
            found.rules
        ) + len(company.model.rules)
        assert "lead_quality" in reasons(found)
        assert not {"call", "meeting", "email_sent"} & {each.name for each in found.rules}
