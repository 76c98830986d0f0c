"""Prospects: who arrives when, from which firm, with which hidden intent and signals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sample_data.chance import Chance
from sample_data.clock import DAY, add_months, civil, minute
from sample_data.company import Company
from sample_data.names import FirmName, address, firm_name, person_name
from sample_data.signals import draw_present

LONGEST_WAIT = 200.0
HOST_WINDOW = 400
JOINING = 0.13
TITLE_KNOWN = 0.70
COMPETITORS = 0.008


@dataclass(frozen=True, slots=True)
class Account:
    """What colleagues share."""

    id: str
    firm: FirmName
    size: int
    industry: str
    country: str
    sites: int
    revenue: int | None
    intent: float
    present: frozenset[str]
    scanned: bool
    competitor: bool


@dataclass(frozen=True, slots=True)
class Prospect:
    """One lead before anything is decided about it; ``landmark`` is the day on which its hand-off would fall."""

    number: int
    created: datetime
    landmark: datetime
    intent: float
    present: frozenset[str]
    account: Account
    name: str
    email: str
    title: str
    source: str
    campaign: str
    listed: bool
    month: int

    @property
    def lead_id(self) -> str:
        return f"L{self.number:05d}"


def arrivals(company: Company) -> Iterator[tuple[int, datetime]]:
    """Month number and instant of every arrival; month factors are scaled to the printed total."""
    volume = company.volume
    starts = [add_months(volume.start, month) for month in range(volume.months)]
    factors = [volume.factors.get(start.month, 1.0) for start in starts]
    scale, carried = volume.per_month * volume.months / sum(factors), 0.0
    for month, (start, factor) in enumerate(zip(starts, factors, strict=True)):
        carried += scale * factor
        count, carried = round(carried), carried - round(carried)
        chance = Chance(company.seed, "arrivals", month)
        days = (add_months(start, 1) - start).days
        yield from ((month, moment) for moment in sorted(daytime(chance, start, days) for _ in range(count)))


def daytime(chance: Chance, start: datetime, days: int) -> datetime:
    """A moment between 7 and 21 o'clock; most weekend draws move to a working day."""
    day = start + DAY * int(chance.uniform(0, days))
    if day.weekday() >= 5 and chance.below(0.6):
        day = start + DAY * int(chance.uniform(0, days))
    return day + timedelta(minutes=int(chance.uniform(7 * 60, 21 * 60)))


def prospects(company: Company) -> list[Prospect]:
    """Every real lead of the company in order of arrival."""
    found: list[Prospect] = []
    for number, (month, created) in enumerate(arrivals(company), start=1):
        chance = Chance(company.seed, "lead", number)
        host = None
        if found and chance.below(JOINING):
            host = found[-1 - int(chance.uniform(0, min(len(found), HOST_WINDOW)))].account
        found.append(prospect(company, number, month, created, host))
    return found


def prospect(company: Company, number: int, month: int, created: datetime, host: Account | None) -> Prospect:
    chance = Chance(company.seed, "prospect", number)
    intent = chance.normal() if host is None else 0.6 * host.intent + 0.8 * chance.normal()
    present = draw_present(company.signals, intent, chance, host.present if host else None)
    if host is not None and host.size >= 200:
        present = present - {"vp_downloads"}
    account = host or open_account(company, Chance(company.seed, "account", number), number, intent, present)
    source, campaign, listed = origin(company, chance, present, created, month)
    name = person_name(chance)
    return Prospect(
        number,
        created,
        landmark(company, chance, present, created),
        intent,
        present,
        account,
        name,
        email(company, chance, name, account, present, number),
        title(company, chance, present, account),
        source,
        campaign,
        listed,
        month,
    )


