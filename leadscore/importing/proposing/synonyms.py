"""What columns and words are called in CRMs, as data: used for proposals only, never while importing.

Header cells are compared as `key` makes them: lowered, with letters and digits only.
"""

from __future__ import annotations


def key(header: str) -> str:
    """A header cell as synonyms are compared."""
    return "".join(letter for letter in header.lower() if letter.isalnum())


LEAD_FIELDS: dict[str, tuple[str, ...]] = {
    "lead_id": ("leadid", "contactid", "recordid", "prospectid", "leadpipedrivesystemid", "personid", "customerid",
                "caseid", "id", "leadnumber", "contactpersonid", "userid", "marketoid", "contactrecordid"),
    "created_at": ("createdat", "createdate", "createddate", "createdtime", "creationdate", "datecreated", "createdon",
                   "created", "signupdate", "leadcreated", "registrationdate", "regdate"),
    "email": ("email", "emailaddress", "workemail", "personemailwork", "mail", "contactemail", "personemail"),
    "name": ("name", "fullname", "contactname", "leadname"),
    "company": ("company", "companyname", "account", "accountname", "organization", "organisation", "associatedcompany",
                "primaryassociatedcompany", "employer"),
    "title": ("title", "jobtitle", "position", "role"),
    "seniority": ("seniority", "senioritylevel", "joblevel"),
    "industry": ("industry", "sector", "branch"),
    "company_size": ("companysize", "numberofemployees", "employees", "employeecount", "noofemployees", "size",
                     "staff"),
    "annual_revenue": ("annualrevenue", "revenue", "turnover", "companyrevenue"),
    "country": ("country", "countryregion", "billingcountry", "mailingcountry"),
    "source": ("source", "leadsource", "originalsource", "originaltrafficsource", "originalsourcetype",
               "leadsourcechannel", "sourcechannel", "channel", "leadorigin"),
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

LEAD_REFERENCES = ("leadid", "lead", "associatedcontactids", "associatedcontactid", "contactid", "recordid",
                   "prospectid", "caseid", "whoid", "relationid", "contactrecordid", "associatedcontactemail",
                   "contactemail", "email", "emailaddress", "customerid", "personid")  # fmt: skip
"""Headers by which another file says which lead a row belongs to."""

ACTIVITY_FIELDS: dict[str, tuple[str, ...]] = {
    "occurred_at": ("occurredat", "activitydate", "firstrespondeddate", "completeddatetime", "submittedat",
                    "submissiondate", "eventtimestamp", "callstarttime", "startdatetime", "timestamp", "date", "time",
                    "datetime", "eventtime", "eventdate", "activityduedate", "activitymarkedasdonetime", "happenedat",
                    "when", "at", "createdtime", "createddate"),
    "kind": ("kind", "activitytype", "activitytypename", "activitytypeid", "tasksubtype", "eventtype", "event", "type",
             "activity", "action", "eventname"),
    "detail": ("detail", "details", "primaryattributevalue", "callmeetingtitlesubject", "subject", "activitysubject",
               "page", "url", "asset", "description"),
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


def _entered(stage: str) -> tuple[str, ...]:
    """How HubSpot heads the date on which a lifecycle stage was entered, in screens and in its interface."""
    return (
        f"dateentered{stage}lifecyclestagepipeline",
        f"hsv2dateentered{stage}",
        f"hslifecyclestage{stage}date",
        f"dateentered{stage}",
    )


STAGE_DATES: dict[str, tuple[str, ...]] = {
    "mql": ("mqldate", "becameamarketingqualifiedleaddate", "becameamarketingqualifiedlead", "mqlon", "mqlat",
            "handedoverat", "datemql", *_entered("marketingqualifiedlead")),
    "sal": ("saldate", "salat", "accepteddate", "becameasalesacceptedleaddate", *_entered("salesacceptedlead")),
    "sql": ("sqldate", "becameasalesqualifiedleaddate", "becameasalesqualifiedlead", "sqlon", "sqlat", "datesql",
            "qualifieddate", *_entered("salesqualifiedlead")),
    "opportunity": ("opportunitydate", "becameanopportunitydate", "opportunitycreateddate", *_entered("opportunity")),
    "won": ("wondate", "closedwondate", "becameacustomerdate", "dealwontime", "wontime", "customersince",
            *_entered("customer")),
    "lost": ("lostdate", "closedlostdate", "deallosttime", "losttime"),
    "rejected": ("rejecteddate",),
    "recycled": ("recycleddate",),
    "disqualified": ("disqualifieddate", "unqualifieddate"),
}  # fmt: skip
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
    "recycled": ("recycled", "nurture", "nurturing", "backtomarketing"),
    "disqualified": ("disqualified", "unqualified", "junk", "junklead", "closednotconverted", "notqualified"),
}

KIND_WORDS: dict[str, tuple[str, ...]] = {
    "call": ("call", "phonecall", "outboundcall", "loggedcall"),
    "meeting": ("meeting", "event", "demo", "appointment", "lunch"),
    "email_sent": ("email", "emailsent", "outboundemail", "sendsalesemail", "salesemailsent"),
    "email_delivered": ("emaildelivered", "delivered"),
    "email_open": ("emailopen", "emailopened", "opened", "openemail", "openedemail", "opensalesemail"),
    "email_click": ("emailclick", "emailclicked", "clickedlink", "clickemail", "clickedemail", "clicksalesemail"),
    "page_visit": ("pagevisit", "pageview", "websitevisit", "visit", "visitwebpage", "visitedpage"),
    "link_click": ("clicklink",),
    "form_fill": ("formfill", "formsubmission", "formsubmitted", "filloutform", "filledoutform"),
    "webinar_attended": ("webinarattended", "webinar", "attendedwebinar"),
    "content_download": ("contentdownload", "download", "downloaded"),
    "trial_started": ("trialstarted", "trial", "trialsignup"),
    "demo_requested": ("demorequested", "demorequest"),
    "unsubscribed": ("unsubscribed", "optedout", "unsubscribe", "unsubscribeemail"),
    "bounced": ("bounced", "emailbounced", "hardbounce", "emailbouncedsoft"),
    "interesting_moment": ("interestingmoment",),
    "second_party_intent": ("secondpartyintent", "intentsignal"),
}

KIND_NUMBERS = {
    "1": "page_visit", "2": "form_fill", "3": "link_click", "7": "email_delivered", "8": "bounced",
    "9": "unsubscribed", "10": "email_open", "11": "email_click", "27": "bounced", "39": "email_sent",
    "40": "email_open", "41": "email_click", "46": "interesting_moment",
}  # fmt: skip
"""What Marketo's numbers of activity types stand for."""
KIND_NUMBERED = "activitytypeid"
"""The header over such numbers."""

KIND_OF_FILE: dict[str, tuple[str, ...]] = {
    "call": ("callstarttime",),
    "meeting": ("startdatetime",),
    "campaign_response": ("firstrespondeddate", "hasresponded"),
}
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
        frozenset({"personid", "personname"}),
    ),
    "Marketo": (
        frozenset({"marketoguid", "activitydate"}),
        frozenset({"activitytypeid", "primaryattributevalue"}),
        frozenset({"acquisitiondate", "leadscore"}),
        frozenset({"originalsourcetype", "leadstatus"}),
        frozenset({"acquisitionprogram", "emailaddress"}),
        frozenset({"createdat", "updatedat", "leadstatus", "leadscore"}),
    ),
}
"""Headers by which an export shows whose it is."""
