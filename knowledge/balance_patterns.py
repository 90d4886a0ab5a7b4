"""The words by which people ask each question about their own money, as patterns over folded text. Data, in order.

The first kind that fits wins, so what is said in plain words ("take back") stands before what is said loosely ("left").
"""

import re

from common.budgets import Category
from knowledge.balance_topic import Kind, Which


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b")


_ODD = (
    r"(?:odd|strange|unusual|weird|funny|fishy|dodgy|out of the ordinary|stand(?:s|ing)? out|not right|suspicious|"
    r"surpris\w+)"
)
_SPENT = (
    r"(?:spen[dt]\w*|spnt|spnd|speant|gone out|went out|goes out|going out|paid out|payed out|cost me|used up|"
    r"got through)"
)
_PAYMENT = r"(?:payments?|paymnt|paymt|pymt|money|dosh|instal?ments?|funds|dp|direct payment)"
_ME = r"(?:i|we|me|mum|dad|she|he|they|to)"

SPENT = _words(_SPENT)

KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "wrong",
        _words(
            r"(?:that|this|it|figures?|balance|numbers?|amount|record|sum)s?"
            r"(?: is| are| isnt| looks?| seems?| cant be| does ?nt| dont)"
            r"(?: look| seem| be| not)?(?: all| really)? (?:wrong|right|correct|incorrect|out|off|true)",
            r"(?:thats|its) (?:wrong|not right|not correct|incorrect|not true|rubbish)",
            r"dont (?:agree|believe)|not what (?:i|my)|(?:doesnt|dont) match|mistake|wrong figures?",
        ),
    ),
    (
        "unusual",
        _words(
            rf"(?:any ?thing|something|some thing|anythin|nothing|owt|spot|look|check)\b.*\b(?:{_ODD}|wrong)",
            _ODD,
            r"red flags?|(?:everything|all) (?:ok|okay|alright|in order|looking ok)",
        ),
    ),
    (
        "take_back",
        _words(
            r"(?:tak\w*|claw\w*|claim\w*|want\w*|ask\w*|get\w*|have|hav) .{0,30}"
            r"(?<!keep )(?<!put )(?<!set )(?<!hold )\bback\b(?! to)|claw ?back",
            r"(?:pay|give|hand|send|return)\w* .{0,25}\bback",
            r"(?:keep|kept) (?:it|what|the (?:rest|money)|whats|any)|lose (?:it|the|what|my|any)",
            r"what happens to (?:what|whats|the (?:rest|money)|any)|returned|reclaim\w*|recoup\w*|recover\w*",
        ),
    ),
    (
        "why_less",
        _words(
            r"(?:why|how come|y|what reason|reason)\b.*\b(?:less|lower|down|drop\w*|cut|reduc\w*|short\w*|small\w*|"
            r"only|differen\w+|not (?:the )?full|fell|changed?|taken off|missing)",
            r"(?:got|get|getting|received?|paid|came|come|was|is|its)\b.{0,30}\b"
            r"(?:less (?:than|this|money)|short(?:er)? (?:this|than|of)|lower than|not (?:the )?full)",
            r"(?:gone|went|been) (?:down|cut|reduced)",
            r"less (?:money |than )?(?:this|last|usual|before|expected|i thought|normal)",
        ),
    ),
    (
        "afford",
        _words(
            r"afford|afrd|aford|stretch to|run to|room for|have (?:more|extra)",
            r"enough (?:for (?!the|this)|to (?:pay|cover|get|have|add|take|buy|give))",
            r"cover (?:the|an?|another|more|extra|\d)|(?:add|take on|increase|up) .{0,20}\bhours?",
            r"(?:what if|if i|if we|can i|could i|can we|could we)\b.{0,40}\b(?:more|extra|another|additional)\b.{0,20}"
            r"\b(?:hours?|hrs?|h|day|visit|a week)",
        ),
    ),
    (
        "lasts",
        _words(
            r"(?<!the )(?<!my )(?<!this )las+t(?:s|ing)?\b"
            r"(?! (?:payment|month|week|year|time|\d|few|couple|night|paid|one))",
            r"run(?:ning|s)? (?:out|short|low|dry)|see me through|on track|overspend\w*|over spend\w*",
            r"(?:get|make|stretch)\w* (?:me |us |it |to )*(?:through|till|til|until)",
            r"enough (?:till|until|left (?:till|until|for)|to the end|for (?:the|this) (?:rest|year|month))",
            r"be ?(?:all )?gone|how many (?:weeks|months)",
            r"when (?:does|will|is) (?:it|the money|my money|my budget) (?:run|be|end|go|finish)",
        ),
    ),
    ("balance", _words(r"h(?:o)?w much\b.{0,30}\b(?:left|lft|remain\w*)")),
    (
        "contribution",
        _words(
            r"contribut\w*|contrib|my (?:share|part|bit|charge)|topp?(?:ing)? ?(?:it |this |that )?up|pay towards",
            rf"(?:do|must|should|have|need|shall|got|supposed|meant|much)\b.{{0,20}}\b{_ME}\b.{{0,20}}\b"
            r"(?:pay|put|add|top)\w* (?:in|towards|toward|into|up|myself|extra)",
            r"(?:i|we) (?:put|have to pay|have to put|need to pay|must pay|owe|pay)\b(?! (?:for|my|the (?:carer|pa)))",
            r"client charge|assessed charge|what am i charged|am i charged",
        ),
    ),
    (
        "spent_in",
        _words(
            _SPENT,
            r"spending|breakdown|where (?:has|did|does) (?:it|my money|the money|all)\b.*\bgo(?:ne)?",
            r"what (?:has|did|have) .*\b(?:go|gone) on|what (?:did|has|have) .{0,30}\bcost",
        ),
    ),
    (
        "paid",
        _words(
            r"(?:has|have|hav|did|was|were|is|are|hasnt|havent|when|wen|whens|not|next|last|late|where|wheres|any|my)\b"
            rf".{{0,45}}\b(?:paid|payed|{_PAYMENT}|pay ?day|gone in|go in|goes in|come in|came in|comes in|arrived?|"
            r"landed|due|put (?:it |the money )?in)\b(?! out)(?! left)",
            r"paid (?:in|me|yet|into)|gone in|(?:come|came) through|come in yet|arrived|(?:missed|late) payment",
        ),
    ),
    ("weekly", _words(r"(?:per|a|each|every|by the|in a|p) ?(?:week|wk|w)|weekly|pw")),
    (
        "agreed",
        _words(
            r"agreed|awarded?|granted|allocat\w*|entitle\w*|what was i (?:given|offered)|total budget|full budget",
            r"budget (?:figure|amount|total)|personal budget figure",
            r"(?:how (?:much|big)|what) ?(?:is|was|s|are)(?: the| my| our| her| his)* (?:whole |full |total )?"
            r"(?:budget|phb|personal budget|package|award|amount)",
            r"how much (?:do|did|am|was|should|will) (?:i|we|she|he|they) (?:get|given|agreed)",
            r"how much have (?:i|we) been given",
            r"how many hours|what (?:care )?does it (?:buy|pay for|cover)|what (?:is|s) it for|whats it for",
        ),
    ),
    (
        "which_budget",
        _words(
            r"which (?:budget|pot)|how many budgets|what budgets|other budgets|two budgets",
            r"(?:all|both|list) (?:of )?(?:my |the )?(?:budgets|pots)",
        ),
    ),
    (
        "balance",
        _words(
            r"left|lft|balance|bal|balence|ballance|remain\w*|statement|figures|got in|my (?:money|budget)",
            r"in (?:my|the|his|her) (?:account|pot|budget)|on (?:my|the|his|her) card",
            r"(?:keep|put|set|hold) (?:back|aside|by)",
            r"how (?:are we doing|am i doing)|look (?:up|at) my|show (?:me )?my",
        ),
    ),
)
FIRM = ("wrong", "unusual", "take_back", "why_less", "afford", "lasts", "contribution", "paid", "spent_in")
"""Kinds whose words say what is asked, however short the message is."""