def open_account(company: Company, chance: Chance, number: int, intent: float, present: frozenset[str]) -> Account:
    firm, rival = company.firm, chance.below(COMPETITORS)
    name = firm_name(chance, number)
    if rival:
        name = FirmName(chance.pick(firm.competitors), f"rival{number}.example")
    size = staff(company, chance, present)
    return Account(
        f"A{number:05d}",
        name,
        size,
        industry(company, chance, present),
        country(company, chance, present),
        1 + ("multi_site" in present) * (1 + chance.poisson(2.0)),
        int(size * chance.lognormal(140_000, 0.5) / 1000) * 1000 if chance.below(0.6) else None,
        intent,
        present,
        chance.below(0.15),
        rival,
    )


def staff(company: Company, chance: Chance, present: frozenset[str]) -> int:
    firm = company.firm
    if firm.size_signal in present:
        low, high = firm.size_in
    else:
        low, high = chance.weighted([((low, high), weight) for low, high, weight in firm.size_ranges])
    if "vp_downloads" in present:
        low, high = (low, 49) if low < 50 else (50, 199) if low == 50 else (5, 49)
    return int(low * (high / low) ** chance.uniform())


def industry(company: Company, chance: Chance, present: frozenset[str]) -> str:
    firm = company.firm
    inside = not firm.industry_signal or firm.industry_signal in present
    return chance.pick(firm.industries_in if inside else firm.industries_out)


def country(company: Company, chance: Chance, present: frozenset[str]) -> str:
    firm = company.firm
    inside = not firm.region_signal or firm.region_signal in present
    return chance.pick(firm.countries_in if inside else firm.countries_out)


def title(company: Company, chance: Chance, present: frozenset[str], account: Account) -> str:
    """The title known at creation: always where a signal rests on it, else as often as makes 70 % in all."""
    if "vp_downloads" in present:
        return "VP of Sales"
    told = [choices for signal, choices in company.firm.titles if signal in present]
    spoken_for = sum(company.signal(signal).share for signal, _ in company.firm.titles if signal)
    if not told and not chance.below((TITLE_KNOWN - spoken_for) / (1 - spoken_for)):
        return ""
    choices = told[0] if told else company.firm.titles[-1][1]
    if "downloads" in present and account.size < 200:
        choices = tuple(choice for choice in choices if choice != "VP of Sales")
    return chance.pick(choices)


def email(company: Company, chance: Chance, name: str, account: Account, present: frozenset[str], number: int) -> str:
    free = "free_mail" in present or (not company.has("free_mail") and chance.below(0.05))
    domain = company.firm.free_mail if free else account.firm.domain
    return address(name, f"students.{domain}" if "student" in present else domain, number)


def origin(
    company: Company, chance: Chance, present: frozenset[str], created: datetime, month: int
) -> tuple[str, str, bool]:
    """Source, campaign, and whether the lead came from a list (fair or bought) and so converts at half the odds."""
    volume = company.volume
    if created.month in volume.fair_months and chance.below(1 - 1 / volume.factors[created.month]):
        return "trade fair list", f"{'Spring' if created.month < 7 else 'Autumn'} fair {created.year}", True
    if "referral" in present:
        return "referral", "", False
    if month >= volume.list_from_month - 1 and chance.below(volume.list_share):
        return "target list", "Target list mailing", True
    if "second_party_intent" in present and chance.below(0.5):
        return "second-party intent", "", False
    source = chance.weighted(company.firm.sources)
    return source, f"{source.capitalize()} {created.year}" if source in ("paid search", "social media") else "", False


def landmark(company: Company, chance: Chance, present: frozenset[str], created: datetime) -> datetime:
    """When the lead would be handed over: lognormal days, long enough for what it has to show by then."""
    wait = min(chance.lognormal(*company.pace.to_hand_off), LONGEST_WAIT)
    if "trial_active" in present:
        wait = max(wait, chance.uniform(4, 9))
    if "silent" in present:
        wait = company.silence_days + 2 + min(chance.lognormal(20, 0.8), 120)
    return minute(civil(created + timedelta(days=max(wait, 0.1))))
