"""`leadscore metrics`: every figure by its name, with n and interval, or with the reason why it is unknown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from leadscore.outcomes.names import NAMES

from .conftest import Leadscore

FIGURE = ["name", "group", "value", "low", "high", "n", "reason"]


def figures(document: dict[str, Any]) -> dict[tuple[str, str | None], dict[str, Any]]:
    return {(each["name"], each["group"]): each for each in document["figures"]}


def test_every_figure_has_the_keys_of_the_contract_and_a_name_of_the_readme(leadscore: Leadscore, six: Path) -> None:
    document = leadscore("metrics", six, "--json").json
    assert all(list(each) == FIGURE for each in document["figures"])
    assert {each["name"] for each in document["figures"]} == set(NAMES)
    assert all(each["reason"] for each in document["figures"] if each["value"] is None)


def test_only_worked_leads_are_in_a_rate_and_each_rate_has_its_n(leadscore: Leadscore, six: Path) -> None:
    found = figures(leadscore("metrics", six, "--json").json)
    rate = found["conversion_sql", None]
    assert (rate["value"], rate["n"]) == (0.25, 4)
    assert rate["low"] == pytest.approx(0.0456, abs=5e-5)
    assert rate["high"] == pytest.approx(0.6994, abs=5e-5)
    assert found["conversion_sql_unworked", None]["value"] == 1
    assert found["conversion_sql_by_band", "ready"]["value"] == 1


def test_the_population_strip_accounts_for_every_lead(leadscore: Leadscore, six: Path) -> None:
    header = leadscore("metrics", six, "--json").json["header"]
    first, *less, last = (line["count"] for line in header["population"])
    assert (first, first - sum(less), last) == (6, last, 5)
    assert header["data_date"] == "2026-10-31T23:59:59.999999"


def test_too_few_wins_are_unknown_with_the_reason(leadscore: Leadscore, six: Path) -> None:
    found = figures(leadscore("metrics", six, "--json").json)
    assert found["conversion_won", None]["value"] is None
    assert found["conversion_won", None]["reason"] == (
        "no horizon: needs 10 wins with a hand-off, has 1; state a horizon in days"
    )


def test_groups_fold_case_and_show_the_commonest_spelling(leadscore: Leadscore, six: Path) -> None:
    found = figures(leadscore("metrics", six, "--by", "source", "--json").json)
    assert found["leads", "webinar"]["value"] == 3
    assert found["leads", "fair"]["value"] == 2


def test_a_period_of_t(leadscore: Leadscore, six: Path) -> None:
    document = leadscore("metrics", six, "--from", "2026-03-02", "--json").json
    found = figures(document)
    assert found["left_out_outside_period", None]["value"] == 5
    assert found["conversion_sql", None]["value"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--from", "last May"], 2, "'last May' is no calendar day. Write it as 2026-01-31."),
        (["--to", "2026-02-30"], 2, "'2026-02-30' is no calendar day. Write it as 2026-01-31."),
        (["--to", "9999-12-31"], 2, "9999-12-31 lies outside 1900 to 2199, where all data lie."),
        (["--from", "2026-10-02", "--to", "2026-10-01"], 2, "The period ends (2026-10-01) before it begins"),
        (["--by", "sorce"], 2, "There is no 'sorce' to group by. Did you mean 'source'?"),
        (["--by", "campaign"], 1, "This data has no 'campaign' to group by. Map a column to it, or use: month, band"),
    ],
)
def test_what_cannot_be_asked(leadscore: Leadscore, six: Path, arguments: list[str], code: int, words: str) -> None:
    called = leadscore("metrics", six, *arguments, "--json")
    assert (called.code, called.out) == (code, "")
    assert words in called.err


def test_people_read_intervals_in_percent(leadscore: Leadscore, six: Path) -> None:
    out = leadscore("metrics", six).out
    assert "conversion_sql: 25.0 % (4.6 to 69.9), n = 4\n" in out
    assert "         6  leads in the data\n" in out


def test_no_won_lead_at_all(leadscore: Leadscore, sample_workspace: Path, empty: Path, export: Path) -> None:
    kept = [line for line in (export / "stages.csv").read_text().splitlines() if ",won," not in line]
    (export / "stages.csv").write_text("\n".join(kept) + "\n")
    assert leadscore("import", empty, "--mapping", export / "map.yaml").code == 0
    called = leadscore("metrics", empty, "--model", export / "model.yaml", "--json")
    found = figures(called.json)
    assert called.code == 0
    assert (found["stage_won", None]["value"], found["stage_won", None]["reason"]) == (
        None,
        "needs at least 1 won lead; this data has none",
    )
    assert found["conversion_sql", None]["value"] == 0.25


def test_rules_on_todays_values_stay_out_and_are_said(leadscore: Leadscore, empty: Path, export: Path) -> None:
    text = (export / "map.yaml").read_text().replace("company_size, country, source]", "country, source]")
    (export / "map.yaml").write_text(text)
    leadscore("import", empty, "--mapping", export / "map.yaml")
    header = leadscore("metrics", empty, "--model", export / "model.yaml", "--json").json["header"]
    assert any("1 rule rests on today's values, so out of these figures: size." in each for each in header["badges"])
