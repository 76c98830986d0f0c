"""The audit as people may see it: its end, to be printed and kept elsewhere, and its entries."""

from __future__ import annotations

from leadscore.store.state.chain import Entry, Head
from leadscore.store.state.transactions import Transactions


class Audit:
    """The chain of everything that was ever added or erased."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def head(self) -> Head:
        """Where the chain ends now; whoever keeps it can tell later whether anything before it was changed."""
        with self._transactions.reading() as reading:
            return reading.head()

    def holds(self, head: Head) -> bool:
        """Whether the chain, as it is now, passed through a head that was printed or kept elsewhere."""
        with self._transactions.reading() as reading:
            return reading.holds(head)

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, the first one first."""
        with self._transactions.reading() as reading:
            return reading.entries()
