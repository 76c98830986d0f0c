"""The three sample companies by name."""

from __future__ import annotations

from sample_data.company import Company
from sample_data.manufacturing import MANUFACTURING
from sample_data.saas import SAAS
from sample_data.services import SERVICES

COMPANIES: dict[str, Company] = {one.name: one for one in (SAAS, MANUFACTURING, SERVICES)}
