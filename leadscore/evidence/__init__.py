"""Evidence: for each lead and landmark T, how much of each rule holds, as SQL that every engine understands."""

from leadscore.evidence.compiler import compile_evidence, units_column, unknown_column
from leadscore.evidence.facts import Facts, check, rests_on_today, sleeping
from leadscore.evidence.landmarks import Arrival, AsOf, Everyone, Handoff, Lens, Replay, lens_of, mondays_between
from leadscore.evidence.shelf import Evidence, LeftOut, Shelf
from leadscore.evidence.spelling import spelled
from leadscore.evidence.staging import Stage, assemble

__all__ = [
    "Arrival",
    "AsOf",
    "Everyone",
    "Evidence",
    "Facts",
    "Handoff",
    "LeftOut",
    "Lens",
    "Replay",
    "Shelf",
    "Stage",
    "assemble",
    "check",
    "compile_evidence",
    "lens_of",
    "mondays_between",
    "rests_on_today",
    "sleeping",
    "spelled",
    "units_column",
    "unknown_column",
]
