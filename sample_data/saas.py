# ruff: noqa: DTZ001
# fmt: off
"""Parameters of the SaaS company."""

from __future__ import annotations

from datetime import datetime

from sample_data.company import Company, Firm, Habit, Money, Pace, Targets, Volume
from sample_data.signals import NEVER, Signal, Trace, with_intercepts
from sample_data.solved import INTERCEPTS, SOLVED

SENIOR = {"any": [{"attribute": "title", "has_word": word} for word in ("director", "vp", "chief")]}
ACTIVE = {"activity": "in_app", "at_least": 3}
SMALL_SALES_LEADER = {
    "all": [
        {"attribute": "title", "has_word": "vp"},
        {"attribute": "title", "has_word": "sales"},
        {"attribute": "company_size", "below": 200},
        {"activity": "content_download", "at_least": 3},
    ]
}
FITTING = ("Software", "Media", "Financial services")
PAGES = ("home", "product", "customers", "blog", "docs", "integrations")

SIGNALS = (
    Signal("vp_downloads", "VP of Sales below 200 staff with three downloads", "true", 2.5, 0.015, 0.3, 0, "behaviour",
           SMALL_SALES_LEADER),
    Signal("demo", "Asked for a demo", "true", 4.0, 0.07, 0.6, 15, "intent", {"activity": "demo_requested"},
           trace=Trace("demo_requested")),
    Signal("trial_active", "Trial active on three days or more", "true", 3.5, 0.11, 0.5, 0, "behaviour", ACTIVE),
    Signal("trial_merely_started", "Trial started, but not active", "proxy", 1.0, 0.16, 0.6, None, "behaviour",
           {"all": [{"activity": "trial_started"}, {"not": ACTIVE}]}, without=("trial_active",)),
    Signal("trial", "Started a trial", "trap", 1.0, 0.27, 0.0, 25, "behaviour", {"activity": "trial_started"},
           intercept=NEVER, implied_by=("trial_active", "trial_merely_started")),
    Signal("teammate", "Invited a teammate", "true", 2.6, 0.05, 0.5, 0, "behaviour", {"activity": "teammate_invited"},
           trace=Trace("teammate_invited", extra=0.4)),
    Signal("mid_market", "50 to 1,000 staff", "true", 2.0, 0.38, 0.0, 10, "demographic",
           {"attribute": "company_size", "between": [50, 1000]}, firm=True),
    Signal("pricing", "Pricing page twice in 30 days", "true", 1.9, 0.14, 0.6, 15, "intent",
           {"activity": "page_visit", "detail": {"contains": "pricing"}, "within_days": 30, "at_least": 2},
           trace=Trace("page_visit", ("pricing",), least=2, extra=0.6, absent=0.25, most=1, days=30, stale=0.25)),
    Signal("director", "Director or above", "true", 1.6, 0.22, 0.0, 8, "demographic", SENIOR,
           implied_by=("vp_downloads",)),
    Signal("second_party_intent", "Second-party intent", "true", 1.3, 0.12, 0.3, 0, "intent",
           {"activity": "intent_signal"},
           trace=Trace("intent_signal", ("review site", "comparison page"), extra=0.5, actor="partner", earlier=True,
                       days=60)),
    Signal("free_mail", "Free mail address", "true", 0.45, 0.20, 0.0, 0, "negative",
           {"attribute": "email", "contains": "@freemail."}),
    Signal("unsubscribed", "Unsubscribed", "true", 0.40, 0.06, -0.3, -10, "negative", {"activity": "unsubscribed"},
           trace=Trace("unsubscribed", late=True)),
    Signal("clicks", "Three clicks or more in e-mails", "proxy", 1.0, 0.25, 0.6, 9, "behaviour",
           {"activity": "email_click", "at_least": 3},
           trace=Trace("email_click", ("newsletter", "product news", "invitation"), least=3, extra=1.0, absent=0.5,
                       most=2)),
    Signal("downloads", "Three downloads or more", "proxy", 1.0, 0.16, 0.6, 15, "behaviour",
           {"activity": "content_download", "at_least": 3},
           trace=Trace("content_download", ("white paper", "checklist", "benchmark report"), least=3, extra=0.5,
                       absent=0.4, most=2), implied_by=("vp_downloads",)),
    Signal("webinar", "Attended a webinar", "noise", 1.0, 0.18, 0.0, 20, "behaviour", {"activity": "webinar_attended"},
           trace=Trace("webinar_attended", ("product tour", "customer story"), extra=0.2)),
    Signal("social_share", "Shared on social media", "noise", 1.0, 0.03, 0.0, 5, "behaviour",
           {"activity": "social_share"},
           trace=Trace("social_share", extra=0.2)),
    Signal("industry", "Industry on our list", "noise", 1.0, 0.45, 0.0, 5, "demographic",
           {"attribute": "industry", "in": list(FITTING)}, firm=True),
)

SAAS = Company(
    name="saas", title="SaaS sample (synthetic)", seed=20260221, zone="Europe/Berlin", instant="offset",
    volume=Volume(datetime(2024, 11, 1), 24, 300, {7: 0.8, 8: 0.75, 9: 1.15, 10: 1.2, 12: 0.7, 3: 1.1}),
    targets=Targets(0.26, 0.30, 0.27, 1818, 688, 160, 430, 98, (59, 98), ((42, 0.28), (90, 0.76))),
    solved=SOLVED["saas"],
    pace=Pace((9, 1.3), (8, 0.9), (46, 0.7), (34, 0.9), 0.12, 3.5, 9.0),
    money=Money(11_000, 0.8, size_power=0.3, without_lead=0.28),
    firm=Firm(
        size_signal="mid_market", size_ranges=((4, 49, 0.6), (1001, 12_000, 0.4)), size_in=(50, 1000),
        industry_signal="industry", industries_in=FITTING,
        industries_out=("Retail", "Logistics", "Health care", "Education", "Manufacturing"),
        region_signal="", countries_in=("DE", "AT", "CH", "NL", "FR", "GB", "NO", "US"), countries_out=(),
        titles=(
            ("director", ("Director of Marketing", "Director of IT", "VP Operations", "Chief Operating Officer",
                          "Chief Information Officer", "VP of Sales")),
            ("", ("Sales Manager", "Marketing Specialist", "Data Analyst", "Account Executive", "Developer",
                  "Office Manager", "Operations Manager", "Consultant")),
        ),
        sources=(("website", 34), ("paid search", 20), ("marketing automation", 16), ("social media", 12),
                 ("webinar series", 10), ("referral", 8)),
        free_mail="freemail.example",
        reps=("Amira Holt", "Bela Nyström", "Chidi Okafor", "Dana Petrescu", "Emil Sørby", "Farah Quinn", "Goran Ilic",
              "Hanna Weiss"),
        competitors=("Scorello", "Leadwright"),
    ),
    habit=Habit(
        before=(("page_visit", PAGES, 2.2), ("email_open", ("newsletter", "product news", "invitation"), 0.8)),
        after=(("page_visit", (*PAGES, "pricing"), 3.0), ("email_open", ("newsletter", "product news"), 0.8),
               ("email_click", ("newsletter", "product news"), 0.7), ("in_app", ("workspace",), 1.4),
               ("content_download", ("white paper", "set-up guide"), 0.5),
               ("webinar_attended", ("product tour",), 0.25),
               ("teammate_invited", ("",), 0.1), ("demo_requested", ("",), 0.05)),
    ),
    signals=with_intercepts(SIGNALS, INTERCEPTS["saas"]), scanners_from_month=14,
)
