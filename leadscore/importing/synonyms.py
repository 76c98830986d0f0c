"""What columns and words are called in CRMs, as data: used for proposals only, never while importing.

Header cells are compared as `key` makes them: lowered, with letters and digits only.
"""

from __future__ import annotations


def key(header: str) -> str:
    """A header cell as synonyms are compared."""
    return "".join(letter for letter in header.lower() if letter.isalnum())


LEAD_FIELDS: dict[str, tuple[str, ...]] = {
    "lead_id": ("leadid", "contactid", "recordid", "prospectid", "leadpipedrivesystemid", "personid", "customerid",
                "caseid", "id", "leadnumber", "contactpersonid", "userid"),
    "created_at": ("createdat", "createdate", "createddate", "createdtime", "creationdate", "datecreated", "createdon",
                   "created", "signupdate", "leadcreated", "registrationdate", "regdate"),
    "email": ("email", "emailaddress", "workemail", "mail", "contactemail", "personemail"),
    "name": ("name", "fullname", "contactname", "leadname"),
    "company": ("company", "companyname", "account", "accountname", "organization", "organisation", "associatedcompany",
                "employer"),
    "title": ("title", "jobtitle", "position", "role"),
    "seniority": ("seniority", "senioritylevel", "joblevel"),
    "industry": ("industry", "sector", "branch"),
    "company_size": ("companysize", "numberofemployees", "employees", "employeecount", "noofemployees", "size",
                     "staff"),
    "annual_revenue": ("annualrevenue", "revenue", "turnover", "companyrevenue"),
    "country": ("country", "countryregion", "billingcountry", "mailingcountry"),
    "source": ("source", "leadsource", "originalsource", "leadsourcechannel", "channel", "leadorigin"),
    "campaign": ("campaign", "campaignname", "utmcampaign", "primarycampaign"),
    "owner": ("owner", "leadowner", "contactowner", "ownerid", "assignedto"),
    "account_id": ("accountid", "companyid", "associatedcompanyids", "organizationid", "associatedcompanydomain"),
    "budget": ("budget",),
    "authority": ("authority", "decisionmaker"),
    "need": ("need",),
    "timeline": ("timeline", "timeframe", "purchasetimeframe"),
    "expected_value": ("expectedvalue", "expectedrevenue", "potentialvalue"),
}  # fmt: skip
"""Well-known attributes and the headers they hide behind, the likeliest first."""

LEAD_REFERENCES = ("leadid", "lead", "contactid", "recordid", "prospectid", "caseid", "associatedcontactid", "whoid",
                   "associatedcontactemail", "contactemail", "email", "emailaddress", "customerid",
                   "personid")  # fmt: skip
"""Headers by which another file says which lead a row belongs to."""

ACTIVITY_FIELDS: dict[str, tuple[str, ...]] = {
    "occurred_at": ("occurredat", "activitydate", "callstarttime", "startdatetime", "timestamp", "date", "time",
                    "datetime", "eventtime", "eventdate", "activityduedate", "activitymarkedasdonetime", "happenedat",
                    "when", "at", "createdtime", "createddate"),
    "kind": ("kind", "activitytype", "eventtype", "event", "type", "activity", "action", "eventname"),
    "detail": ("detail", "details", "callmeetingtitlesubject", "subject", "activitysubject", "page", "url", "asset",
               "description"),
    "value": ("value", "duration", "calldurationinseconds", "amount"),
    "actor": ("actor", "activityowner", "callowner", "eventowner", "taskowner", "activityassignedtouser", "owner"),
}  # fmt: skip

DEAL_FIELDS: dict[str, tuple[str, ...]] = {
    "deal_id": ("dealid", "opportunityid", "potentialid", "dealpipedrivesystemid", "id"),
    "account_id": ("accountid", "companyid", "associatedcompanydomain", "organization"),
    "opened_at": ("openedat", "createdate", "createddate", "createdtime", "dealcreationdate", "opened"),
    "closed_at": ("closedat", "closedate", "closingdate", "dealclosedon", "closed", "closedon"),
    "outcome": ("outcome", "dealstage", "stagename", "stage", "dealstatus", "status"),
    "amount": ("amount", "dealvalue", "value", "dealamount"),
    "currency": ("currency", "currencyisocode", "dealcurrencyofvalue"),
    "type": ("type", "dealtype"),
}  # fmt: skip
DEAL_MARKS = ("dealid", "opportunityid", "dealstage", "stagename", "potentialname", "dealpipedrivesystemid", "dealname")
"""Any of these headers makes a file a list of deals."""
NOT_OF_LEADS = ("activitytype", "activitytypeid", "callstarttime", "startdatetime", "tasksubtype", "activityid",
                "hasresponded", "primaryattributevalue", "newvalue")  # fmt: skip
"""Any of these headers makes a file none of leads."""

