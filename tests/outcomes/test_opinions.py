"""Rep against score: four counts that add up, and Cohen's kappa as scikit-learn has it, on blind samples only."""

from __future__ import annotations

import random

import pytest
from sklearn.metrics import cohen_kappa_score

from leadscore.outcomes import Horizon, Question, build_cohort
from leadscore.outcomes.opinions import Opinion, rep_against_score
from leadscore.outcomes.standing import SQL

from .story import LATER, Story, called

WITHIN = Horizon("sql", 60, "as asked")


def compared(story: Story, opinions: list[Opinion], blind: bool = True, draws: int = 400):
    cohort = build_cohort(story.connect(), story.manifest(), "scores", Question(data_date=LATER))
    return rep_against_score(cohort, SQL, WITHIN, opinions, blind, draws)


def rated(leads: int, seed: int, colleagues: int = 1) -> tuple[Story, list[Opinion], list[tuple[bool, bool]]]:
    """Leads in bands at random, rated by a rep who mostly agrees; and what rep and score say of each."""
    draw, story, opinions, said = random.Random(seed), Story(), [], []
    for number in range(leads // colleagues):
        high, agrees = draw.random() < 0.4, draw.random() < 0.75
        for place in range(colleagues):
            good, name = high == agrees, f"{number}-{place}"
            story.lead(name, handed=0, worked=1, band="ready" if high else "nurture", account_id=f"A{number}")
            opinions.append(Opinion(name, good))
            said.append((good, high))
    return story, opinions, said


@pytest.mark.parametrize("seed", range(5))
def test_kappa_and_counts_are_those_of_scikit_learn_and_a_loop(seed):
    story, opinions, said = rated(80, seed)
    found = compared(story, opinions, draws=0)
    reps, scores = zip(*said, strict=True)
    assert found.kappa.value == pytest.approx(cohen_kappa_score(reps, scores), abs=1e-12)
    assert found.counts == {key: said.count(key) for key in found.counts}
    assert sum(found.counts.values()) == found.kappa.n == found.agreement.n == 80
    assert found.agreement.value == pytest.approx(sum(rep == score for rep, score in said) / 80)


def test_kappa_in_the_head():
    """20 of 30 alike; by chance alone 15 would be: (20 - 15) / (30 - 15) is a third."""
    story, opinions = Story(), []
    for place, (band, good) in enumerate([("ready", True), ("nurture", False)] * 10 + [("ready", False)] * 5):
        story.lead(f"L{place}", handed=0, band=band)
        opinions.append(Opinion(f"L{place}", good))
    for place in range(5):
        story.lead(f"M{place}", handed=0, band="nurture")
        opinions.append(Opinion(f"M{place}", True))
    assert compared(story, opinions).kappa.value == pytest.approx(1 / 3)


def test_whoever_sees_the_score_repeats_it():
    story, opinions, _ = rated(20, 1)
    found = compared(story, opinions, blind=False)
    assert found.kappa.reason == "kappa needs a blind sample: whoever sees the score repeats it"
    assert found.agreement.known()


def test_one_word_for_every_lead_has_no_kappa():
    story = called(Ada={"band": "ready"}, Ben={"band": "nurture"})
    found = compared(story, [Opinion("Ada", True), Opinion("Ben", True)])
    assert found.kappa.value == 0
    story = called(Ada={"band": "ready"}, Ben={"band": "ready"})
    found = compared(story, [Opinion("Ada", True), Opinion("Ben", True)])
    assert found.kappa.reason == "rep or score says the same of all these leads"


def test_colleagues_widen_what_is_said_of_agreement_and_kappa():
    story, opinions, _ = rated(80, 2, colleagues=4)
    together = compared(story, opinions)
    for lead in story.leads:
        lead["account_id"] = lead["lead_id"]
    alone = compared(story, opinions)
    for name in ("agreement", "kappa"):
        wide, narrow = getattr(together, name), getattr(alone, name)
        assert wide.value == narrow.value
        assert wide.high - wide.low > 1.4 * (narrow.high - narrow.low)


def test_the_outcome_speaks_of_worked_leads_only():
    """Ben was never called: that he became nothing says nothing against the rep."""
    story = called(Ada={"band": "ready", "sql": 5}, Cleo={"band": "nurture"}).lead("Ben", handed=0, band="ready")
    found = compared(story, [Opinion("Ada", True), Opinion("Ben", True), Opinion("Cleo", False), Opinion("Eve", True)])
    assert (found.rates[True, True].value, found.rates[True, True].n) == (1, 1)
    assert found.rates[False, False].value == 0
    assert found.rates[True, False].reason == "none of these leads was worked and is mature"
    assert found.unknown_leads == 1


def test_of_two_opinions_the_last_counts():
    story = called(Ada={"band": "ready"})
    found = compared(story, [Opinion("Ada", True), Opinion("Ada", False)])
    assert (found.counts[False, True], found.counts[True, True]) == (1, 0)
