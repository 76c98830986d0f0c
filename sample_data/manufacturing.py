# ruff: noqa: DTZ001
# fmt: off
"""Parameters of the manufacturing company."""

from __future__ import annotations

from datetime import datetime

from sample_data.company import Company, Firm, Habit, Money, Pace, Targets, Volume
from sample_data.signals import Signal, Trace, with_intercepts
from sample_data.solved import INTERCEPTS, SOLVED

TECHNICAL = {"any": [{"attribute": "title", "has_word": word} for word in ("engineer", "purchasing")]}
DRAWINGS = {"any": [{"activity": "content_download", "detail": {"contains": word}} for word in ("cad", "spec")]}
HOME = ("US", "CA", "MX")
PAGES = ("valves", "pumps", "service", "certificates", "contact")


def stage_is(word: str) -> dict[str, object]:
    return {"activity": "purchase_stage", "detail": {"contains": word}}


SIGNALS = (
    Signal("quote_request", "Asked for a quote", "true", 4.5, 0.09, 0.5, 15, "intent", {"activity": "quote_request"},
           trace=Trace("quote_request")),
    Signal("vendor_selection", "Purchase stage: vendor selection", "true", 3.2, 0.12, 0.3, 0, "intent",
           stage_is("vendor selection"),
           trace=Trace("purchase_stage", ("vendor selection",))),
    Signal("repeat_buyer", "Two orders or more in 24 months", "true", 2.8, 0.18, 0.0, 0, "behaviour",
           {"activity": "order", "within_days": 730, "at_least": 2},
           trace=Trace("order", ("spare parts", "pumps", "valves"), least=2, extra=0.8, absent=0.25, most=1, days=730,
                 actor="system", values=(1200, 2600, 4800, 9500, 21000), earlier=True, stale=0.1)),
    Signal("sample_ordered", "Ordered a sample", "true", 2.6, 0.05, 0.4, 0, "intent", {"activity": "sample_ordered"},
           trace=Trace("sample_ordered")),
    Signal("drawings", "CAD or spec sheet download", "true", 2.4, 0.20, 0.5, 5, "behaviour", DRAWINGS,
           trace=Trace("content_download", ("CAD model", "Spec sheet"), extra=0.6)),
    Signal("budgeting", "Purchase stage: budgeting", "true", 1.8, 0.20, 0.2, 0, "intent", stage_is("budgeting"),
           trace=Trace("purchase_stage", ("budgeting",)), without=("vendor_selection",)),
    Signal("fair_meeting", "Met us at a fair", "true", 1.7, 0.10, 0.2, 10, "behaviour", {"activity": "fair_meeting"},
           trace=Trace("fair_meeting", ("stand talk", "appointment"))),
    Signal("technical_buyer", "Engineer or purchasing", "true", 1.6, 0.45, 0.0, 0, "demographic", TECHNICAL),
    Signal("mid_size", "200 to 5,000 staff", "true", 1.5, 0.42, 0.0, 10, "demographic",
           {"attribute": "company_size", "between": [200, 5000]}, firm=True),
    Signal("service_region", "In our service region", "true", 1.5, 0.60, 0.0, 0, "demographic",
           {"attribute": "country", "in": list(HOME)}, firm=True),
    Signal("student", "Student", "true", 0.2, 0.06, 0.0, 0, "negative", {"attribute": "contact_type", "is": "student"}),
    Signal("clicks", "Three clicks or more in newsletters", "proxy", 1.0, 0.22, 0.6, 9, "behaviour",
           {"activity": "email_click", "at_least": 3},
           trace=Trace("email_click", ("newsletter",), least=3, extra=0.8, absent=0.4, most=2)),
    Signal("visits", "Five page visits or more", "proxy", 1.0, 0.25, 0.6, 15, "behaviour",
           {"activity": "page_visit", "at_least": 5},
           trace=Trace("page_visit", PAGES, least=5, extra=2.5, absent=1.8, most=4)),
    Signal("webinar", "Attended a webinar", "noise", 1.0, 0.10, 0.0, 20, "behaviour", {"activity": "webinar_attended"},
           trace=Trace("webinar_attended", ("maintenance basics",), extra=0.2)),
    Signal("brochure", "Brochure download", "noise", 1.0, 0.35, 0.0, 10, "behaviour",
           {"activity": "content_download", "detail": {"contains": "brochure"}},
           trace=Trace("content_download", ("Brochure",), extra=0.3)),
    Signal("c_level", "C-level title", "noise", 1.0, 0.12, 0.0, 8, "demographic",
           {"attribute": "title", "has_word": "chief"}, without=("technical_buyer",)),
    Signal("social_share", "Shared on social media", "noise", 1.0, 0.02, 0.0, 5, "behaviour",
           {"activity": "social_share"},
           trace=Trace("social_share", extra=0.2)),
)

MANUFACTURING = Company(
    name="manufacturing", title="Manufacturing sample (synthetic)", seed=20260142, zone="America/Chicago",
    instant="local",
    volume=Volume(datetime(2023, 11, 1), 36, 110, {4: 2.2, 9: 2.2, 8: 0.6, 12: 0.55}, fair_months=(4, 9)),
    targets=Targets(0.32, 0.34, 0.33, 1242, 518, 156, 233, 129, (159, 249), ((42, 0.007), (90, 0.15))),
    solved=SOLVED["manufacturing"],
    # SQL to won has a median of 140 days over all; vendor selection takes 95, so the others take about 158.
    pace=Pace((12, 1.3), (14, 0.9), (158, 0.6), (110, 0.8), 0.20, 9.0, 20.0, "vendor_selection", 95),
    money=Money(38_000, 1.2, repeat_factor=1.6, without_lead=0.45, currency="USD"),
    firm=Firm(
        size_signal="mid_size", size_ranges=((8, 199, 0.8), (5001, 40_000, 0.2)), size_in=(200, 5000),
        industry_signal="", industries_in=("Chemicals", "Food", "Water", "Energy", "Paper", "Machinery"),
        industries_out=(), region_signal="service_region", countries_in=HOME,
        countries_out=("DE", "BR", "IN", "NO", "GB"),
        titles=(
            ("technical_buyer", ("Process Engineer", "Maintenance Engineer", "Purchasing Manager", "Plant Engineer",
                                 "Head of Purchasing")),
            ("c_level", ("Chief Executive Officer", "Chief Operating Officer", "Chief Technology Officer")),
            ("", ("Plant Manager", "Production Planner", "Quality Manager", "Technician", "Assistant", "Consultant")),
        ),
        sources=(("website", 34), ("referral", 14), ("trade press", 12), ("marketing automation", 14),
                 ("paid search", 14),
                 ("social media", 6), ("second-party intent", 6)),
        free_mail="freemail.example",
        reps=("Ines Calder", "Jonas Abel", "Kofi Mensah", "Lucia Marek", "Milo Tran", "Nora Vance"),
        competitors=("Pumpwright", "Valvera"),
    ),
    habit=Habit(
        before=(("email_open", ("newsletter", "price list"), 0.6),),
        after=(("page_visit", PAGES, 2.5), ("email_open", ("newsletter",), 0.6), ("email_click", ("newsletter",), 0.5),
               ("content_download", ("Spec sheet", "CAD model", "Brochure"), 0.7),
               ("webinar_attended", ("maintenance basics",), 0.1),
               ("sample_ordered", ("",), 0.1)),
    ),
    signals=with_intercepts(SIGNALS, INTERCEPTS["manufacturing"]),
)
