"""Finding a lead: who won is said by the deals, as far as the data date knows."""

from __future__ import annotations

from outcomes.story import Story, day
from simulation.history import shelf_of

from leadscore.figures.lookup import Found, find


def found(story: Story, asked: str = "Acme") -> dict[str, Found]:
    with shelf_of(story, day(100)) as shelf:
        return {each.lead_id: each for each in find(shelf.database, asked)}


def test_a_customer_stage_copied_to_every_contact_makes_nobody_a_winner():
    story = Story().lead("Ada", handed=0, won=20, company="Acme").lead("Ben", won=20, company="Acme")
    assert [each.won for each in found(story).values()] == [True, True]
    story.deal("D1", ["Ada"], closed=20)
    assert {name: each.won for name, each in found(story).items()} == {"Ada": True, "Ben": False}


def test_what_comes_after_the_data_date_is_not_known_yet():
    story = Story().lead("Ada", handed=150, won=200, company="Acme")
    assert (found(story)["Ada"].won, found(story)["Ada"].hand_offs) == (False, ())
    story.deal("D1", ["Ada"], closed=200)
    assert not found(story)["Ada"].won


def test_every_hand_off_is_listed_and_an_id_is_enough():
    story = Story().lead("Ada", handed=5, company="Acme").stage("Ada", "mql", day(40))
    assert found(story, " Ada ")["Ada"].hand_offs == (day(5), day(40))
    assert found(story, " ") == {}
