"""How an English word roughly sounds, so that "helth" meets "health" and "fisio" meets "physio"."""

_REPLACEMENTS = (
    ("tion", "xn"), ("sion", "xn"), ("cion", "xn"), ("shun", "xn"), ("cian", "xn"), ("tian", "xn"),
    ("sch", "sk"), ("tch", "ch"), ("ough", "o"), ("augh", "a"), ("igh", "i"), ("eigh", "a"),
    ("gh", "g"), ("ph", "f"), ("wh", "w"), ("ck", "k"), ("qu", "kw"), ("x", "ks"), ("ce", "se"), ("ci", "si"),
    ("cy", "sy"), ("ge", "je"), ("gi", "ji"),
    ("dge", "je"), ("mb", "m"), ("sh", "S"), ("ch", "C"), ("th", "T"), ("c", "k"), ("z", "s"), ("q", "k"),
)  # fmt: skip
_STARTS = (("kn", "n"), ("wr", "r"), ("ps", "s"), ("gn", "n"))
_NO_VOWELS = str.maketrans("", "", "aeiouyhw'-")


def sound(word: str) -> str:
    """A key that words of like sound share: the consonants as spoken, doubled ones once, and the first letter's kind.

    Takes a word in small letters; the key may be empty only for an empty word.
    """
    for written, spoken in _STARTS:
        if word.startswith(written):
            word = spoken + word[len(written) :]
    for written, spoken in _REPLACEMENTS:
        if written in word:
            word = word.replace(written, spoken)
    if not word:
        return ""
    first = "a" if word[0] in "aeiou" else word[0]
    rest = word[1:].translate(_NO_VOWELS)
    key = first
    for letter in rest:
        if letter != key[-1]:
            key += letter
    return key
