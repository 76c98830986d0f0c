"""Private votes in points: what a size is worth for a rule, and where each team and both together stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from leadscore.errors import UsageError, did_you_mean
from leadscore.model import Model, Rule
from leadscore.model.values import shortest
from leadscore.store.state import Vote
from leadscore.vocabulary import BALLOT_SIZES, TEAMS

Sizes = Mapping[str, int]

NO_VOTE = "nobody of {team} voted"
NO_MIDDLE = "no middle of the two teams: {reason}"


@dataclass(frozen=True, slots=True)
class Sized:
    """What a size is worth for one rule; `words` where the rule's range gives it other points than the ballot."""

    points: Decimal
    words: str | None


@dataclass(frozen=True, slots=True)
class TeamVotes:
    """One team's votes on one rule, in points and without names.

    `sizes`: votes by size, each size of the ballot in its order.  `low` and `high` are the lowest and the highest vote:
    with a handful of votes quartiles would be points that nobody voted for.  Without votes `reason` says so.
    """

    team: str
    votes: tuple[Decimal, ...]
    sizes: dict[str, int]
    median: Decimal | None
    low: Decimal | None
    high: Decimal | None
    reason: str | None

    @property
    def n(self) -> int:
        """How many of the team voted on this rule."""
        return len(self.votes)

    def share(self, size: str) -> float | None:
        """Which part of the votes chose a size; None without votes."""
        return self.sizes[size] / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Voted:
    """Where both teams stand on one rule, sales first, beside the points that it has today.

    `middle`: halfway between the two medians in whole points, halves away from zero, so that each team counts as much
    as the other, however many came.  `notes` say which sizes the rule's range changed.
    """

    rule_id: str
    name: str
    today: Decimal
    teams: tuple[TeamVotes, ...]
    middle: Decimal | None
    reason: str | None
    notes: tuple[str, ...]

    def of(self, team: str) -> TeamVotes:
        """The votes of one team."""
        return next(each for each in self.teams if each.team == team)

    @property
    def apart(self) -> Decimal | None:
        """Points between the two medians; None where a team did not vote."""
        sales, marketing = (self.of(team).median for team in ("sales", "marketing"))
        return None if sales is None or marketing is None else abs(sales - marketing)

    @property
    def agreed(self) -> bool:
        """Whether both teams voted and their medians are the same."""
        return self.apart == 0


def can_be_voted(rule: Rule) -> bool:
    """Whether a rule has points at all; a knock-out has none."""
    return not rule.knock_out


def counts_down(model: Model, rule: Rule) -> bool:
    """Whether the sizes of a rule take points away.

    They do where its points are negative, where its range ends at zero, and where it has no points yet in a group that
    is there to take away: on no side of the balance, with a floor, and without a rule that adds.
    """
    if rule.worth or rule.range is not None:
        return rule.worth < 0 or (rule.range is not None and rule.range[1] <= 0)
    group = model.group(rule.group)
    adds = any(each.worth > 0 for each in model.rules if each.group == rule.group)
    return group.side_of(rule.group) == "neither" and group.floor is not None and not adds


def reach(model: Model, rule: Rule) -> tuple[Decimal, Decimal]:
    """Lowest and highest points that a vote can give: the slider's, mirrored for a rule at zero that counts down."""
    low, high = rule.slider
    return (-high, Decimal(0)) if rule.range is None and low == 0 and counts_down(model, rule) else (low, high)


def points_of(model: Model, rule_id: str, size: str, sizes: Sizes = BALLOT_SIZES) -> Sized:
    """What a size is worth for a rule, never beyond its range.

    Raises UsageError for a rule that the model lacks, a knock-out, and a size that is not on the ballot.
    """
    rule = _voted_on(model, rule_id)
    if size not in sizes:
        raise UsageError(f"'{size}' is no size of this ballot. {did_you_mean(size, tuple(sizes))}")
    asked = Decimal(-sizes[size] if counts_down(model, rule) else sizes[size])
    low, high = reach(model, rule)
    points = min(high, max(low, asked))
    if points == asked:
        return Sized(asked, None)
    return Sized(
        points, f"{size} counts {shortest(points)} instead of {shortest(asked)}: {_range_in_words(rule, low, high)}"
    )


def tally(model: Model, votes: Iterable[Vote], rules: Iterable[str], sizes: Sizes = BALLOT_SIZES) -> tuple[Voted, ...]:
    """Where the teams stand on each of these rules, in their order; `votes` hold one vote of a member on a rule."""
    by_rule: dict[str, list[Vote]] = {rule_id: [] for rule_id in rules}
    for vote in votes:
        if vote.rule in by_rule:
            by_rule[vote.rule].append(vote)
    return tuple(_voted(model, rule_id, cast, sizes) for rule_id, cast in by_rule.items())


def latest(rounds: Iterable[tuple[Voted, ...]]) -> tuple[Voted, ...]:
    """Several rounds, the oldest first, as one: what was voted on again stands as it was voted last."""
    found = {each.rule_id: each for voted in rounds for each in voted}
    return tuple(found.values())


def _voted_on(model: Model, rule_id: str) -> Rule:
    rules = {rule.id: rule for rule in model.rules}
    if rule_id not in rules:
        raise UsageError(f"The model has no rule '{rule_id}' to vote on. {did_you_mean(rule_id, tuple(rules))}")
    if not can_be_voted(rules[rule_id]):
        raise UsageError(f"'{rules[rule_id].name}' is a knock-out: it has no points to vote on. Choose other rules.")
    return rules[rule_id]


def _voted(model: Model, rule_id: str, cast: list[Vote], sizes: Sizes) -> Voted:
    rule = _voted_on(model, rule_id)
    worth = {size: points_of(model, rule_id, size, sizes) for size in sizes}
    teams = tuple(_team(team, [vote.size for vote in cast if vote.team == team], worth) for team in TEAMS)
    silent = next((each.reason for each in teams if each.reason), None)
    return Voted(
        rule_id=rule.id,
        name=rule.name,
        today=rule.worth,
        teams=teams,
        middle=None if silent else _middle(teams, *reach(model, rule)),
        reason=NO_MIDDLE.format(reason=silent) if silent else None,
        notes=tuple(each.words for each in worth.values() if each.words),
    )


def _team(team: str, chosen: list[str], worth: Mapping[str, Sized]) -> TeamVotes:
    counts = Counter(chosen)
    votes = tuple(sorted(worth[size].points for size in chosen))
    by_size = {size: counts[size] for size in worth}
    if not votes:
        return TeamVotes(team, (), by_size, None, None, None, NO_VOTE.format(team=team))
    return TeamVotes(team, votes, by_size, _exact(median(votes)), votes[0], votes[-1], None)


def _exact(points: Decimal) -> Decimal:
    """Points have two decimals at most; between two ends of ranges a median may have a third."""
    rounded = points.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return points if points == rounded else rounded


def _middle(teams: tuple[TeamVotes, ...], low: Decimal, high: Decimal) -> Decimal:
    medians = [each.median for each in teams if each.median is not None]
    whole = (sum(medians, Decimal(0)) / len(medians)).quantize(Decimal(1), ROUND_HALF_UP)
    return min(high, max(low, whole))


def _range_in_words(rule: Rule, low: Decimal, high: Decimal) -> str:
    return f"the range of '{rule.name}' is {shortest(low)} to {shortest(high)}"
