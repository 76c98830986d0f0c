"""Alarms sound on what was planted and nothing else; unchanged months seldom set one off; counts are plain Python's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from scipy.stats import chi2_contingency, t

from leadscore.estimate import AccountSums
from leadscore.evidence import Arrival, Handoff, Shelf
from leadscore.model import load, parse
from leadscore.outcomes.chance import apart, expected, together
from leadscore.outcomes.drift import months_back
from leadscore.scoring import score
from leadscore.simulation.monthly import ByMonth, OfMonth
from leadscore.store.database import open_current
from leadscore.workshop.predictive.recompute import advice, asked_of_late
from leadscore.workshop.predictive.watch import ONE_IN, watch
from leadscore.workshop.predictive.watched import Latest, Watched, watched

LATEST = "2026-10"
MONTHS = tuple(months_back(LATEST, back) for back in range(16, -1, -1))
MODEL = parse(
    """
name: Three rules
rules:
  - {id: vp, label: Decides, points: 60, when: {attribute: title, has_word: vp}}
  - {id: saas, points: 40, when: {attribute: industry, is: saas}}
  - {id: dutch, points: 40, when: {attribute: country, is: nl}}
cut_offs: {mql: 50, sql: 75}
""",
    "three.yaml",
)
KEYS = ("bands", "volume", "inflation", "known", "conversion")


def each_month(hits: int, n: int) -> dict[str, AccountSums]:
    return dict.fromkeys(MONTHS, AccountSums.alone(hits, n))


CLEAN = Watched(
    latest=Latest(LATEST, LATEST, LATEST),
    bands={month: [20, 60, 15, 5] for month in MONTHS},
    above=each_month(60, 300),
    unknown={"vp": each_month(15, 300), "saas": each_month(90, 300), "dutch": each_month(30, 300)},
    converted={"ready": each_month(10, 20), "hand_over": each_month(15, 50), "nurture": each_month(2, 20)},
    outcome="sql",
)


def sounding(found: Watched) -> dict[str, str]:
    return {each.key: each.sounds for each in watch(found, MODEL)}


def latest(months: dict[str, AccountSums], hits: int, n: int, late: int = 1) -> dict[str, AccountSums]:
    return months | dict.fromkeys(MONTHS[-late:], AccountSums.alone(hits, n))


def test_unchanged_months_are_silent() -> None:
    alarms = watch(CLEAN, MODEL)
    assert tuple(each.key for each in alarms) == KEYS
    assert {each.sounds for each in alarms} == {"off"}
    assert all(each.found and each.threshold and each.advice and not each.also for each in alarms)


PLANTED: dict[str, tuple[Watched, str]] = {
    "bands": (replace(CLEAN, bands=CLEAN.bands | {LATEST: [50, 40, 5, 5]}), "PSI"),
    "volume": (replace(CLEAN, above=latest(CLEAN.above, 90, 450)), "450 leads, expected 300"),
    "fewer": (replace(CLEAN, above=latest(CLEAN.above, 30, 150)), "150 leads, expected 300"),
    "inflation": (replace(CLEAN, above=latest(CLEAN.above, 105, 300)), "35.0 %"),
    "known": (
        replace(CLEAN, unknown=CLEAN.unknown | {"vp": latest(CLEAN.unknown["vp"], 120, 300)}),
        "'Decides': unknown 40.0 % (n = 300) against 5.0 % before (n = 3,600)",
    ),
    "conversion": (
        replace(CLEAN, converted=CLEAN.converted | {"ready": latest(CLEAN.converted["ready"], 3, 20, late=3)}),
        "Ready became confirmed SQL 15.0 % (n = 60) against 50.0 % before (n = 240)",
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_was_planted_sounds_and_nothing_else(planted: str) -> None:
    found, words = PLANTED[planted]
    key = "volume" if planted == "fewer" else planted
    alarm = next(each for each in watch(found, MODEL) if each.key == key)
    assert sounding(found) == dict.fromkeys(KEYS, "off") | {key: "on"}
    assert alarm.month == LATEST and words in alarm.found


def test_a_smaller_share_above_the_cut_off_is_no_inflation() -> None:
    assert sounding(replace(CLEAN, above=latest(CLEAN.above, 15, 300)))["inflation"] == "off"


def test_a_sure_change_of_few_points_moves_no_alarm_of_facts() -> None:
    many = {rule: each_month(round(0.1 * 30_000), 30_000) for rule in CLEAN.unknown}
    changed = many | {"vp": latest(many["vp"], round(0.17 * 30_000), 30_000)}
    assert sounding(replace(CLEAN, unknown=changed))["known"] == "off"


def test_earlier_months_that_would_have_sounded_are_named() -> None:
    found = replace(CLEAN, above=CLEAN.above | {"2026-07": AccountSums.alone(90, 450)})
    volume = next(each for each in watch(found, MODEL) if each.key == "volume")
    assert (volume.sounds, volume.also) == ("off", ("2026-07",))


BLIND: dict[str, tuple[Watched, set[str]]] = {
    "no dates": (Watched(reason="no dates"), set(KEYS)),
    "no month": (replace(CLEAN, latest=Latest()), set(KEYS)),
    "no bands": (replace(CLEAN, bands={}, no_bands="nobody was handed over"), {"bands"}),
    "no rate": (replace(CLEAN, no_rate="needs at least 1 sql lead"), {"conversion"}),
    "too short": (
        replace(CLEAN, above={m: CLEAN.above[m] for m in MONTHS[-3:]}, unknown={"vp": {LATEST: CLEAN.above[LATEST]}}),
        {"volume", "inflation", "known"},
    ),
    "nobody above": (replace(CLEAN, above=each_month(0, 300)), {"inflation"}),
    "few leads": (replace(CLEAN, converted={"ready": each_month(1, 3)}), {"conversion"}),
}


@pytest.mark.parametrize("lacking", BLIND)
def test_what_cannot_be_watched_says_why_and_is_never_silent(lacking: str) -> None:
    found, blind = BLIND[lacking]
    alarms = watch(found, MODEL)
    assert {each.key for each in alarms if each.sounds == "cannot_tell"} == blind
    assert all(each.found.startswith("unknown: ") for each in alarms if each.sounds == "cannot_tell")
    assert all(each.sounds != "on" for each in alarms)


def unchanged(dice: np.random.Generator, leads: float, uneven: float) -> Watched:
    """Months of one and the same company: only chance moves them; `uneven`: a gamma's shape, 0 for Poisson counts."""

    def count(mean: float) -> int:
        return max(1, int(dice.poisson(dice.gamma(uneven, mean / uneven) if uneven else mean)))

    def shares(mean: float, share: float) -> dict[str, AccountSums]:
        sizes = {month: count(mean) for month in MONTHS}
        return {month: AccountSums.alone(int(dice.binomial(n, share)), n) for month, n in sizes.items()}

    few = leads / 25
    return replace(
        CLEAN,
        bands={month: list(dice.multinomial(count(leads / 4), (0.2, 0.6, 0.15, 0.05))) for month in MONTHS},
        above=shares(leads, 0.22),
        unknown={"vp": shares(leads, 0.05), "saas": shares(leads, 0.3), "dutch": shares(leads, 0.1)},
        converted={"ready": shares(few, 0.5), "hand_over": shares(3 * few, 0.3), "nurture": shares(few, 0.1)},
    )


