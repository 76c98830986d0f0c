"""What a slider move shows about the past, without a database in between."""

from leadscore.simulation.balance import Balances, Sides, normalise
from leadscore.simulation.board import Board, build_board
from leadscore.simulation.hindsight import HINDSIGHTS, Hindsight
from leadscore.simulation.lock import Lock, lock_of
from leadscore.simulation.look import Look, Part, Quality
from leadscore.simulation.tallies import CLASSES

__all__ = [
    "CLASSES",
    "HINDSIGHTS",
    "Balances",
    "Board",
    "Hindsight",
    "Lock",
    "Look",
    "Part",
    "Quality",
    "Sides",
    "build_board",
    "lock_of",
    "normalise",
]
