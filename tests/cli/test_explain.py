"""`leadscore explain`: lines that sum to the score, what is unknown, and why a lead has none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from .conftest import Leadscore

LINE = {"kind", "rule", "label", "group", "points", "units", "contribution", "activities", "unknown"}
KINDS = {"rule", "cap", "floor", "clip", "knock_out"}


def lines_of(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {line["rule"] or line["kind"]: line for line in document["lines"]}


def test_ada_line_by_line(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("explain", six, "ada", "--json")
    document = called.json
    assert (called.code, called.err) == (0, "")
    assert {"lead_id", "as_of", "score", "band", "lines"} <= set(document)
    assert (document["lead_id"], document["as_of"]) == ("ada", "2026-03-01T12:00:00")
    assert (document["score"], document["band"]) == (41, "ready")
    assert {name: (line.get("units"), line["contribution"]) for name, line in lines_of(document).items()} == {
        "size": (100, 15),
        "vp": (100, 10),
        "webinar": (50, 6),
        "demo": (100, 15),
        "visits": (0, 0),
        "unsubscribed": (0, 0),
        "competitor": (0, 0),
        "cap": (None, -5),
    }


def test_every_line_has_the_keys_of_the_contract(leadscore: Leadscore, six: Path) -> None:
    lines = leadscore("explain", six, "ada", "--json").json["lines"]
    for line in lines:
        assert set(line) == (LINE if line["kind"] in ("rule", "knock_out") else LINE - {"units"})
        assert line["kind"] in KINDS
        assert isinstance(line["contribution"], (int, float))
        assert isinstance(line.get("units", 0), int)


def test_an_activity_that_counted_has_its_date(leadscore: Leadscore, six: Path) -> None:
    lines = lines_of(leadscore("explain", six, "cleo", "--json").json)
    assert lines["visits"]["units"] == 400
    assert lines["visits"]["activities"][0] == {"occurred_at": "2026-02-24T10:00:00", "kind": "visit"}


def test_what_came_after_t_is_not_there(leadscore: Leadscore, six: Path) -> None:
    lines = lines_of(leadscore("explain", six, "eve", "--json").json)
    assert (lines["webinar"]["units"], lines["demo"]["units"]) == (100, 0)
    assert lines["demo"]["activities"] == []


def test_unknown_is_named_and_is_not_no(leadscore: Leadscore, six: Path) -> None:
    lines = lines_of(leadscore("explain", six, "eve", "--json").json)
    assert (lines["size"]["units"], lines["size"]["unknown"]) == (0, ["company_size"])
    assert (lines["vp"]["units"], lines["vp"]["unknown"]) == (0, [])


def test_a_floor_gives_back_what_it_kept(leadscore: Leadscore, six: Path) -> None:
    document = leadscore("explain", six, "=dan()", "--json").json
    lines = lines_of(document)
    assert (lines["unsubscribed"]["contribution"], lines["floor"]["contribution"], document["score"]) == (-25, 15, 5)


def test_a_knock_out_has_a_line_and_no_points(leadscore: Leadscore, six: Path) -> None:
    document = leadscore("explain", six, "ben", "--json").json
    line = lines_of(document)["competitor"]
    assert (document["band"], document["score"]) == ("out", 15)
    assert (line["kind"], line["units"], line["contribution"], line["points"]) == ("knock_out", 100, 0, None)


def test_the_ends_of_the_scale_have_a_line(leadscore: Leadscore, six: Path, tmp_path: Path) -> None:
    rules = (f"{{id: {name}, points: 70, when: {{attribute: {name}, known: true}}}}" for name in ("title", "company"))
    text = f"name: Much\nrules: [{', '.join(rules)}]\n"
    (tmp_path / "much.yaml").write_text(text)
    document = leadscore("explain", six, "ada", "--model", tmp_path / "much.yaml", "--json").json
    assert (lines_of(document)["clip"]["contribution"], document["score"]) == (-40, 100)


@pytest.mark.parametrize("lead", ["ada", "ben", "cleo", "=dan()", "eve"])
def test_lines_sum_to_the_score_and_the_score_is_that_of_the_file(leadscore: Leadscore, six: Path, lead: str) -> None:
    leadscore("score", six, "--out", six / "s.csv")
    rows = [line.split(",") for line in (six / "s.csv").read_text().splitlines()]
    written = next(row[2] for row in rows if row[0].removeprefix("'") == lead)
    document = leadscore("explain", six, lead, "--json").json
    total = sum(Decimal(str(line["contribution"])) for line in document["lines"])
    assert total == Decimal(str(document["score"])) == Decimal(written)


def test_people_read_a_sum(leadscore: Leadscore, six: Path) -> None:
    assert leadscore("explain", six, "ada").out == (
        "ada: 41 points as of 2026-03-01 12:00 UTC, ready\n"
        "        15  Mid-market\n"
        "        10  Decides\n"
        "         6  Attended a webinar (latest 2026-01-10)\n"
        "        15  Asked for a demo (latest 2026-02-27)\n"
        "         0  Visits\n"
        "         0  unsubscribed\n"
        "         0  Works for a competitor\n"
        "        -5  Cap of fit: at most 20 points\n"
        "        41  score\n"
    )


def test_an_unknown_lead(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("explain", six, "zoe", "--json")
    assert (called.code, called.out) == (1, "")
    assert called.err == (
        "Error: There is no lead 'zoe' in this data. Copy the lead_id from the leads file or the queue.\n"
    )


def test_a_lead_that_was_never_handed_over(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("explain", six, "finn")
    assert (called.code, called.out) == (1, "")
    assert "Lead 'finn' has no score here: it was never handed over" in called.err
    assert "--as-of arrival or a date" in called.err
    assert leadscore("explain", six, "finn", "--as-of", "arrival", "--json").json["score"] == 20


def test_a_lead_of_a_later_day(leadscore: Leadscore, six: Path) -> None:
    called = leadscore("explain", six, "finn", "--as-of", "2026-01-31")
    assert called.code == 1
    assert "Lead 'finn' has no score here" in called.err
