"""The report: every figure of one cohort, family by family, in the order of their names."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from leadscore.estimate import Estimate
from leadscore.outcomes.acceptance import acceptance, meetings
from leadscore.outcomes.calendar import Calendar
from leadscore.outcomes.cases import case_counts
from leadscore.outcomes.cohort import Cohort
from leadscore.outcomes.commitments import Commitments
from leadscore.outcomes.contribution import contribution
from leadscore.outcomes.conversion import conversion
from leadscore.outcomes.cycle import cycle
from leadscore.outcomes.deal_rows import build_deals
from leadscore.outcomes.drift import drift
from leadscore.outcomes.episodes import build_episodes
from leadscore.outcomes.figure import Figure, Horizon, Report
from leadscore.outcomes.funnel import left_out, waterfall, won_without_hand_off
from leadscore.outcomes.header import header
from leadscore.outcomes.horizon import horizon
from leadscore.outcomes.inflation import inflation
from leadscore.outcomes.names import NAMES
from leadscore.outcomes.quality import lead_quality_score, sql_by_automation, worked_share
from leadscore.outcomes.ranking import ranking
from leadscore.outcomes.rates import NO_CUT_OFFS, leads_per_hit
from leadscore.outcomes.resampling import DRAWS
from leadscore.outcomes.revenue import reconciliation
from leadscore.outcomes.revenue_per_lead import revenue_per_lead
from leadscore.outcomes.sla import sla
from leadscore.outcomes.slipping import TOP, slipping
from leadscore.outcomes.snapshot_rates import snapshot_rates
from leadscore.outcomes.speed import speed
from leadscore.outcomes.standing import TARGETS, Target
from leadscore.outcomes.velocity import velocity
from leadscore.outcomes.win_rate import win_rate, win_rate_by_opening
from leadscore.store.manifest import Manifest
from leadscore.vocabulary import OUTCOMES


@dataclass(frozen=True, slots=True)
class Rates:
    """The conversion rates among figures."""

    figures: tuple[Figure, ...]

    def of(self, name: str, group: str | None = None) -> Estimate | None:
        """The rate of that name and group, if there is one."""
        found = (each.estimate for each in self.figures if (each.name, each.group) == (name, group))
        return next(found, None)

    def reason(self, outcome: str) -> str | None:
        """Why the rate of an outcome over all leads is unknown; None where it is known."""
        rate = self.of(f"conversion_{outcome}")
        return None if rate is None or rate.known() else rate.reason

    def top(self) -> Estimate:
        """The rate of won in the top band."""
        rate = self.of("conversion_won_by_band", TOP)
        return rate or Estimate.unknown(self.reason("won") or NO_CUT_OFFS)

    def per_win(self) -> tuple[Figure, ...]:
        """Leads worked for one win, over all, by group and by band."""
        return tuple(
            _per_win(each) for each in self.figures if each.name in ("conversion_won", "conversion_won_by_band")
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a family needs to know: the cohort, horizons by outcome, what was promised, and how often to resample."""

    cohort: Cohort
    horizons: dict[str, Horizon]
    commitments: Commitments
    draws: int

    @property
    def won(self) -> Horizon:
        """The horizon of won."""
        return self.horizons["won"]

    @property
    def target(self) -> Target:
        """The outcome that the question asks about."""
        return next(each for each in TARGETS if each.name == self.cohort.question.outcome)


Family = Callable[[Asked], tuple[Figure, ...]]

FAMILIES: dict[str, Family] = {
    "waterfall": lambda asked: (
        *left_out(asked.cohort),
        *waterfall(asked.cohort),
        *won_without_hand_off(asked.cohort),
    ),
    "conversion": lambda asked: tuple(
        figure for target in TARGETS for figure in conversion(asked.cohort, target, asked.horizons[target.name])
    ),
    "quality": lambda asked: (
        sql_by_automation(asked.cohort),
        *lead_quality_score(asked.cohort, asked.horizons["sql"]),
        *worked_share(asked.cohort),
    ),
    "revenue": lambda asked: reconciliation(asked.cohort),
    "win_rate": lambda asked: (
        *win_rate(asked.cohort),
        *win_rate_by_opening(asked.cohort, asked.won, asked.draws),
    ),
    "cycle": lambda asked: cycle(asked.cohort, asked.won, draws=asked.draws),
    "contribution": lambda asked: (
        *contribution(asked.cohort),
        *revenue_per_lead(asked.cohort, asked.won, asked.draws),
    ),
    "speed": lambda asked: speed(asked.cohort, asked.commitments),
    "sla": lambda asked: sla(asked.cohort, asked.commitments),
    "acceptance": lambda asked: (*acceptance(asked.cohort, asked.commitments), *meetings(asked.cohort)),
    "pipeline": lambda asked: (*velocity(asked.cohort), *snapshot_rates(asked.cohort)),
    "drift": lambda asked: drift(asked.cohort),
}
"""Families that stand alone, by name."""

OF_RATES: dict[str, Callable[[Asked, Rates], tuple[Figure, ...]]] = {
    "ranking": lambda asked, rates: ranking(
        asked.cohort, asked.target, asked.horizons[asked.target.name], rates.reason(asked.target.name), asked.draws
    ),
    "cases": lambda asked, rates: (
        *rates.per_win(),
        *case_counts(asked.cohort, asked.target, {each: rates.reason(each) for each in OUTCOMES}),
        *slipping(asked.cohort, rates.top()),
    ),
    "inflation": lambda asked, rates: inflation(
        asked.cohort, asked.target, asked.horizons[asked.target.name], rates.reason(asked.target.name)
    ),
}
"""Families that stand on the conversion rates: unknown for the same reason wherever those are."""

ALL_FAMILIES = (*FAMILIES, *OF_RATES)


def prepare(cohort: Cohort, families: Collection[str] = ALL_FAMILIES) -> None:
    """Fill the tables of deals and episodes that families share: once a cohort, however often it is asked."""
    build_deals(cohort)
    if not {"sla", "acceptance"}.isdisjoint(families):
        build_episodes(cohort)


def report(
    cohort: Cohort,
    manifest: Manifest,
    commitments: Commitments | None = None,
    draws: int = DRAWS,
    families: Collection[str] = ALL_FAMILIES,
    prepared: bool = False,
) -> Report:
    """The figures of some families (by default all of `NAMES`) for a built cohort, in the order of `NAMES`.

    `draws` 0 leaves out the intervals that need resampling; `prepared` says that `prepare` has been called for this
    cohort and these families.
    """
    if not prepared:
        prepare(cohort, families)
    horizons = {outcome: horizon(cohort, outcome) for outcome in OUTCOMES}
    asked = Asked(cohort, horizons, commitments or Commitments(calendar=Calendar(cohort.question.zone)), draws)
    found = [figure for name, family in FAMILIES.items() if name in families for figure in family(asked)]
    later = [name for name in OF_RATES if name in families]
    if later:
        rates = Rates(tuple(found) if "conversion" in families else FAMILIES["conversion"](asked))
        found += [figure for name in later for figure in OF_RATES[name](asked, rates)]
    places = {name: place for place, name in enumerate(NAMES)}
    ordered = tuple(sorted(found, key=lambda figure: places[figure.name]))
    return Report(header(cohort, manifest, horizons, ordered, asked.commitments.calendar), ordered)


def _per_win(figure: Figure) -> Figure:
    name = figure.name.replace("conversion_won", "worked_per_win")
    return Figure(name, figure.group, leads_per_hit(figure.estimate, "none of these worked leads was won yet"))
