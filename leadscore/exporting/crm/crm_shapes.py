"""How each CRM takes a file in.

Limits are those that the vendors' help pages stated in 2023 to 2026; where no such page was found, `unproved` says so.
"""

from __future__ import annotations

import re

from leadscore.errors import UsageError, did_you_mean
from leadscore.exporting.crm.shapes import DAY, WORDS, Shape

MB = 1_000_000


def shape_of(name: str) -> Shape:
    """The shape of a CRM; UsageError for another name."""
    if name not in SHAPES:
        raise UsageError(f"There is no CRM '{name}' here. {did_you_mean(name, SHAPES)}")
    return SHAPES[name]


def _named(spell: str, join: str = " ") -> dict[str, str]:
    """The columns of all fields; `spell` is how one is spelled, with {} where its words go."""
    return {key: spell.format(words.replace(" ", join)) for key, words in WORDS.items()}


def _camel(words: str) -> str:
    first, *rest = words.split()
    return first.lower() + "".join(word.capitalize() for word in rest)


_HUBSPOT = Shape(
    name="hubspot",
    title="HubSpot",
    id_column="Record ID",
    email_column="Email",
    columns={key: words.lower().replace(" ", "_") for key, words in WORDS.items()},
    instant=DAY,
    most_rows=1_048_575,
    most_rows_xlsx=1_048_575,
    most_bytes=20 * MB,
    most_text=65_536,
    id_form=re.compile(r"\d{1,18}"),
    types="numbers for score and other points, a date for as of, single-line texts for the rest",
    how=(
        "Make the properties on contacts first, with these internal names: {columns}. Types: {types}.",
        "Import > Contacts > one file > update existing contacts only; let Record ID find the contact, Email where "
        "there is no id.",
        "Keep them apart from HubSpot's own score property: an import cannot write into a property that HubSpot "
        "computes.",
        "Files are at most 20 MB, which every plan takes (paid hubs take 512 MB), and 1,048,576 rows with the header.",
    ),
    unproved=("that the wizard pairs a column with a property by its internal name: check the pairs it proposes",),
)

_SALESFORCE = Shape(
    name="salesforce",
    title="Salesforce",
    id_column="Id",
    email_column="Email",
    columns={key: f"{spelled}__c" for key, spelled in _named("{}", "_").items()},
    instant="%Y-%m-%dT%H:%M:%S.000Z",
    most_rows=50_000,
    most_bytes=100 * MB,
    most_text=255,
    id_form=re.compile(r"[A-Za-z0-9]{15}|[A-Za-z0-9]{18}"),
    objects=(("00Q", "leads"), ("003", "contacts")),
    types="Number with 4 decimals for score and other points, Date/Time for as of, Text(255) for the rest",
    how=(
        "Make the custom fields on Lead (and on Contact) first: {columns}. Types: {types}.",
        "Data Loader > Update > Lead or Contact, matched by Id; files of leads and contacts are apart, since one run "
        "updates one object.",
        "Files have at most 50,000 rows and 100 MB, so the Data Import Wizard takes them, too: update existing "
        "records, match by Salesforce.com ID. Take the column Email out there, if you do not want it written.",
        "Ids of 15 letters are written as the 18 letters that mean the same: those survive a spreadsheet.",
    ),
)

_ZOHO = Shape(
    name="zoho",
    title="Zoho CRM",
    id_column="Record Id",
    email_column="Email",
    columns=_named("{}"),
    instant=DAY,
    most_rows=10_000,
    most_rows_xlsx=5_000,
    most_bytes=5 * MB,
    most_text=255,
    id_form=re.compile(r"(zcrm_)?\d{1,20}"),
    refused='"|<>',
    types="decimals for score and other points, a date for as of, single lines for the rest",
    how=(
        "Make the fields in the module first: {columns}. Types: {types}.",
        "Leads (or Contacts) > Import > From file > update existing records only, find them by Record Id (or Email).",
        "Files have at most 10,000 rows, which the Standard edition takes (Free 1,000, Professional 20,000, "
        "Enterprise 30,000), as a workbook 5,000; and at most 5 MB.",
        'In reasons and names the letters " | < > became blanks: guides say that its import does not take them.',
    ),
    unproved=(
        "that its import takes days as 2026-10-31: choose that form in its step of pairing fields, if it asks",
        "that a single line holds 255 letters in your edition",
    ),
)

_PIPEDRIVE = Shape(
    name="pipedrive",
    title="Pipedrive",
    id_column="Pipedrive System ID - Person",
    email_column="Person - Email",
    name_column="Person - Name",
    columns=_named("Person - {}"),
    instant=DAY,
    most_rows=50_000 - 1,
    most_rows_xlsx=50_000 - 1,
    most_bytes=50 * MB,
    most_text=255,
    id_form=re.compile(r"\d{1,18}"),
    types="numerical for score and other points, date for as of, text for the rest",
    how=(
        "Make the custom fields of people first: {columns}. Types: {types}.",
        "Tools and apps > Import data > From a spreadsheet; pair the first column with the system ID of the person, "
        "then let it merge duplicates.",
        "Files have at most 50,000 rows with the header and 50 MB. Without a system ID a person is found by name "
        "together with e-mail, phone or organisation, so the name is in the file, too.",
    ),
    unproved=("that a run changes no name that is the same: try it with the first rows",),
)

_MARKETO = Shape(
    name="marketo",
    title="Marketo",
    id_column="id",
    email_column="email",
    columns={key: _camel(words) for key, words in WORDS.items()},
    instant="%Y-%m-%dT%H:%M:%S+00:00",
    most_rows=1_000_000,
    most_bytes=10 * MB,
    most_text=255,
    id_form=re.compile(r"\d{1,18}"),
    needs_email=True,
    types="Float for score and other points, Datetime for as of, String for the rest",
    how=(
        "Make the fields in Field Management first, with these API names: {columns}. Types: {types}. A field of type "
        "Score holds whole numbers only and is for Change Score steps: keep it apart.",
        "List import matches by e-mail address; the REST bulk import (/bulk/v1/leads.json) can match by id: "
        "lookupField=id.",
        "Files have at most 10 MB, the most that the bulk import takes.",
        "Two rows with one e-mail address write into one person; the later row stays.",
    ),
    unproved=("how many rows a list import takes",),
)

_PLAIN = Shape(
    name="csv",
    title="Plain file",
    id_column="lead_id",
    email_column="email",
    columns={key: key for key in WORDS},
    instant="%Y-%m-%dT%H:%M:%SZ",
    most_rows=1_048_575,
    most_rows_xlsx=1_048_575,
    most_bytes=2_000 * MB,
    most_text=32_767,
    how=("One row a lead. score = the points in the three reasons + other_points.",),
)

SHAPES = {each.name: each for each in (_HUBSPOT, _SALESFORCE, _ZOHO, _PIPEDRIVE, _MARKETO, _PLAIN)}
"""Each CRM by the word that a command takes."""
