"""Write the sample companies: ``python -m sample_data.generate [COMPANY ...] [--out FOLDER]``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from sample_data import tables
from sample_data.aftermath import aftermath
from sample_data.companies import COMPANIES
from sample_data.company import Company
from sample_data.deals import Deal, deals
from sample_data.documents import mapping_text, model_text
from sample_data.fields import changes
from sample_data.figures import figures
from sample_data.files import table_text, write_compressed, write_json, write_text
from sample_data.records import extras
from sample_data.traces import Activity
from sample_data.truth import truth
from sample_data.world import Life, data_end, lives, seen

HERE = Path(__file__).resolve().parent


def generate(company: Company, folder: Path) -> None:
    """Write every file of one company into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    people = lives(company, seen(company))
    others, sold = extras(company, people), deals(company, people)
    history = [change for life in people for change in changes(company, life)]
    done = activities(company, people) + [row for extra in others for row in extra.activities]
    texts = {
        "leads.csv": (tables.lead_columns(company), tables.lead_rows(company, people, others, history)),
        "stages.csv": (tables.STAGE_ROWS, tables.stage_rows(company, people, others, sold)),
        "deals.csv": (tables.DEALS, tables.deal_rows(company, sold)),
        "deal_leads.csv": (("deal_id", "lead_id"), deal_leads(sold)),
        "changes.csv": (tables.CHANGES, tables.change_rows(company, history)),
    }
    for name, (columns, rows) in texts.items():
        write_text(folder / name, table_text(company.name, columns, rows))
    packed = table_text(company.name, tables.ACTIVITIES, tables.activity_rows(company, done))
    write_compressed(folder / "activities.csv.gz", packed)
    write_text(folder / "mapping.yaml", mapping_text(company))
    write_text(folder / "model.yaml", model_text(company))
    write_json(folder / "truth.json", truth(company, people, others, sold, done))
    report(company, people)


def activities(company: Company, people: Sequence[Life]) -> list[Activity]:
    """Everything done by the data date, before and after the hand-off."""
    end = data_end(company)
    before = [row for life in people for row in life.before if row.occurred_at < end]
    return before + [row for life in people for row in aftermath(company, life)]


def deal_leads(sold: Sequence[Deal]) -> list[tuple[str, str]]:
    return [(deal.id, lead) for deal in sold for lead in deal.leads]


def report(company: Company, people: Sequence[Life]) -> None:
    """Print each figure beside its target."""
    for one in figures(company, people):
        print(f"{company.name:14} {one.name:22} target {one.target!s:>8}   has {one.value}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the synthetic sample companies and print their figures.")
    parser.add_argument("company", nargs="*", choices=[*COMPANIES, []], help="which ones; all by default")
    parser.add_argument("--out", type=Path, default=HERE, help="folder that receives one folder a company")
    chosen = parser.parse_args()
    for name in chosen.company or COMPANIES:
        generate(COMPANIES[name], chosen.out / name)


if __name__ == "__main__":
    main()
