"""A whole workshop in real browsers: six people on devices of their own, and the facilitator at the desk.

They join, vote without seeing each other, see the result at once, settle, sign; and a server that is killed loses
nothing that a person was told is kept.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PageTimeout
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from leadscore import serving
from leadscore.model import parse
from leadscore.store.state import Member, State

from . import companies
from .browser import LONGEST, SETTLED, free_port, started

pytestmark = pytest.mark.browser

PEOPLE = {
    "Sonia Sellers": "sales",
    "Sam Quota": "sales",
    "Selma Close": "sales",
    "Mara Campaign": "marketing",
    "Milo Webinar": "marketing",
    "Mina Brand": "marketing",
}
SIZES = ("0", "S", "M", "L", "XL")


@dataclass
class Device:
    """A browser of its own, with every message that its server ever sent it."""

    page: Page
    name: str
    messages: list[ForwardMsg] = field(default_factory=list)

    def listen(self) -> Device:
        self.page.on("websocket", lambda opened: opened.on("framereceived", self._hear))
        return self

    def _hear(self, payload: bytes | str) -> None:
        if isinstance(payload, bytes):
            message = ForwardMsg()
            message.ParseFromString(payload)
            self.messages.append(message)

    def open(self, address: str) -> Device:
        self.page.goto(address)
        return self.settle()

    def settle(self) -> Device:
        """Wait until the page rests; one that says for a minute that it works must at least have its answer."""
        self.page.wait_for_timeout(200)
        try:
            self.page.wait_for_selector(SETTLED, timeout=LONGEST)
        except PageTimeout:
            assert self._is_answered(), f"the server has not answered {self.name}"
        assert self.page.get_by_test_id("stException").all_inner_texts() == []
        return self

    def _is_answered(self) -> bool:
        """Whether the server has ended the latest run that it began."""
        steps = [message.WhichOneof("type") for message in self.messages]
        return [step for step in steps if step in ("new_session", "script_finished")][-1:] == ["script_finished"]

    def says(self, words: str | re.Pattern[str]) -> Device:
        """Wait until the page says so, by itself."""
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=LONGEST)
        return self

    def hears_again(self, before: int) -> Device:
        """Wait until the page has found its server again, by itself."""
        for _ in range(LONGEST // 100):
            if any(message.HasField("script_finished") for message in self.messages[before:]):
                return self.settle()
            self.page.wait_for_timeout(100)
        raise AssertionError("the page did not find its server again")

    def press(self, label: str) -> Device:
        self.page.get_by_role("button", name=label).first.click()
        return self.settle()

    def join(self, code: str, team: str) -> Device:
        self.page.get_by_label("Your name").fill(self.name)
        self.page.get_by_text(team.capitalize(), exact=True).click()
        self.page.get_by_role("textbox", name="Room code").fill(code)
        self.press("Join")
        return self.says(f"You are {self.name}, {team}.")

    def vote(self, rule: str, size: str) -> None:
        """Choose a size; it is kept once the page counts it."""
        group = self.page.get_by_role("group", name=rule, exact=True)
        if not group.count():
            group = self.page.get_by_role("radiogroup", name=rule, exact=True)
        group.get_by_text(size, exact=True).click()
        self.settle()

    def heard(self) -> str:
        """All words of all messages."""
        return "\n".join(str(message) for message in self.messages)


@dataclass
class Workshop:
    """One workspace, its server, and whoever came."""

    folder: Path
    host: str
    port: int
    browser: object
    opened: ExitStack
    devices: list[Device] = field(default_factory=list)

    def start(self) -> None:
        self.process = started(self.port, None, self.folder, serving.room_arguments(self.host))

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=20)

    def device(self, name: str, width: int = 390) -> Device:
        context = self.browser.new_context(viewport={"width": width, "height": 900})  # type: ignore[attr-defined]
        self.opened.callback(context.close)
        self.devices.append(Device(context.new_page(), name).listen())
        return self.devices[-1]

    @property
    def desk(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def room(self) -> str:
        return f"http://{self.host}:{self.port}/room"


@pytest.fixture
def workshop(browser: object, sample_workspace: Path, tmp_path: Path) -> Iterator[Workshop]:
    host = serving.own_address()
    if host is None:
        pytest.skip("this machine is in no network, so no other device could join")
    with ExitStack() as opened:
        held = Workshop(companies.copied(sample_workspace, tmp_path / "saas"), host, free_port(), browser, opened)
        held.start()
        yield held
    held.process.terminate()
    held.process.wait(timeout=20)


def facilitator(workshop: Workshop) -> tuple[Device, str]:
    """The facilitator at the desk, with an open room; its code."""
    desk = workshop.device("Fay Facilitator", width=1280).open(f"{workshop.desk}/workshop")
    desk.says("Open the room").page.get_by_label("Your name").fill(desk.name)
    desk.page.get_by_label("Your name").press("Enter")
    desk.settle().page.get_by_test_id("stButtonGroup").get_by_text("Marketing").first.click()
    desk.says(f"You: {desk.name}, marketing").settle().page.get_by_label("Title").fill("First half of the year")
    desk.page.get_by_label("Title").press("Enter")
    desk.settle().page.get_by_role("button", name=re.compile("^Open the room")).click()
    desk.says("In the room")
    with State.open(workshop.folder) as state:
        held = state.rooms.current()
        assert held is not None
        return desk, held.code


def go_to(desk: Device, step: str) -> None:
    desk.page.get_by_test_id("stButtonGroup").get_by_text(step, exact=True).click()
    desk.settle()


def asked(workshop: Workshop) -> dict[str, str]:
    """The rules of the open round by id, with the names that people see."""
    with State.open(workshop.folder) as state:
        held = state.rooms.current()
        assert held is not None
        model = parse(held.document)
        return {rule: model.rule(rule).name for rule in state.ballots.rounds(held.id)[-1].rules}


def test_six_people_vote_reveal_agree_and_sign(workshop: Workshop) -> None:
    desk, code = facilitator(workshop)
    people = {name: workshop.device(name).open(f"{workshop.room}?code={code}") for name in PEOPLE}
    for name, team in PEOPLE.items():
        people[name].join(code, team)
    desk.says("3 sales, 3 marketing")
    go_to(desk, "Criteria and weights")
    for person in people.values():
        person.says("The facilitator is choosing the rules")
    desk.press("Start the vote")
    rules = asked(workshop)
    for place, (name, person) in enumerate(people.items()):
        person.says("how much should each of these count?")
        for number, rule in enumerate(rules.values()):
            person.vote(rule, SIZES[(number + 2 * (PEOPLE[name] == "sales") + place % 2) % 5])
        person.says(re.compile("All . votes kept"))
    desk.says("6 of 6 have voted on every rule")
    nothing_leaked(people)
    desk.press("Reveal")
    for person in people.values():
        person.says("Where do the teams stand?")
    desk.press("Settle these, and put them on the sliders").says("The sliders stand at the settled points.")
    go_to(desk, "Next steps")
    desk.press("Save it for signing")
    signs(people["Sonia Sellers"], "sales")
    signs(people["Mara Campaign"], "marketing")
    desk.says("signed by both teams")
    the_agreement_names_the_model(workshop, desk)


def nothing_leaked(people: dict[str, Device]) -> None:
    """Before the reveal no message names anybody else, and none says more of a vote than how many are there.

    Everybody votes once more, all the same: what the others hear then is, letter by letter, what they heard before.
    """
    for name, person in people.items():
        others = [other for other in people if other != name]
        assert [other for other in others if other in person.heard()] == []
    voter, *listeners = people.values()
    boxes = voter.page.get_by_test_id("stButtonGroup")
    heard: dict[str, list[set[bytes]]] = {each.name: [] for each in listeners}
    for size in ("0", "XL"):
        before = [len(each.messages) for each in listeners]
        for box in range(boxes.count()):
            boxes.nth(box).get_by_text(size, exact=True).click()
            voter.settle()
        voter.page.wait_for_timeout(2_500)  # two beats of the tally
        for each, since in zip(listeners, before, strict=True):
            heard[each.name].append({_told(message) for message in each.messages[since:]})
    assert all(zero == extra != set() for zero, extra in heard.values())


NEW_EACH_TIME = ("hash", "metadata", "new_session", "script_finished")
"""What differs between two equal runs: their own numbers, and whether the next beat cut one short."""


def _told(message: ForwardMsg) -> bytes:
    """What a message says, without what is new each time."""
    plain = ForwardMsg()
    plain.CopyFrom(message)
    for part in NEW_EACH_TIME:
        plain.ClearField(part)
    return plain.SerializeToString(deterministic=True)


def signs(person: Device, team: str) -> None:
    person.says("The model to sign").press(f"Sign for {team}")
    person.says(re.compile(f"{team.capitalize()} signed"))


def the_agreement_names_the_model(workshop: Workshop, desk: Device) -> None:
    desk.page.get_by_test_id("stPageLink").get_by_text("Draw up the agreement").first.click()
    desk.settle().press("Draw up the agreement")
    with State.open(workshop.folder) as state:
        kept = state.agreements.latest()
        signed = state.signatures.all()
        assert kept is not None
        version = state.versions.get(kept.version)
        assert {each.author.name: each.author.team for each in signed} == {
            "Sonia Sellers": "sales",
            "Mara Campaign": "marketing",
        }
        assert {each.model_hash for each in signed} == {version.model_hash} == {kept.model_hash}
        assert kept.model_hash in kept.document
        assert state.audit.holds(kept.head)
    shown = desk.page.get_by_text(re.compile(kept.model_hash[:12])).locator("visible=true")
    expect(shown.first).to_be_visible(timeout=LONGEST)


def test_a_killed_server_loses_no_vote_and_people_go_on(workshop: Workshop) -> None:
    desk, code = facilitator(workshop)
    names = list(PEOPLE)[:2]
    people = [workshop.device(name).open(f"{workshop.room}?code={code}").join(code, PEOPLE[name]) for name in names]
    go_to(desk, "Criteria and weights")
    desk.press("Start the vote")
    rules = asked(workshop)
    first, *rest = rules.values()
    for person in people:
        person.says("how much should each of these count?").vote(first, "L")
        person.says(f"1 of {len(rules)} rules voted on")
    before = [len(person.messages) for person in people]
    workshop.kill()
    workshop.start()
    for person, heard in zip(people, before, strict=True):
        person.hears_again(heard)
        person.says(f"1 of {len(rules)} rules voted on")
        for rule in rest:
            person.vote(rule, "S")
        person.says(re.compile("All . votes kept"))
    with State.open(workshop.folder) as state:
        held = state.rooms.current()
        assert held is not None
        sat: list[Member] = list(state.rooms.members(held.id))
        (voting,) = state.ballots.rounds(held.id)
        progress = state.ballots.progress(voting.id)
    assert [(each.name, each.team) for each in sat] == [(name, PEOPLE[name]) for name in names]
    assert (progress.members, progress.finished, progress.votes) == (2, 2, 2 * len(rules))


def test_other_devices_reach_the_room_and_nothing_else(workshop: Workshop) -> None:
    guest = workshop.device("Somebody Else")
    for page in ("tune", "leads", "data", "review", "workshop", "agreement", ""):
        guest.open(f"http://{workshop.host}:{workshop.port}/{page}").says("No room is open yet")
        assert guest.page.get_by_test_id("stSidebar").count() == 0
    heard = guest.heard()
    assert "L0" not in heard and "Company search" not in heard and "Find my deal" not in heard
    desk, code = facilitator(workshop)
    guest.says("Your name")
    assert code not in guest.heard()
    guest.page.get_by_label("Your name").fill("Somebody Else")
    guest.page.get_by_text("Sales", exact=True).click()
    guest.page.get_by_role("textbox", name="Room code").fill("WRONG1")
    guest.press("Join").says(re.compile("code"))
    with State.open(workshop.folder) as state:
        held = state.rooms.current()
        assert held is not None and state.rooms.members(held.id) == ()
