# ruff: noqa: DTZ001
# fmt: off
"""Parameters of the services company."""

from __future__ import annotations

from datetime import datetime

from sample_data.company import Company, Firm, Habit, Money, Pace, Targets, Volume
from sample_data.signals import Signal, Trace, with_intercepts
from sample_data.solved import INTERCEPTS, SOLVED

DECIDES = {"any": [{"attribute": "title", "has_word": word} for word in ("owner", "director", "chief")]}
FITTING = ("Hospitality", "Health care", "Retail")
PAGES = ("cleaning", "security", "reception", "about", "contact")

SIGNALS = (
    Signal("silent", "Silent for 60 days", "true", 0.45, 0.18, -0.5, 0, "negative", {"inactive_days": 60}),
    Signal("consultation", "Asked for a consultation", "true", 3.4, 0.12, 0.5, 15, "intent",
           {"activity": "consultation_requested"},
           trace=Trace("consultation_requested")),
    Signal("referral", "Referred by a customer", "true", 3.2, 0.10, 0.0, 0, "demographic",
           {"attribute": "source", "is": "referral"}),
    Signal("nps_high", "NPS 9 or 10 in 180 days", "true", 3.0, 0.12, 0.1, 0, "behaviour",
           {"activity": "nps_response", "value": {"at_least": 9}, "within_days": 180},
           trace=Trace("nps_response", days=180, values=(9, 9, 10), earlier=True)),
    Signal("contract_ending", "Contract ends within 120 days", "true", 2.5, 0.10, 0.2, 0, "intent",
           {"activity": "contract_ending", "within_days": 120},
           trace=Trace("contract_ending", ("facility contract",), days=120, actor="system", earlier=True, stale=0.1)),
    Signal("multi_site", "Two sites or more", "true", 1.7, 0.25, 0.0, 10, "demographic",
           {"attribute": "sites", "at_least": 2}, firm=True),
    Signal("decision_maker", "Decision maker", "true", 1.6, 0.30, 0.0, 8, "demographic", DECIDES),
    Signal("case_studies", "Two case studies or more", "true", 1.5, 0.15, 0.5, 5, "behaviour",
           {"activity": "content_download", "detail": {"contains": "case study"}, "at_least": 2},
           trace=Trace("content_download", ("Case study hotel", "Case study clinic", "Case study campus"), least=2,
                       extra=0.4,
                 absent=0.3, most=1)),
    Signal("nps_low", "NPS 0 to 6 in 180 days", "true", 0.45, 0.06, -0.1, 0, "negative",
           {"activity": "nps_response", "value": {"at_most": 6}, "within_days": 180},
           trace=Trace("nps_response", days=180, values=(1, 3, 4, 5, 6, 6), earlier=True), without=("nps_high",)),
    Signal("nps_middle", "NPS 7 or 8 in 180 days", "filler", 1.0, 0.12, 0.0, None, "behaviour",
           {"activity": "nps_response", "value": {"between": [7, 8]}, "within_days": 180},
           trace=Trace("nps_response", days=180, values=(7, 8, 8), earlier=True), without=("nps_high", "nps_low")),
    Signal("clicks", "Three clicks or more in e-mails", "proxy", 1.0, 0.28, 0.6, 9, "behaviour",
           {"activity": "email_click", "at_least": 3},
           trace=Trace("email_click", ("newsletter", "invitation"), least=3, extra=0.8, absent=0.5, most=2)),
    Signal("visits", "Five page visits or more", "proxy", 1.0, 0.22, 0.6, 15, "behaviour",
           {"activity": "page_visit", "at_least": 5},
           trace=Trace("page_visit", PAGES, least=5, extra=2.0, absent=1.8, most=4)),
    Signal("webinar", "Attended a webinar", "noise", 1.0, 0.15, 0.0, 20, "behaviour", {"activity": "webinar_attended"},
           trace=Trace("webinar_attended", ("facility trends",), extra=0.2)),
    Signal("e_book", "Read the e-book", "noise", 1.0, 0.30, 0.0, 10, "behaviour",
           {"activity": "content_download", "detail": {"contains": "e-book"}},
           trace=Trace("content_download", ("E-book outsourcing",), extra=0.2)),
    Signal("industry", "Industry on our list", "noise", 1.0, 0.50, 0.0, 5, "demographic",
           {"attribute": "industry", "in": list(FITTING)}, firm=True),
    Signal("social_share", "Shared on social media", "noise", 1.0, 0.03, 0.0, 5, "behaviour",
           {"activity": "social_share"},
           trace=Trace("social_share", extra=0.2)),
)

SERVICES = Company(
    name="services", title="Services sample (synthetic)", seed=20260193, zone="Europe/London", instant="local",
    volume=Volume(datetime(2024, 5, 1), 30, 140, {1: 1.3, 9: 1.2, 7: 0.75, 8: 0.7, 12: 0.7}),
    targets=Targets(0.38, 0.36, 0.38, 1575, 669, 256, 299, 114, (78, 127), ((42, 0.125), (90, 0.60))),
    solved=SOLVED["services"],
    pace=Pace((7, 1.2), (10, 0.9), (62, 0.65), (45, 0.85), 0.15, 5.0, 10.0),
    money=Money(24_000, 0.9, without_lead=0.55, currency="GBP"),
    firm=Firm(
        size_signal="", size_ranges=((5, 80, 0.5), (80, 900, 0.5)), size_in=(1, 1),
        industry_signal="industry", industries_in=FITTING, industries_out=("Public sector", "Technology", "Logistics"),
        region_signal="", countries_in=("GB", "IE"), countries_out=(),
        titles=(
            ("decision_maker", ("Owner", "Managing Director", "Director of Facilities", "Chief Operating Officer")),
            ("", ("Office Manager", "Facilities Coordinator", "Assistant", "HR Manager", "Finance Manager")),
        ),
        sources=(("website", 38), ("paid search", 20), ("marketing automation", 18), ("social media", 12),
                 ("event", 12)),
        free_mail="freemail.example",
        reps=("Oskar Lind", "Priya Nair", "Quentin Moss", "Rosa Blum", "Samir Haddad"),
        competitors=("Facilitas Nova", "Brightcrew"),
    ),
    habit=Habit(
        before=(("email_open", ("newsletter", "invitation"), 0.6),),
        after=(("page_visit", PAGES, 2.2), ("email_open", ("newsletter",), 0.6), ("email_click", ("newsletter",), 0.6),
               ("content_download", ("Case study hotel", "E-book outsourcing"), 0.5),
               ("webinar_attended", ("facility trends",), 0.2)),
    ),
    signals=with_intercepts(SIGNALS, INTERCEPTS["services"]), explored=0.02, silence_days=60,
)
