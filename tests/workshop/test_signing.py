"""Two people of two teams sign one version: who may, what is in the way, and what an edit does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from leadscore.errors import StoreError, UsageError
from leadscore.evidence import Facts, Shelf
from leadscore.model import load
from leadscore.model.lint import lint
from leadscore.store.database import open_current
from leadscore.store.state import Author, By, State
from leadscore.workshop.signing import signing

from .signed import NOON, ada, agreed, ben, both_sign, saved, with_rule


def status(state: State, version, facts=None, draft=None):
    newest = state.versions.latest(version.line)
    return signing(version, state.signatures.all(), facts, newest, draft)


def test_both_teams_sign_and_the_second_signature_completes_it(state: State):
    version = saved(state, agreed())
    begun = status(state, version)
    assert (begun.missing, begun.complete, begun.completed_at) == (("sales", "marketing"), False, None)
    assert begun.words == "Both teams have to sign this version: sales and marketing."
    state.signatures.sign(version.id, ben(1))
    half = status(state, version)
    assert (half.missing, half.of("sales").author.name, half.of("marketing")) == (("marketing",), "Ben", None)
    assert half.words == "Signed by sales; marketing has to sign, too."
    state.signatures.sign(version.id, ada(3))
    done = status(state, version)
    assert (done.complete, done.completed_at) == (True, NOON + timedelta(hours=3))
    assert done.words == "Signed by both teams since 02 Nov 2026."
    assert done.steps == ()


def test_two_people_are_needed(state: State):
    version = saved(state, agreed())
    state.signatures.sign(version.id, ben())
    found = status(state, version)
    assert found.may_sign("Ada", "marketing")
    again = found.may_sign("Eve", "sales")
    assert not again and again.why == "Sales has signed this version."
    for name in ("Ben", " ben ", "BEN"):
        alone = found.may_sign(name, "marketing")
        assert not alone and alone.why == "You signed it for the other team: somebody else of marketing has to sign."
        with pytest.raises(UsageError, match="Two people are needed"):
            state.signatures.sign(version.id, By(name, "marketing", NOON))
    assert found.may_sign(" ", "marketing").why == "Say who you are: a signature has a name."


def test_errors_of_the_model_stop_signing_warnings_do_not(state: State):
    """A click of 20 points reaches the MQL cut-off of 20; a rule of no points is only dead."""
    pulse = {"id": "click", "points": 20, "when": {"activity": "email_click"}}
    dead = {**pulse, "id": "dead", "points": 0}
    bad, warned = (with_rule(each) for each in (pulse, dead))
    assert [each.check for each in lint(warned)] == ["dead"]
    for asked, checks in ((bad, ["pulse"]), (warned, [])):
        found = status(state, saved(state, asked))
        assert [each.check for each in found.blocking] == checks
        assert bool(found.may_sign("Ada", "marketing")) is not bool(checks)
    blocked = status(state, saved(state, bad, "Clicks"))
    assert blocked.may_sign("Ada", "marketing").why == "Mend 1 error of the model first."
    assert blocked.steps[0].startswith("Opens and clicks alone can reach")


def test_errors_on_the_data_stop_signing_too(state: State, sample_workspace):
    """The findings are those of `leadscore lint`."""
    facts = Facts.of(Shelf(open_current(sample_workspace)).database.manifest)
    strange = {"id": "shoe", "points": 5, "when": {"attribute": "shoe_size", "is": "44"}}
    found = status(state, saved(state, with_rule(strange)), facts)
    assert [each.check for each in found.blocking] == ["does not fit the data"]
    assert "shoe_size" in found.steps[0]
    assert status(state, saved(state, load(sample_workspace / "model.yaml"), "Sample"), facts).blocking == ()


def test_an_edit_voids_the_signatures_and_says_what_was_changed(state: State):
    first = saved(state, agreed())
    both_sign(state, first)
    second = saved(state, agreed(webinar=15))
    new = status(state, second)
    assert (new.missing, new.signatures) == (("sales", "marketing"), ())
    assert new.may_sign("Ada", "marketing") and new.may_sign("Ben", "sales")
    old = status(state, first)
    assert (old.complete, old.newer) == (True, second)
    assert old.steps == (
        "Version 2 was saved after it, with 1 change (Webinar: 15 points, was 20 points): it needs signatures of its "
        "own, these do not hold for it.",
    )


def test_a_change_of_a_label_alone_is_an_edit(state: State):
    first = saved(state, agreed())
    both_sign(state, first)
    second = saved(state, agreed(name="Agreed in autumn"))
    assert first.scoring_hash == second.scoring_hash
    assert status(state, second).missing == ("sales", "marketing")


def test_a_restored_version_needs_both_signatures_anew(state: State):
    first = saved(state, agreed())
    both_sign(state, first)
    second = saved(state, agreed(webinar=15))
    third = state.versions.restore(first.id, "Back", second.id, ada(5))
    assert third.model_hash == first.model_hash
    assert status(state, third).missing == ("sales", "marketing")
    assert status(state, first).steps == (
        "Version 3 was saved after it and is the same model; it needs signatures of its own.",
    )


def test_the_draft_at_hand_is_compared_with_what_is_signed(state: State):
    version = saved(state, agreed())
    assert status(state, version, draft=agreed()).steps == ()
    found = status(state, version, draft=agreed(webinar=5))
    assert [each.what for each in found.changed_by_draft] == ["Webinar"]
    assert found.steps == (
        "The model on the table is another one, with 1 change (Webinar: 5 points, was 20 points): save it as a version "
        "and sign that.",
    )


def test_many_changes_are_named_in_part(state: State):
    version = saved(state, agreed())
    other = agreed(webinar=5, name="Other", cut_offs={"mql": 25, "sql": 45}).with_points({"demo": 10})
    words = status(state, version, draft=other).steps[0]
    assert "with 5 changes (Webinar: 5 points" in words and "; and 2 more)" in words


def test_an_erased_name_is_nobodys(state: State):
    version = saved(state, agreed())
    signature = state.signatures.sign(version.id, ben())
    erased = replace(signature, author=Author(None, "sales"))
    found = signing(version, (erased,), None)
    assert (found.missing, bool(found.may_sign("Ada", "marketing"))) == (("marketing",), True)


def test_a_version_that_reads_as_another_model_cannot_be_signed(state: State):
    version = replace(saved(state, agreed()), model_hash="another")
    with pytest.raises(StoreError, match="reads as another model than was saved"):
        signing(version, (), None)
