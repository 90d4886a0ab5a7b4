"""How councils' systems write what is one of a closed list, in small letters and single spaces."""

FUNDERS = {
    **dict.fromkeys(("nhs", "icb", "health", "chc"), "nhs"),
    **dict.fromkeys(("council", "local authority", "la", "social care"), "council"),
    **dict.fromkeys(("joint", "joint funded", "jointly funded"), "joint"),
}
HOLDINGS = {
    **dict.fromkeys(("notional", "council managed", "managed", "commissioned"), "notional"),
    **dict.fromkeys(("third party", "isf", "individual service fund"), "third_party"),
    **dict.fromkeys(("direct payment", "dp"), "direct_payment"),
}
PERIODS = {
    **dict.fromkeys(("week", "weekly", "per week"), "week"),
    **dict.fromkeys(("four weeks", "4 weeks", "4 weekly", "four weekly", "every 4 weeks"), "four_weeks"),
    **dict.fromkeys(("month", "monthly", "per month", "calendar month"), "month"),
    **dict.fromkeys(("quarter", "quarterly"), "quarter"),
    **dict.fromkeys(("year", "yearly", "annual", "annually", "per year"), "year"),
    **dict.fromkeys(("once", "one off", "oneoff", "single"), "once"),
}
STATUSES = {
    **dict.fromkeys(("done", "paid", "complete", "completed"), "done"),
    **dict.fromkeys(("due", "pending", "scheduled", "approved"), "due"),
    **dict.fromkeys(("held", "on hold", "suspended", "stopped"), "held"),
}
PAYMENTS = {
    **dict.fromkeys(("paid in", "payment", "funder payment"), "paid_in"),
    **dict.fromkeys(("contribution", "client contribution", "person's contribution"), "contribution"),
    **dict.fromkeys(("returned", "recovered", "clawback", "refund to funder"), "returned"),
}
REASONS = {
    "safeguarding": "safeguarding",
    "dispute": "dispute",
    **dict.fromkeys(("death", "deceased", "died"), "death"),
    **dict.fromkeys(("contact changed", "contact change"), "contact_changed"),
}
ROLES = {
    "representative": "representative",
    "nominee": "nominee",
    **dict.fromkeys(("managed account", "payroll and managed account"), "managed_account"),
    "supporter": "supporter",
}
CATEGORIES = {
    **dict.fromkeys(("personal assistant", "pa", "wages", "salary", "pa wages"), "personal_assistant"),
    **dict.fromkeys(("agency", "home care", "care agency"), "agency"),
    **dict.fromkeys(("respite", "short break", "short breaks"), "respite"),
    **dict.fromkeys(("day activities", "activities", "day centre", "day service"), "day_activities"),
    **dict.fromkeys(("equipment", "aids", "mobility equipment"), "equipment"),
    **dict.fromkeys(("travel", "transport", "taxi", "taxis"), "travel"),
    "training": "training",
    "insurance": "insurance",
    "payroll": "payroll",
    **dict.fromkeys(("tax and pension", "tax", "hmrc", "pension", "paye"), "tax_and_pension"),
    **dict.fromkeys(("other", "fees", "fee"), "other"),
    "unknown": "unknown",
}
CARD = {
    **dict.fromkeys(("load", "top up", "credit", "council load"), "paid_in"),
    **dict.fromkeys(("contribution", "own money", "client contribution"), "contribution"),
    **dict.fromkeys(("purchase", "transaction", "payment", "spend", "debit", "cash", "fee", "direct debit"), "spent"),
    **dict.fromkeys(("returned", "recovered", "unload", "clawback"), "returned"),
}

# Merchant category codes of card schemes (ISO 18245), of which only the kind of shop is kept.
MERCHANT_CODES = {
    "4111": "travel", "4121": "travel", "4131": "travel", "5541": "travel", "5047": "equipment", "5976": "equipment",
    "6300": "insurance", "7832": "day_activities", "7922": "day_activities", "7997": "day_activities",
    "7999": "day_activities", "8299": "training", "8931": "payroll", "9311": "tax_and_pension",
}  # fmt: skip
