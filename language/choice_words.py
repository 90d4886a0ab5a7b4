"""How people say yes, no, not sure, both and none when they answer a question: data for `language.choices`.

Phrases are folded as `language.choices.fold` folds a text: lower case, no punctuation, no apostrophes, single spaces.
"""


def _phrases(block: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in block.split("|"))


def _words(block: str) -> tuple[str, ...]:
    return tuple(block.split())


FAMILIES: dict[str, frozenset[str]] = {
    "yes": frozenset({"yes", "agree", "confirm"}),
    "no": frozenset({"no", "not_now", "decline"}),
    "not_sure": frozenset({"not_sure", "unsure", "dont_know", "maybe", "do_not_know"}),
    "both": frozenset({"both"}),
    "none": frozenset({"none", "none_of_these", "neither", "something_else", "other"}),
    "skip": frozenset({"skip", "rather_not_say", "prefer_not_to_say"}),
}
"""For each family, the option keys that mean it."""

PHRASES: dict[str, frozenset[str]] = {
    "yes": _phrases(
        """yes|y|ye|yea|yeah|yeh|yep|yup|ya|yh|yer|aye|yas|ok|okay|okey dokey|k|sure|sure thing|of course|course|
        definitely|absolutely|certainly|correct|thats right|thats correct|right|true|indeed|i think so|think so|
        i believe so|i guess|i guess so|guess so|i suppose so|suppose so|probably|most likely|more or less|
        pretty much|i reckon|reckon so|affirmative|go on|go on then|go ahead|lets do it|do it|sounds good|
        why not|that would be good|that would be great|if you could|id like that|id love that|very much so|
        too right|spot on|it is|thats it|thats me|thats him|thats her|thats them|alright|all right|fine|
        fine by me|happy to|i agree|agreed|i consent|i would|👍|✅|mhm|uh huh|yes indeed|already have|already did"""
    ),
    "no": _phrases(
        """no|n|nope|nah|na|naw|nay|not really|not yet|not now|not at the moment|not at the minute|not today|
        not right now|no thanks|no thank you|no ta|no way|never|not at all|i dont think so|dont think so|
        i doubt it|doubt it|not that i know of|not that im aware of|not as far as i know|negative|certainly not|
        definitely not|absolutely not|of course not|course not|not me|not us|not likely|unlikely|probably not|
        i guess not|guess not|i suppose not|i think not|im afraid not|afraid not|sadly not|unfortunately not|
        nothing like that|thats wrong|wrong|false|incorrect|thats not right|no chance|id rather not|maybe later|
        later|another time|no not yet|havent yet|not so far|nobody has|no one has|no ones said|nobody has said|
        i would not|👎|❌"""
    ),
    "not_sure": _phrases(
        """not sure|unsure|im not sure|not certain|i am not sure|im unsure|not too sure|not really sure|
        not 100 sure|dont know|i dont know|i do not know|dunno|i dunno|dono|duno|idk|no idea|ive no idea|
        i have no idea|havent a clue|no clue|not a clue|i havent a clue|maybe|perhaps|possibly|might be|could be|
        might do|it depends|depends|hard to say|cant say|cant remember|i cant remember|dont remember|
        i dont remember|i forget|forgotten|ive forgotten|who knows|dont have a clue|i wouldnt know|wouldnt know|
        im not really sure|i really dont know|i dont really know|i honestly dont know|not sure yet|
        i dont know yet|havent decided|havent decided yet|cant decide|i cant decide|im in two minds|unclear|
        no one told me|nobody told me|bit of both|sometimes yes sometimes no|🤷"""
    ),
    "both": _phrases(
        """both|both of them|both of these|both please|all|all of them|all of these|all of the above|both of those|
        either|the two|the pair|a bit of both|bit of both|a mix|a mixture|mix of both"""
    ),
    "none": _phrases(
        """none|none of these|none of them|none of those|none of the above|neither|neither of them|neither of these|
        nothing|no none|not any of them|not any of these|nothing here|something else|other|none apply|not listed|
        different one|another one|none of that|neither one"""
    ),
    "skip": _phrases(
        """skip|skip it|skip this|skip that|skip this one|skip that one|pass|next question|id rather not say|
        rather not say|prefer not to say|i prefer not to say|id prefer not to say|dont want to say|
        i dont want to say|no comment|dont want to answer|i dont want to answer|not saying|none of your business|
        mind your own business"""
    ),
}
"""For each family, phrases that say it when they are the whole message."""

POSITIONS: dict[str, int] = {
    word: place
    for row in (
        "1 2 3 4 5 6 7 8 9 10 11 12",
        "one two three four five six seven eight nine ten eleven twelve",
        "first second third fourth fifth sixth seventh eighth ninth tenth",
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th",
        "a b c d e f g h",
        "1️⃣ 2️⃣ 3️⃣ 4️⃣ 5️⃣ 6️⃣ 7️⃣ 8️⃣ 9️⃣",
        "top",
    )
    for place, word in enumerate(_words(row), start=1)
}
"""What a single word says about a place in the list, counted from 1."""

LAST = frozenset({"last", "bottom", "final"})
"""Words for the last place in the list."""

CONTRAST = frozenset(
    _words(
        """but however except unless what whats how hows why when where who whos which can could should would does
        is are do did explain mean means meant wait tell"""
    )
)
"""After a yes or no, these say that something else follows."""

SAYS_NOT = frozenset(
    _words("not no dont doesnt didnt never isnt arent havent hasnt cant wont neither nor without except")
)
"""Words that turn what follows round."""

TURNS = SAYS_NOT | {"outside"}
"""The same in a label, where more words can do it."""

ASKING = frozenset(["how", "what", "whats", "who", "whos", "when", "where", "why", "which"])
"""With these a question begins."""
SMALL = frozenset(
    _words(
        """a an the i im id ive my me we us our you your he she they it its his her their this that these those one
        some any is am are was be been have has had do does did of to for in on at by with from and or so as get
        got would like want need think just please what how why when where who which can could should will not
        no yes about thanks thank cheers ta"""
    )
)
"""Words that say nothing about which option is meant."""
