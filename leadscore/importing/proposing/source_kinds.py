"""Where leads come from, told in four kinds: which words of a source mean which, as data.

Used for proposals only: the mapping states the words, and what it does not state is unknown.
"""

from __future__ import annotations

from leadscore.importing.proposing.synonyms import key

ATTRIBUTE = "source_kind"
"""The well-known attribute that holds the kind of a lead's source."""

WORDS: dict[str, tuple[str, ...]] = {
    "target_list": ("targetlist", "purchasedlist", "boughtlist", "list", "listimport", "importedlist", "coldcall",
                    "coldcalling", "coldemail", "coldoutreach", "outbound", "outboundsales", "outboundcall",
                    "prospecting", "salesprospecting", "namedaccount", "namedaccounts", "targetaccount",
                    "targetaccounts", "abm", "accountbasedmarketing", "offlinesources", "telemarketing", "directmail",
                    "salesnavigatorlist", "listpurchase", "dataprovider", "zoominfo", "apollo", "cognism"),
    "automation": ("automation", "marketingautomation", "web", "website", "webform", "websiteform", "form",
                   "landingpage", "inbound", "organic", "organicsearch", "google", "bing", "searchengine", "seo",
                   "directtraffic", "paidsearch", "ppc", "sem", "googleads", "googleadwords", "adwords",
                   "advertisement", "onlineads", "displayads", "paidads", "email", "emailmarketing", "emailcampaign",
                   "newsletter", "webinar", "content", "contentdownload", "whitepaper", "ebook", "blog", "chat",
                   "webchat", "livechat", "olarkchat", "chatbot", "trialsignup", "freetrial", "webdownload",
                   "webresearch", "websitevisit", "onlinestore"),
    "social": ("social", "socialmedia", "organicsocial", "paidsocial", "linkedin", "linkedinads", "facebook",
               "facebookads", "instagram", "twitter", "x", "xtwitter", "youtube", "tiktok", "xing", "reddit",
               "pinterest", "googleplus", "youtubechannel", "socialnetwork", "socialnetworks"),
    "second_party_intent": ("secondpartyintent", "2ndpartyintent", "secondparty", "intent", "intentdata",
                            "intentprovider", "thirdpartyintent", "bombora", "g2", "g2crowd", "g2intent", "6sense",
                            "demandbase", "techtarget", "capterra", "gartnerdigitalmarkets", "softwareadvice",
                            "trustradius", "getapp", "reviewsite", "reviewsites", "contentsyndication"),
}  # fmt: skip
"""The words of sources, as `key` makes them, by the kind that they mean."""

_KIND_OF = {word: kind for kind, words in WORDS.items() for word in words}


def kind_of(word: str) -> str | None:
    """The kind of source that a word means; None where it is none of the listed, so that a person is asked."""
    return _KIND_OF.get(key(word))
