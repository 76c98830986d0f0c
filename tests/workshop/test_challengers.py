"""Challengers in a town where webinars say nothing and a demo says much; and that history never says switch."""

from __future__ import annotations

import builtins
from dataclasses import fields, replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from simulation.town import Town, called, day, model, names, opened

from leadscore.estimate import Estimate
from leadscore.evidence import Shelf
from leadscore.learning.refining.learned_score import NO_LEADS, LearnedScore
from leadscore.simulation.past import COUNTED
from leadscore.simulation.replay import build_replay
from leadscore.simulation.swap_card import SwapCard, handing, swap_card, swapped
from leadscore.workshop.predictive import challengers as challengers_module
from leadscore.workshop.predictive.challenger import YARDSTICKS, Challenger, Challengers, Fixed
from leadscore.workshop.predictive.challengers import COLLEAGUE, NO_SIGNAL, NO_SIGNAL_ALONE, challengers
from leadscore.workshop.predictive.later_evidence import LaterEvidence, explored, from_shadow
from leadscore.workshop.predictive.scoring_ways import moved, refined, refit, thresholds

CHAMPION = model(webinar=20, demo=0, mql=20, sql=40)
LOCKED = day(540)


def town(leads: int = 1000, days: float = 560, seed: int = 4, random: bool = True, demos: float = 0.7) -> Town:
    """Who came by webinar was handed over, and of the others a quarter at random; a demo is what makes an SQL."""
    draw, made = np.random.default_rng(seed), opened()
    made.until = 700
    for place in range(leads):
        at = days * place / leads
        webinar, demo, lucky = draw.random(3) < (0.4, 0.35, 0.25)
        did = [(kind, at + 1) for kind, came in (("webinar", webinar), ("demo", demo)) if came]
        handed = {"mql": at + 10, "worked": at + 11} if webinar or lucky else {}
        sql = {"sql": at + 20} if handed and draw.random() < (demos if demo else 0.2) else {}
        made.lead(f"L{place:04}", created=at, did=did, account_id=f"A{place}", **handed, **sql)
        if random and handed and not webinar:
            next(row for row in made.stages[::-1] if row["stage"] == "mql")["reason"] = "Random exploration"
    return made


def found_in(made: Town, **asked: Any) -> Challengers:
    with made.shelf() as shelf:
        return challengers(shelf, CHAMPION, before=LOCKED, **asked)


@pytest.fixture(scope="module")
def found() -> Challengers:
    return found_in(town())


def test_the_learned_score_finds_the_demo_and_is_worth_a_try(found: Challengers) -> None:
    learned = found.of("learned")
    assert {rule.when.activity[0] for rule in learned.model.rules if rule.worth >= 50} == {"demo"}
    assert learned.card.swap.low > 0
    assert learned.advice() == "try it"
    assert found.of("suggested").advice() == "try it"
    assert found.signal.rule.when.activity[0] == "demo"


def test_all_hand_over_as_many_leads_as_the_champion(found: Challengers) -> None:
    champion = found.of("learned").card.active
    for each in found.challengers:
        drawn = each.key in YARDSTICKS
        handed = int(each.card.draft.leads.sum())
        wanted = int(champion.leads.sum())
        assert handed == wanted if drawn else abs(handed - wanted) < 0.1 * wanted, each.key
        assert (each.card.active.leads == champion.leads).all()


def test_kept_dropped_and_added_are_those_of_a_plain_loop(found: Challengers) -> None:
    replayed, card = found.replayed, found.of("one_signal").card
    sides = {"kept": [], "dropped": [], "added": []}
    for place, lead in enumerate(replayed.lead_id):
        then, now = not np.isnat(replayed.hand_off[place]), bool(card.draft.leads[place])
        if then or now:
            sides["kept" if then and now else "dropped" if then else "added"].append(str(lead))
    for part, leads in sides.items():
        assert {each.lead_id for each in swapped(replayed, card, part)} == set(leads)
        assert getattr(card, part).leads == len(leads)


def test_nobody_is_judged_by_leads_that_were_learned_from_or_are_locked_away(found: Challengers) -> None:
    handed = found.replayed.hand_off[found.replayed.handed]
    assert handed.min() >= np.datetime64(found.borders.judged_from)
    assert handed.max() < np.datetime64(LOCKED)
    assert found.borders.learned_before < found.borders.judged_from


