"""What people decided, kept for good: versions, feedback, workshops, agreements, and the audit chain over all of it.

with State.open(workspace) as state:
    state.versions.save(Saving(...), By("Ada", "marketing", now))
"""

from leadscore.store.state.actions import Action, Decided, Step
from leadscore.store.state.agreements import Agreement, Drawn
from leadscore.store.state.answers import Answer, Answered, latest
from leadscore.store.state.chain import Entry, Head
from leadscore.store.state.feedback import Feedback, Given, Stamp, Verdict
from leadscore.store.state.members import Joined, Member
from leadscore.store.state.notes import Note, Noted
from leadscore.store.state.openings import Opened, Unlocking
from leadscore.store.state.people import Author, By
from leadscore.store.state.pilots import Begun, Pilot
from leadscore.store.state.promises import OvertakenError, Promise, Promised, in_force
from leadscore.store.state.rooms import Grown, Mark, Opening, Room
from leadscore.store.state.rounds import Progress, Round, Vote
from leadscore.store.state.signatures import Signature
from leadscore.store.state.state import State, Writable
from leadscore.store.state.tries import Looked, Tried, Try
from leadscore.store.state.versions import ConflictError, Saving, Version
from leadscore.store.state.weights import Settled, Weight

__all__ = [
    "Action",
    "Author",
    "By",
    "ConflictError",
    "Decided",
    "Entry",
    "Feedback",
    "Given",
    "Head",
    "Note",
    "Noted",
    "OvertakenError",
    "Promise",
    "Promised",
    "Saving",
    "Stamp",
    "State",
    "Step",
    "Verdict",
    "Version",
    "Writable",
    "in_force",
    "Agreement",
    "Drawn",
    "Answer",
    "Answered",
    "latest",
    "Joined",
    "Member",
    "Begun",
    "Pilot",
    "Grown",
    "Mark",
    "Opening",
    "Room",
    "Progress",
    "Round",
    "Vote",
    "Signature",
    "Settled",
    "Weight",
    "Looked",
    "Tried",
    "Try",
    "Opened",
    "Unlocking",
]