@pytest.mark.parametrize(("leads", "uneven"), [(300.0, 0.0), (300.0, 20.0), (80.0, 0.0)], ids=["even", "uneven", "few"])
def test_false_alarms_are_as_rare_as_the_page_says(
    leads: float, uneven: float, capsys: pytest.CaptureFixture[str]
) -> None:
    dice, seeds = np.random.default_rng(2026), 300
    on: Counter[str] = Counter()
    for _ in range(seeds):
        sounds = [key for key, state in sounding(unchanged(dice, leads, uneven)).items() if state == "on"]
        on.update(sounds)
        on["any"] += bool(sounds)
    rates = {key: on[key] / seeds for key in (*KEYS, "any")}
    with capsys.disabled():
        print(
            f"\n{leads:.0f} leads, uneven {uneven:.0f}: " + ", ".join(f"{k} {100 * r:.1f} %" for k, r in rates.items())
        )
    assert rates["bands"] <= 0.09
    assert all(rates[key] <= 0.03 for key in KEYS[1:])
    assert rates["any"] <= 1.5 / ONE_IN


# what chance does


def test_the_expected_count_is_a_t_interval_around_the_mean() -> None:
    found = expected([90, 110, 100, 95, 105])
    reach = t.ppf(0.995, 4) * np.sqrt(100 * (1 + 1 / 5))
    assert (found.value, found.n) == (100, 5)
    assert (found.low, found.high) == pytest.approx((100 - reach, 100 + reach))
    assert expected([90, 110]).reason == "needs 3 months before it, has 2"


def test_shares_lie_apart_as_often_as_chi_squared_says() -> None:
    found = apart(AccountSums.alone(30, 100), AccountSums.alone(60, 300))
    assert found is not None
    assert found.chance == pytest.approx(chi2_contingency([[30, 70], [60, 240]], correction=False).pvalue)
    assert apart(AccountSums.alone(0, 0), AccountSums.alone(1, 2)) is None
    assert apart(AccountSums.alone(0, 5), AccountSums.alone(0, 9)).chance == 1.0  # type: ignore[union-attr]