def test_locked_leads_change_nothing(found: Challengers) -> None:
    """Sixty leads more after the border, all of the webinar and all confirmed."""
    more = called(town(), "late", 60, 60, "webinar", created=545)
    again = found_in(more)
    assert again.learned.model == found.learned.model
    for key in ("learned", "one_signal"):
        mine, theirs = (names(each.replayed, each.of(key).card.draft.leads) for each in (found, again))
        assert mine == theirs
        assert again.of(key).card.swap == found.of(key).card.swap


def test_colleagues_of_whom_was_learned_from_judge_nothing() -> None:
    made = town()
    for lead in made.leads[1:]:
        lead["account_id"] = "One" if lead["lead_id"] in ("L0005", "L0905") else lead["account_id"]
    found = found_in(made)
    handed = {"L0005", "L0905"} <= {row["lead_id"] for row in made.stages if row["stage"] == "mql"}
    standing = dict(zip(found.replayed.lead_id, found.replayed.outcomes["sql"].standing, strict=True))
    assert handed is (standing["L0905"] == COLLEAGUE)
    assert (found.learned.colleagues == ("L0905",)) is handed


def test_colleagues_judge_nothing_where_no_score_was_learned_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suggested points and the single signal come from the same older leads."""
    made = town()
    older, later = [[each for each in _handed_over(made) if a < each < b] for a, b in (("L01", "L02"), ("L08", "L09"))]
    for lead in made.leads:
        lead["account_id"] = "One" if lead["lead_id"] in (older[0], later[0]) else lead["account_id"]
    monkeypatch.setattr(challengers_module, "learn", lambda known, *_: LearnedScore("sql", reason="nothing rises"))
    found = found_in(made)
    standing = dict(zip(found.replayed.lead_id, found.replayed.outcomes["sql"].standing, strict=True))
    assert found.of("learned").card is None and found.of("suggested").card is not None
    assert standing[later[0]] == COLLEAGUE


def _handed_over(made: Town) -> list[str]:
    return sorted({row["lead_id"] for row in made.stages if row["stage"] == "mql"})


def test_leads_called_at_random_are_read_from_the_reason_or_the_attribute() -> None:
    made = town(40)
    random = {row["lead_id"] for row in made.stages if row["reason"]}
    made.attributes["exploration"] = "text"
    for lead in made.leads:
        lead["exploration"] = "Yes" if lead["lead_id"] == "Zoe" else None
    with made.shelf() as shelf:
        assert explored(shelf) == random | {"Zoe"}


def test_calls_at_random_stand_for_their_kind_and_may_say_switch(found: Challengers) -> None:
    learned, random = found.of("learned"), {row["lead_id"] for row in town().stages if row["reason"]}
    (evidence,) = learned.evidence
    card, known = learned.card, found.replayed.outcomes["sql"]
    ours, theirs = [], []
    for place, lead in enumerate(found.replayed.lead_id):
        mine, in_use = card.draft.leads[place], card.active.leads[place]
        if known.standing[place] == COUNTED and mine and not in_use and lead in random:
            ours.append(bool(known.hit[place]))
        if known.standing[place] == COUNTED and in_use and not mine and lead not in random:
            theirs.append(bool(known.hit[place]))
    assert (evidence.challenger.n, evidence.champion.n) == (len(ours), len(theirs))
    assert evidence.challenger.value == pytest.approx(np.mean(ours))
    assert evidence.difference.value == pytest.approx(np.mean(ours) - np.mean(theirs))
    assert evidence.beyond
    assert (learned.advice(ready=True), learned.advice(ready=False)) == ("switch", "try it")


def test_without_calls_at_random_the_same_history_says_try_it_only() -> None:
    found = found_in(town(random=False))
    assert all(each.evidence == () for each in found.challengers)
    assert {each.advice(ready=True) for each in found.challengers} <= {"try it", "cannot tell", "against it", None}
    assert found.of("learned").advice(ready=True) == "try it"


def test_what_is_learned_from_noise_is_no_challenger() -> None:
    found = found_in(town(demos=0.2))
    for key in ("learned", "suggested"):
        assert found.of(key).model is None
        assert found.of(key).advice(ready=True) is None
    assert found.of("learned").reason in (NO_SIGNAL, found.learned.reason)
    assert "times in 100" not in " ".join(each.reason or "" for each in found.challengers)


CERTAIN, UNSURE, AGAINST, NOTHING = (
    Estimate(0.5, 0.4, 0.6, 900),
    Estimate(0.1, -0.1, 0.3, 90),
    Estimate(-0.5, -0.6, -0.4, 900),
    Estimate.unknown("too few outcomes"),
)


@pytest.fixture(scope="module")
def card() -> SwapCard:
    return swap_card(called(opened(), "web", 9, 4, "webinar").replay(model()), model(), model())


@pytest.mark.parametrize("ready", [False, True])
@pytest.mark.parametrize("key", ["suggested", "learned", "saved", "one_signal", "random"])
def test_history_never_says_switch(card: SwapCard, key: str, ready: bool) -> None:
    for swap, later, kind in product(
        (CERTAIN, UNSURE, AGAINST, NOTHING), (None, UNSURE, AGAINST, NOTHING), ("shadow", "exploration")
    ):
        evidence = () if later is None else (LaterEvidence(kind, UNSURE, UNSURE, later, 90),)
        one = Challenger(key, key, "", model(), model(), replace(card, swap=swap), evidence)
        assert one.advice(ready) != "switch", (swap, later, kind)


def test_history_speaks_for_no_saved_proposal_which_may_have_been_tuned_on_it(card: SwapCard) -> None:
    def advice(key: str, swap: Estimate, *evidence: LaterEvidence) -> str | None:
        return Challenger(key, key, "", model(), model(), replace(card, swap=swap), evidence).advice()

    assert (advice("suggested", CERTAIN), advice("saved", CERTAIN)) == ("try it", "cannot tell")
    assert advice("saved", AGAINST) == "against it"
    assert advice("saved", UNSURE, LaterEvidence("shadow", CERTAIN, UNSURE, CERTAIN, 90)) == "try it"


@pytest.mark.parametrize("kind", ["shadow", "exploration"])
def test_switch_needs_later_evidence_beyond_its_interval_and_the_checklist(card: SwapCard, kind: str) -> None:
    def advice(*evidence: LaterEvidence, ready: bool = True) -> str | None:
        one = Challenger("learned", "Learned", "", model(), model(), replace(card, swap=AGAINST), evidence)
        return one.advice(ready)

    speaks_for = LaterEvidence(kind, CERTAIN, UNSURE, CERTAIN, 90)
    assert advice(speaks_for) == "switch"
    assert advice(speaks_for, ready=False) == "try it"
    assert advice(speaks_for, LaterEvidence("exploration", UNSURE, CERTAIN, AGAINST, 90)) == "against it"


def test_no_result_sets_a_rank_of_the_champion_beside_another() -> None:
    """Only the learned score has an AUC, its own; nothing else here has one, nor a lift."""
    told = {each.name for kind in (Challenger, Challengers, LaterEvidence) for each in fields(kind)}
    assert not {name for name in told if "auc" in name or "lift" in name}
    assert "auc" in {each.name for each in fields(LearnedScore)}


def shadowed(handed: int, never: int = 0) -> Town:
    """After day 0: 30 came by webinar, 5 of them confirmed; `handed` by demo, 25 confirmed, and `never` not called."""
    made = called(called(opened(), "web", 30, 5, "webinar", created=10), "demo", handed, 25, "demo", created=10)
    for place in range(never):
        made.lead(f"never{place}", created=10, did=[("demo", 11)])
    return made


def shadow_of(made: Town, since: float = 0) -> LaterEvidence:
    with made.shelf() as shelf:
        return from_shadow(shelf, model(webinar=0, demo=20), CHAMPION, day(since), "sql")


def test_shadow_scores_count_what_nobody_observed_against_the_challenger() -> None:
    found = shadow_of(shadowed(30, never=2))
    assert (found.challenger.value, found.challenger.n) == (25 / 32, 32)
    assert (found.champion.value, found.champion.n) == (5 / 30, 30)
    assert found.beyond and not found.against


def test_bounds_leave_it_open_where_most_were_never_called() -> None:
    found = shadow_of(called(shadowed(30, never=28), "more", 28, 0, "webinar", created=10))
    assert found.challenger.value == 25 / 58
    assert found.champion.value == 5 / 58
    assert found.beyond
    unworked = shadowed(25, never=5)
    for row in unworked.activities:
        row["kind"] = "email_open" if row["kind"] == "call" and row["lead_id"].startswith("web") else row["kind"]
    open_still = shadow_of(unworked)
    assert open_still.champion.value == 1
    assert not open_still.beyond and not open_still.against


def test_shadow_scores_at_another_volume_say_nothing() -> None:
    assert shadow_of(shadowed(60)).difference.reason == "the two do not hand over equally many: 60 against 30 leads"


def test_before_any_lead_has_met_both_models_nothing_is_said() -> None:
    assert shadow_of(shadowed(30), since=399).difference.value is None
    assert "no lead has met both" in shadow_of(shadowed(30), since=401).difference.reason


def test_a_saved_proposal_is_judged_by_shadow_scores_not_by_calls_it_may_have_been_made_of() -> None:
    saved = Fixed("version 2 of 'Town'", model(webinar=0, demo=20), day(150))
    one = found_in(town(), fixed=(saved,)).of("saved")
    assert [each.kind for each in one.evidence] == ["shadow"]
    assert one.model == saved.model
    assert one.what == "version 2 of 'Town'"


def test_without_scikit_learn_the_others_are_judged_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def absent(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("sklearn"):
            raise ModuleNotFoundError("No module named 'sklearn'", name="sklearn")
        return original(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    found = found_in(town())
    assert "pip install 'leadscore[predict]'" in found.of("learned").reason
    assert found.of("suggested").card is not None
    assert found.of("random").card is not None


UNDATED = Town(leads=[{"lead_id": f"L{each}", "created_at": None} for each in range(30)])
REASONS = {
    "no dates": (UNDATED, "needs at least 1 sql lead; this data has none"),
    "nobody handed over": (Town().lead("Ada", did=[("demo", 1)]), "needs at least 1 sql lead; this data has none"),
}


@pytest.mark.parametrize("name", REASONS)
def test_what_cannot_be_judged_says_why(name: str) -> None:
    made, reason = REASONS[name]
    found = found_in(made)
    assert (found.reason, found.challengers) == (reason, ())
    assert found.learned.reason == reason


def test_of_too_few_leads_no_challenger_is_made_and_each_says_why() -> None:
    found = found_in(town(60))
    assert found.of("suggested").reason.startswith("too few: needs 30 leads that reached the outcome")
    assert found.of("learned").reason.startswith("too few: needs 10 leads to learn from")
    assert found.of("one_signal").reason == NO_SIGNAL_ALONE
    assert {each.advice(ready=True) for each in found.challengers if each.key != "random"} == {None}
    assert found.of("random").advice(ready=True) != "switch"


def test_of_leads_with_dates_of_which_none_counts_it_is_not_said_that_dates_are_missing() -> None:
    found = found_in(Town(until=20).lead("Ada", created=1, mql=2, worked=3, sql=4))
    assert found.reason == found.learned.reason == NO_LEADS


def test_the_proposal_has_cut_offs_by_volume_and_keeps_the_gates_it_can_ask(found: Challengers) -> None:
    proposed = found.of("learned").model
    assert handing(found.replayed, found.of("learned").on_rules).cut_off == proposed.cut_offs.mql
    assert proposed.cut_offs.sql >= proposed.cut_offs.mql
    assert proposed.population == CHAMPION.population


def test_the_two_ways_differ_by_weights_by_time_and_by_cut_offs(found: Challengers) -> None:
    one = refined(found)
    assert one.key == "suggested"
    assert [each.name for each in moved(CHAMPION, one.model)][0] in ("demo", "webinar")
    cut = thresholds(found)
    assert cut.chosen == CHAMPION.cut_offs
    in_use = found.of("learned").card.active
    assert cut.computed.mql == in_use.cut_off
    assert cut.computed_volume.value == pytest.approx(int(in_use.leads.sum()) / found.replayed.months)
    assert cut.change.value == pytest.approx(cut.computed_volume.value - cut.chosen_volume.value)


def test_what_a_quarter_more_of_learning_changed(found: Challengers) -> None:
    with town().shelf() as shelf:
        again = refit(shelf, CHAMPION, found, LOCKED)
    assert again.until == found.borders.learned_before
    assert again.card is not None
    assert (again.until - again.earlier).days == 91
    assert again.card.draft.leads.any() and again.card.active.leads.any()
    assert again.card.swap.reason or again.card.swap.n


def test_points_are_compared_by_what_rules_ask() -> None:
    first, second = model(webinar=20, demo=5), model(webinar=20, demo=30)
    (only,) = moved(first, second)
    assert (only.name, only.before, only.after, only.apart) == ("demo", 5, 30, 25)
    assert moved(first, first) == ()


def test_the_sample_is_judged_without_a_word_that_history_cannot_carry(sample_workspace) -> None:
    from leadscore.model import load
    from leadscore.simulation.lock import lock_of
    from leadscore.store.database import open_current

    shelf = Shelf(open_current(sample_workspace))
    before = lock_of(shelf).starts
    found = challengers(shelf, load(sample_workspace / "model.yaml"), before=before)
    assert found.learned.signal
    assert found.of("learned").advice(ready=True) in ("try it", "cannot tell", "against it")
    replayed = build_replay(shelf, found.champion, before=before, since=found.borders.judged_from)
    assert replayed.handed.sum() == found.replayed.handed.sum()