STAGE_FIELDS: dict[str, tuple[str, ...]] = {
    "stage": ("stage", "tostage", "newstage", "stagename", "lifecyclestage", "status", "newvalue"),
    "entered_at": ("enteredat", "date", "changedat", "timestamp", "stagedate", "createddate", "at"),
    "amount": ("amount",),
    "reason": ("reason", "lostreason", "rejectionreason", "closedlostreason"),
    "score": ("score", "leadscore"),
}
CHANGE_FIELDS: dict[str, tuple[str, ...]] = {
    "field": ("field", "fieldname", "property", "attribute"),
    "value": ("value", "newvalue"),
    "changed_at": ("changedat", "createddate", "timestamp", "date", "at"),
}

LEAD_STAGES = ("lifecyclestage", "leadstatus", "status", "stage", "leadstage")
"""Headers of a lead's own stage: today's, without a date."""

CONVERTED = {"converted": "won", "isconverted": "opportunity", "iswon": "won", "won": "won"}
"""Headers of yes-or-no columns, and the stage that a yes means."""
CONVERTED_TO_DEAL = ("leadowner", "convertedopportunityid")
"""Headers that show that a converted lead has become an opportunity, not a customer."""
YES = ("1", "yes", "true", "y", "t")

STAGE_DATES: dict[str, tuple[str, ...]] = {
    "mql": ("mqldate", "becameamarketingqualifiedleaddate", "mqlon", "mqlat", "handedoverat", "datemql"),
    "sal": ("saldate", "salat", "accepteddate"),
    "sql": ("sqldate", "becameasalesqualifiedleaddate", "sqlon", "sqlat", "datesql", "qualifieddate"),
    "opportunity": ("opportunitydate", "becameanopportunitydate", "opportunitycreateddate"),
    "won": ("wondate", "closedwondate", "becameacustomerdate", "dealwontime", "customersince"),
    "lost": ("lostdate", "closedlostdate", "deallosttime"),
    "rejected": ("rejecteddate",),
    "recycled": ("recycleddate",),
    "disqualified": ("disqualifieddate", "unqualifieddate"),
}
"""Date columns of wide exports, a column a stage."""

STAGE_WORDS: dict[str, tuple[str, ...]] = {
    "inquiry": ("lead", "new", "open", "inquiry", "subscriber", "opennotcontacted", "notcontacted", "raw"),
    "mql": ("mql", "marketingqualifiedlead", "marketingqualified", "handedover"),
    "sal": ("sal", "salesacceptedlead", "accepted", "working", "workingcontacted"),
    "sql": ("sql", "salesqualifiedlead", "salesqualified", "qualified", "closedconverted", "prequalified"),
    "opportunity": ("opportunity", "opendeal", "proposal", "negotiation"),
    "won": ("won", "closedwon", "customer", "signed", "converted"),
    "lost": ("lost", "closedlost", "lostlead", "closedlosttocompetition"),
    "rejected": ("rejected", "returned", "badtiming"),
    "recycled": ("recycled", "nurture", "backtomarketing"),
    "disqualified": ("disqualified", "unqualified", "junk", "junklead", "closednotconverted", "notqualified"),
}

KIND_WORDS: dict[str, tuple[str, ...]] = {
    "call": ("call", "phonecall", "outboundcall"),
    "meeting": ("meeting", "event", "demo", "appointment"),
    "email_sent": ("email", "emailsent", "outboundemail"),
    "email_open": ("emailopen", "emailopened", "opened"),
    "email_click": ("emailclick", "emailclicked", "clickedlink"),
    "page_visit": ("pagevisit", "pageview", "websitevisit", "visit"),
    "form_fill": ("formfill", "formsubmission", "formsubmitted"),
    "webinar_attended": ("webinarattended", "webinar", "attendedwebinar"),
    "content_download": ("contentdownload", "download", "downloaded"),
    "trial_started": ("trialstarted", "trial", "trialsignup"),
    "demo_requested": ("demorequested", "demorequest"),
    "unsubscribed": ("unsubscribed", "optedout", "unsubscribe"),
    "bounced": ("bounced", "emailbounced", "hardbounce"),
}

KIND_OF_FILE: dict[str, tuple[str, ...]] = {"call": ("callstarttime",), "meeting": ("startdatetime",)}
"""Headers that tell the one kind of activity a whole file holds."""

MISSING_WORDS = ("Select", "N/A", "n/a", "NULL", "null", "None", "none", "-", "--", "#N/A", "(blank)", "[blank]")

CRMS: dict[str, tuple[frozenset[str], ...]] = {
    "HubSpot": (
        frozenset({"lifecyclestage", "createdate"}),
        frozenset({"activitytype", "associatedcontactemail"}),
        frozenset({"dealstage", "createdate"}),
    ),
    "Salesforce": (
        frozenset({"isconverted", "leadsource"}),
        frozenset({"stagename", "iswon"}),
        frozenset({"systemmodstamp", "isdeleted"}),
    ),
    "Zoho": (
        frozenset({"leadid", "leadowner"}),
        frozenset({"potentialname", "closingdate"}),
        frozenset({"leadid", "semodule"}),
    ),
    "Pipedrive": (
        frozenset({"leadpipedrivesystemid"}),
        frozenset({"dealpipedrivesystemid"}),
        frozenset({"activitypipedrivesystemid"}),
    ),
}
"""Headers by which an export shows whose it is."""