def test_colleagues_make_chance_larger() -> None:
    alone = apart(AccountSums.alone(30, 100), AccountSums.alone(60, 300))
    pairs = AccountSums(100, 30, 50, 200, 60, 60)
    together_now = apart(pairs, AccountSums.alone(60, 300))
    assert alone is not None and together_now is not None
    assert together_now.chance > alone.chance


def test_months_together_are_their_sums() -> None:
    assert together([AccountSums.alone(1, 2), AccountSums.alone(3, 5)]) == AccountSums.alone(4, 7)
    assert together([]).n == 0


# what is counted


@pytest.fixture(scope="module")
def saas(sample_workspace: Path) -> tuple[Shelf, Watched]:
    shelf = Shelf(open_current(sample_workspace))
    return shelf, watched(shelf, load(sample_workspace / "model.yaml"))


def local(shelf: Shelf) -> Callable[[datetime], str]:
    zone = ZoneInfo(shelf.database.manifest.zone)
    return lambda at: f"{at.replace(tzinfo=UTC).astimezone(zone):%Y-%m}"


def test_the_counts_of_the_sample_are_those_of_plain_python(
    saas: tuple[Shelf, Watched], sample_workspace: Path
) -> None:
    shelf, found = saas
    model, month, end = load(sample_workspace / "model.yaml"), local(shelf), shelf.database.manifest.data_date
    assert end is not None
    created = dict(shelf.database.cursor().execute("SELECT lead_id, created_at FROM leads").fetchall())
    came, above = Counter[str](), Counter[str]()
    for each in score(shelf, model, Arrival(14)).rows():
        born = created[each.lead_id]
        if each.as_of is not None and each.as_of <= end and born + timedelta(days=14) <= end:
            came[month(born)] += 1
            above[month(born)] += each.band in ("ready", "hand_over")
    assert {name: sums.n for name, sums in found.above.items()} == came
    assert {name: sums.hits for name, sums in found.above.items()} == above
    handed = Counter((month(each.as_of), each.band) for each in score(shelf, model, Handoff()).rows() if each.as_of)
    names = ("ready", "hand_over", "nurture", "out")
    assert found.bands == {name: [handed[name, band] for band in names] for name in found.bands}
    assert found.latest == Latest("2026-10", "2026-09", "2026-08")


def test_the_unknown_are_those_without_a_value_on_arrival(saas: tuple[Shelf, Watched]) -> None:
    """The sample's title is captured at the form: whoever has none now had none then."""
    shelf, found = saas
    month, counts = local(shelf), Counter[str]()
    rows = shelf.database.cursor().execute("SELECT created_at FROM leads WHERE title IS NULL").fetchall()
    for (created,) in rows:
        counts[month(created)] += 1
    for name, sums in found.unknown["director"].items():
        assert 0 <= sums.hits <= counts[name]
    assert sum(sums.n for sums in found.unknown["director"].values()) == sum(sums.n for sums in found.above.values())


def test_the_sample_is_silent(saas: tuple[Shelf, Watched], sample_workspace: Path) -> None:
    assert {each.sounds for each in watch(saas[1], load(sample_workspace / "model.yaml"))} == {"off"}


# when to compute the cut-offs anew


def by_month(*volumes: float, wanted: float = 100) -> ByMonth:
    names = MONTHS[-len(volumes) :]
    months = (
        OfMonth(name, n, Decimal(50), wanted, (Decimal(45), Decimal(52)))
        for name, n in zip(names, volumes, strict=True)
    )
    return ByMonth(tuple(months), wanted, Decimal(50))


def test_more_leads_than_chance_brings_asks_for_other_cut_offs() -> None:
    told = advice(by_month(100, 90, 110, 100, 95, 105, 100, 200))
    assert told.recompute is True
    assert "changed by +100 %" in told.sentence and "200 leads reached the model's cut-off of 50" in told.sentence


def test_as_many_as_before_ask_for_none() -> None:
    told = advice(by_month(100, 90, 110, 100, 95, 105, 100, 112))
    assert told.recompute is False
    assert told.sentence.startswith("No need to recompute: 112 leads")


def test_too_few_months_cannot_tell() -> None:
    assert advice(by_month(100, 90)).recompute is None
    assert advice(ByMonth((), 0, None, reason="no month of these data is whole")).recompute is None
    assert asked_of_late(ByMonth((), 0, None, reason="no dates")) is None


def test_months_with_too_few_leads_ask_for_no_cut_off() -> None:
    found = by_month(100, 130, 110, 150)
    idle = tuple(replace(each, cut_off=None, within=None) for each in found.months)
    assert asked_of_late(replace(found, months=idle)) is None


def test_what_the_latest_months_asked_for_is_said() -> None:
    told = asked_of_late(by_month(100, 130, 110, 150))
    assert told is not None
    assert "asked for a cut-off of 50, 50, 50; the model's 50 handed over 30 leads a month more" in told
    assert "in 3 of 3 months" in told
