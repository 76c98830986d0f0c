"""Traps of deals: joins that multiply, customers copied to every contact, money added up wrongly."""

from __future__ import annotations

from .story import called, day, rate, value


def test_many_touches_stages_and_deals_never_multiply_a_lead():
    story = called(Ada={"sql": 20}, Ben={}).touch("Ada", 2).touch("Ada", 3).stage("Ada", "sql", 25)
    story.deal("D1", ["Ada", "Ada"], closed=50).deal("D2", ["Ada"], closed=60).deal("D2", ["Ada"], closed=60)
    report = story.report(horizon_days={"won": 90})
    assert rate(report) == (1, 2)
    assert rate(report, "conversion_won") == (1, 2)
    assert value(report, "leads") == 2


def test_several_leads_on_a_deal_never_multiply_its_revenue():
    story = called(Ada={}, Ben={}, Cleo={})
    story.deal("D1", ["Ada", "Ben", "Cleo"], closed=50, amount=700.0).deal("D2", [], closed=60, amount=300.0)
    report = story.report()
    assert value(report, "revenue_won") == 1000 == 700 + 300
    assert (value(report, "revenue_with_lead"), value(report, "revenue_without_lead")) == (700, 300)
    assert (value(report, "deals_won_with_lead"), value(report, "deals_won_without_lead")) == (1, 1)


def test_a_deal_listed_twice_is_one_deal():
    story = (
        called(Ada={}).deal("D1", ["Ada"], closed=50, amount=700.0).deal("D1", ["Ada"], outcome="open", amount=700.0)
    )
    assert value(story.report(), "revenue_won") == 700


def test_a_deal_is_one_win_and_colleagues_stand_in_neither_part():
    story = called(Ada={"handed": 5, "worked": 6}, Ben={"handed": 3, "worked": 4}, Cleo={}, Dan={})
    story.deal("D1", ["Ada", "Ben"], closed=50)
    report = story.report(horizon_days={"won": 90})
    assert rate(report, "conversion_won") == (1, 3)
    assert value(report, "conversion_won_same_deal") == 1
    assert value(report, "stage_won") == 1


def test_the_earliest_handed_over_lead_takes_the_win_not_the_earliest_created():
    story = called(Ada={"handed": 5, "worked": 6}, Ben={"handed": 3, "worked": 4, "created": 2, "account_id": "of Ben"})
    story.lead("Cleo", created=-9, scored=False).deal("D1", ["Ada", "Ben", "Cleo"], closed=50)
    report = story.report(horizon_days={"won": 90}, by="account_id")
    assert rate(report, "conversion_won", "of Ben") == (1, 1)
    assert value(report, "conversion_won_same_deal") == 1


def test_colleagues_on_a_lost_deal_stand_out_as_those_on_a_won_one():
    """Else three people on each deal, won or lost, would make 1 win of 4 out of 1 deal won of 2."""
    story = called(Ada={}, Ben={}, Cleo={}, Dan={}, Eve={}, Fay={})
    story.deal("D1", ["Ada", "Ben", "Cleo"], closed=50).deal("D2", ["Dan", "Eve", "Fay"], outcome="lost", closed=50)
    assert rate(story.report(horizon_days={"won": 90}), "conversion_won") == (1, 2)


def test_a_customer_stage_copied_to_every_contact_is_one_win():
    story = called(Ada={"won": 50}, Ben={"won": 50}, Cleo={"won": 50}, Dan={})
    story.deal("D1", ["Ada"], closed=50)
    report = story.report(horizon_days={"won": 90})
    assert rate(report, "conversion_won") == (1, 4)
    assert value(report, "stage_won") == 1


def test_deals_that_no_lead_is_linked_to_are_no_zero():
    story = called(Ada={"won": 50}, Ben={}).deal("D1", [], closed=50)
    report = story.report(horizon_days={"won": 90})
    assert report.figure("conversion_won").reason.startswith("its deals are not linked to its leads")
    assert not report.figure("stage_won").known()


def test_a_deal_closed_after_the_data_date_is_open():
    story = called(Ada={}, Ben={"handed": 1, "worked": 2}).deal("D1", ["Ada"], closed=20).deal("D2", ["Ben"], closed=80)
    report = story.report(data_date=day(70), horizon_days={"won": 60})
    assert rate(report, "conversion_won") == (1, 2)
    assert value(report, "revenue_won") == 1000


def test_amounts_in_two_currencies_are_never_added():
    story = called(Ada={}).deal("D1", ["Ada"], closed=50).deal("D2", ["Ada"], closed=50, currency="usd")
    assert "2 currencies" in story.report().figure("revenue_won").reason


def test_a_missing_amount_is_said():
    story = called(Ada={}).deal("D1", ["Ada"], closed=50).deal("D2", [], closed=50, amount=None)
    report = story.report()
    assert report.figure("revenue_won").reason == "1 of 2 won deals have no amount"
    assert not report.figure("revenue_without_lead").known()


def test_without_links_nobody_knows_which_revenue_came_from_leads():
    for linked in ([], ["Nobody"]):
        report = called(Ada={}).deal("D1", linked, closed=50, amount=700.0).report()
        assert (value(report, "deals_won"), value(report, "revenue_won")) == (1, 700)
        for name in ("deals_won_with_lead", "deals_won_without_lead", "revenue_with_lead", "revenue_without_lead"):
            assert value(report, name) is None
            assert report.figure(name).reason.startswith("its deals are not linked to its leads")


def test_rows_of_a_deal_that_disagree_leave_no_amount():
    story = called(Ada={}).deal("D1", ["Ada"], closed=50, amount=300.0)
    story.deal("D2", ["Ada"], closed=50, amount=100.0).deal("D2", [], closed=51, amount=999.0)
    story.deal("D3", ["Ada"], closed=50, amount=100.0).deal("D3", [], closed=50, amount=100.0, currency="USD")
    report = story.report()
    assert (value(report, "deals_won"), value(report, "deals_won_without_amount")) == (3, 2)
    assert value(report, "revenue_won") == value(report, "revenue_with_lead") == 300
    assert report.figure("revenue_won").reason == (
        "2 of 3 won deals have no amount, 2 of them since their rows disagree on it or its currency"
    )


def test_rows_of_a_deal_that_leave_something_out_do_not_disagree():
    story = called(Ada={}).deal("D1", ["Ada"], closed=50, amount=100.0, currency=" eur")
    story.deal("D1", [], closed=60, amount=None).deal("D1", [], closed=None, amount=100.0, currency=None)
    report = story.report()
    assert (value(report, "revenue_won"), report.figure("revenue_won").reason) == (100, None)


def test_only_rows_of_the_outcome_can_disagree():
    """What a deal was thought to bring while it was open is no dispute of what it brought."""
    story = called(Ada={}).deal("D1", ["Ada"], closed=50, amount=700.0)
    story.deal("D1", [], outcome="open", amount=900.0, currency="USD")
    report = story.report()
    assert (value(report, "revenue_won"), report.figure("revenue_won").reason) == (700, None)
