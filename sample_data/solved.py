"""Constants found by ``python -m sample_data.calibrate``; frozen here, so that a run never solves anything."""

from __future__ import annotations

from sample_data.signals import Solved

SOLVED: dict[str, Solved] = {
    "saas": Solved(hand_off_at=37.49, top_at=57.01, rest_at=45.26, sql=-2.23, win=-1.991, same_day=0.382, rejected=0.397),
    "manufacturing": Solved(hand_off_at=25.3, top_at=40.66, rest_at=31.92, sql=-1.996, win=-1.786, same_day=0.256, rejected=0.407),
    "services": Solved(hand_off_at=25.33, top_at=41.92, rest_at=32.85, sql=-1.38, win=-1.17, same_day=0.25, rejected=0.415),
}
INTERCEPTS: dict[str, dict[str, float]] = {
    "saas": {
        "vp_downloads": -4.228,
        "demo": -2.738,
        "trial_active": -2.186,
        "trial_merely_started": -1.593,
        "teammate": -3.056,
        "mid_market": -0.49,
        "pricing": -1.94,
        "director": -1.336,
        "second_party_intent": -2.026,
        "free_mail": -1.386,
        "unsubscribed": -2.791,
        "clicks": -1.183,
        "downloads": -1.875,
        "webinar": -1.516,
        "social_share": -3.476,
        "industry": -0.201,
    },
    "manufacturing": {
        "quote_request": -2.414,
        "vendor_selection": -2.026,
        "repeat_buyer": -1.516,
        "sample_ordered": -3.016,
        "drawings": -1.459,
        "budgeting": -1.227,
        "fair_meeting": -2.213,
        "technical_buyer": -0.201,
        "mid_size": -0.323,
        "service_region": 0.405,
        "student": -2.752,
        "clicks": -1.361,
        "visits": -1.183,
        "webinar": -2.197,
        "brochure": -0.619,
        "c_level": -1.276,
        "social_share": -3.892,
    },
    "services": {
        "silent": -1.594,
        "consultation": -2.085,
        "referral": -2.197,
        "nps_high": -1.996,
        "contract_ending": -2.213,
        "multi_site": -1.099,
        "decision_maker": -0.847,
        "case_studies": -1.819,
        "nps_low": -2.62,
        "nps_middle": -1.764,
        "clicks": -1.019,
        "visits": -1.361,
        "webinar": -1.735,
        "e_book": -0.847,
        "industry": -0.0,
        "social_share": -3.476,
    },
}
