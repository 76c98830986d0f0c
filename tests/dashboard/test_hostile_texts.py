"""Texts of data, files and models are shown as texts: no markup, no formula, no script, whatever they hold."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from leadscore.model import load
from pages._session.showing import in_badge, plain

from . import companies
from .browser import Seen
from .room import as_read, visit

Look = Callable[..., Seen]
Serve = Callable[[Path], str]

NAMES = (
    "<img src=x onerror=\"document.title='owned'\">",
    "<script>document.title='owned'</script>",
    "[click](javascript:document.title='owned')",
    "![picture](http://192.0.2.1/beacon.png)",
    "**bold** _thin_ `code` $x^2$ :material/home: :red[red]",
    "# Heading",
    '=HYPERLINK("http://192.0.2.1","click")',
    "\u202eevil\u202c שלום",
    "www.example.org a@example.org http://192.0.2.1/x",
    "O'Brien; DROP TABLE leads --",
)
HOSTILE_MODEL = """
name: "<b>Model</b> **of** :red[ours] ![p](http://192.0.2.1/m.png)"
groups: {demographic: {cap: 100}}
population: {exclude: [{attribute: title, is: "![x](http://192.0.2.1/p.png)"}]}
rules:
  - {id: vp, label: "<img src=x onerror=\\"document.title='owned'\\"> ![r](r.png)", group: demographic,
     points: 20, when: {attribute: title, has_word: vp}}
cut_offs: {mql: 10, sql: 20}
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company where every lead, company and rep bears such a name, under such a model."""
    workspace = companies.small(tmp_path_factory.mktemp("hostile"), NAMES)
    companies.written(workspace / "model.yaml", HOSTILE_MODEL)
    return workspace


def test_leads_and_reps_are_called_what_they_are_called(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit(hostile, monkeypatch)
    for place, name in enumerate(NAMES):
        visitor.open("lead", lead=f"L{place}")
        assert f"L{place}: {name}, {name} Inc, handed over 2026-01-" in "\n".join(
            text.value for text in visitor.app.text
        )
        who = visitor.table(1)["Who"].iloc[0]
        assert who == (f"'{name}" if name.startswith("=") else name)


def test_the_queue_calls_them_what_they_are_called(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit(hostile, monkeypatch, "leads")
    visitor.app.get_by_key("queue who").set_value("closed")
    table = visitor.run().table(0)
    marked = [f"'{name}" if name.startswith("=") else name for name in NAMES[:-1]]  # the last one came after the end
    assert set(zip(table["Name"], table["Company"], strict=True)) == {(name, f"{name} Inc") for name in marked}
    said = visitor.words()
    assert load(hostile / "model.yaml").rules[0].name in said
    visitor.open("lead", lead="L1")
    for tab in ("What happened", "What changed", "What next", "Others"):
        visitor.app.session_state["lead tabs"] = tab
        visitor.run()


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_found(hostile: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    visitor = visit(hostile, monkeypatch).search(name)
    assert [text.value.split(":")[0] for text in visitor.app.text][0] == f"L{NAMES.index(name)}"


@pytest.mark.parametrize("name", NAMES)
def test_plain_is_read_as_it_was(name: str) -> None:
    assert as_read(plain(name)) == name


@pytest.mark.parametrize("name", [*NAMES, "[x](https:192.0.2.1)", "back\\\\slash [a]", "]("])
def test_a_badge_holds_a_text_as_every_other_place_does(name: str) -> None:
    def badge(words: str) -> None:
        import streamlit as st

        st.badge(words)

    (shown,) = AppTest.from_function(badge, args=(in_badge(name),)).run().markdown
    assert shown.value == f":blue-badge[{plain(name)}]"


@pytest.mark.parametrize(
    "words",
    [
        "Lead Origin: API",
        "Budget (known) - 40.5 % & more!",
        "At least 2.5 visits; C# + a = b",
        "3 clicks: yes, or no?",
        "@ours.test",
    ],
)
def test_what_is_no_markup_stays_as_it_is(words: str) -> None:
    """Names are read aloud with every mark that stands in them."""
    assert plain(words) == words


@pytest.mark.parametrize(
    "words", ["# a", "- a", "+ a", "1. a", "12) a", ":red[a]", ":home:", "&lt;", "a -> b", "a -- b"]
)
def test_what_would_be_markup_is_not(words: str) -> None:
    assert "\\" in plain(words)
    assert as_read(plain(words)) == words


@pytest.mark.parametrize("words", [":smile:", "a:+1:b", ":100:", ":t-rex: :8ball:"])
def test_no_name_between_colons_becomes_a_picture(words: str) -> None:
    """Streamlit takes the mark before a colon away first, and looks for pictures then."""
    assert not re.search(r":[\w+-]+:", plain(words).replace("\\", ""))
    assert as_read(plain(words)) == words


def test_home_calls_the_model_by_its_name(hostile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert visit(hostile, monkeypatch).metric("Active model") == load(hostile / "model.yaml").name


@pytest.mark.browser
def test_nothing_of_it_comes_alive(look: Look, serve: Serve, hostile: Path) -> None:
    """The fixture that looks also finds that nobody but this machine was asked."""
    seen = look(serve(hostile), "")
    seen.page.get_by_test_id("stMetric").wait_for()
    assert as_read(seen.metric("Active model")) == load(hostile / "model.yaml").name
    unharmed(seen)
    for path in ("tune", "data", "cutoffs", "leads", *(f"lead?lead=L{place}" for place in range(3))):
        seen.open(path)
        unharmed(seen)
    for tab in ("What happened", "What changed", "What next", "Others"):
        seen.page.get_by_role("tab", name=tab).click()
        unharmed(seen.settle())
    seen.page.get_by_label("Find my deal").fill(" Inc")
    seen.page.get_by_label("Find my deal").press("Enter")
    seen.settle().page.get_by_role("combobox", name=f"{len(NAMES)} leads found").click()
    assert seen.page.get_by_role("option").count() >= len(NAMES) - 1
    unharmed(seen)


@pytest.mark.browser
def test_headers_of_an_upload_are_texts(
    look: Callable[..., Seen], serve: Callable[[Path], str], tmp_path: Path
) -> None:
    seen = look(serve(companies.emptied(tmp_path / "room")), "data")
    file = tmp_path / "**x** ![p](y).csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([["id", *NAMES], *([f"L{row}", *NAMES] for row in range(3))])
    seen.page.locator("input[type=file]").set_input_files(file)
    seen.page.get_by_role("button", name="Check it").click()
    seen.settle()
    unharmed(seen)


def unharmed(seen: Seen) -> None:
    """No picture, heading or link was made of a text, and no script ran."""
    main = seen.page.get_by_test_id("stMain")
    alive = main.locator("img:not([src^='data:image/svg+xml']), a[href*='192.0.2.1'], a[href^=javascript], script")
    assert alive.evaluate_all("found => found.map(each => each.outerHTML)") == []
    assert seen.page.title() != "owned"
