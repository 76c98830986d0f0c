"""The CRMs whose settings a model can be written as."""

from __future__ import annotations

from leadscore.exporting.crm import hubspot_sheet, marketo_sheet, salesforce_sheet

VENDORS = {
    "hubspot": hubspot_sheet.VENDOR,
    "salesforce": salesforce_sheet.VENDOR,
    "marketo": marketo_sheet.VENDOR,
}
"""Each by the word that a command takes."""