CATEGORIES: tuple[tuple[Category, re.Pattern[str]], ...] = (
    ("agency", _words("agency|agencies|care company")),
    ("tax_and_pension", _words("tax|hmrc|paye|national insurance|ni|pension|nest")),
    ("payroll", _words("payroll")),
    ("insurance", _words("insurance")),
    ("respite", _words("respite|short breaks?|breaks?")),
    ("day_activities", _words("day ?(?:care|centre|activities|trips?|opportunities)|activities|clubs?|classes")),
    ("equipment", _words("equipment|aids|kit")),
    ("travel", _words("travel|taxis?|transport|bus(?:es)?|petrol|mileage|fares?")),
    ("training", _words("training|courses?")),
    (
        "personal_assistant",
        _words("pas?|pa s|carers?|wages?|personal assistants?|staff|helpers?|support workers?|salary"),
    ),
)

WHICH: tuple[tuple[Which, re.Pattern[str]], ...] = (
    (
        "other",
        _words(
            "other (?:one|budget|pot|1|payment)|the other|second (?:one|budget)|another (?:one|budget)",
        ),
    ),
    ("nhs", _words("nhs|phb|health|chc|continuing health ?care")),
    (
        "council",
        _words(
            "(?:councils?|local authority|social care|social services) "
            "(?:one|budget|money|pot|dp|direct payment|payments?)"
        ),
    ),
    ("notional", _words("notional")),
    ("third_party", _words("third party|managed (?:one|budget|account)")),
    ("direct_payment", _words("direct payments?|dps?")),
)

GENERAL = _words(
    r"rules?|people|somebody|someone|anyone|in general|generally|usually|normally|do they all|the law|legal\w*",
    r"what happens (?:if|when)|if (?:i|she|he|they|you|mum|dad) die[sd]?|"
    r"what (?:is|are|does) an?|whats an?|mean|means|allowed|who decides",
)
"""Words that ask how things are for anybody, and not for oneself."""
