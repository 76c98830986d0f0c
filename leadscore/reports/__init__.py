"""Reports: what a meeting reads, each number from the same results as the pages show.

`Past(shelf, model)` asks the history; `review(past, month)` answers one month; `html` and `slides` write it down.
"""

from leadscore.reports.circumstances import Circumstances, Earlier
from leadscore.reports.month import Month, default_month
from leadscore.reports.past import Past
from leadscore.reports.promises import Agreed
from leadscore.reports.review import KEYS, QUESTION, Review, assembled, noted, read_under, review, section, wanted
from leadscore.reports.section import Section, Table
from leadscore.reports.wording import Value

__all__ = [
    "KEYS",
    "QUESTION",
    "Agreed",
    "Circumstances",
    "Earlier",
    "Month",
    "Past",
    "Review",
    "Section",
    "Table",
    "Value",
    "assembled",
    "default_month",
    "noted",
    "read_under",
    "review",
    "section",
    "wanted",
]
