"""What both sides have promised, as options of a command."""

from __future__ import annotations

from typing import Annotated

import typer

from leadscore.outcomes.commitments import ACCEPT_WITHIN_DAYS
from leadscore.reports import Agreed

LeadsAMonthOption = Annotated[int | None, typer.Option(help="Agreed: top-band leads a month from marketing.")]
TouchWithinOption = Annotated[int | None, typer.Option(help="Agreed: business minutes to the first touch.")]
AttemptsOption = Annotated[int | None, typer.Option(help="Agreed: attempts unless reached before; 1 where none are.")]
AttemptDaysOption = Annotated[int | None, typer.Option(help="Agreed: days for these attempts.")]
AcceptWithinOption = Annotated[
    int | None, typer.Option(help=f"Agreed: days to accept a hand-off; {ACCEPT_WITHIN_DAYS} where none are.")
]


def as_named(agreed: Agreed, leads_a_month: int | None, **sales: int | None) -> Agreed:
    """What is agreed, but for what the options name: the number of marketing and the terms of `sales`."""
    return agreed.given("marketing", leads_a_month=leads_a_month).given("sales", **sales)
