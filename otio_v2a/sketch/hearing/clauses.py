"""The parts of a prompt, and what of it is refused."""

import re

_CLAUSE = re.compile(
    r"[,;.:!?/&+|()\"\n\u2013\u2014]| - |\b(?:and|with|while|then|plus|over|as|but|just|only"
    r"|followed by|along with|mixed with)\b"
)
_NO = (
    r"(?:no|not|without|never|minus|except(?: for)?|neither|nor|lack of|absence of|free of"
    r"|devoid of|instead of|rather than|excluding|anything but|avoid|remove|zero"
    r"|(?:is|are|does|do|was|were|ca|wo)n't)"
)
_NEGATION = re.compile(rf"\b{_NO}\b.*")
_ASKED_AFTER_ALL = re.compile(
    r"\bnothing (?:else )?(?:but|except)\b|\bnot (?:only|just|merely)\b|\bnone but\b"
    r"|(?<=silence) except(?: for)?\b|(?<=quiet) except(?: for)?\b"
    r"|\bno (?:doubt|matter)\b|\bnon-?stop\b|\bno one (?:else )?but\b"
)
_FREE = re.compile(r"\b\w+-free\b")
_WORD = rf"(?!{_NO}\b)[\w'-]+"
_ITEM = rf"{_WORD}(?: {_WORD}){{0,2}} ?"
_REFUSED_LIST = re.compile(rf"\b{_NO} {_ITEM}(?:, ?{_ITEM})*,? (?:or|nor) {_ITEM}")


def clauses(prompt: str) -> tuple[str, ...]:
    """The parts of a prompt, lower case, with what "no" and "without" refuse left out."""
    kept = (_NEGATION.sub("", clause).strip() for clause in _parts(prompt))
    return tuple(clause for clause in kept if clause)


def refused(prompt: str) -> str:
    """The words that "no" and "without" refuse, in one string."""
    found = (_NEGATION.search(clause) for clause in _parts(prompt))
    return " ".join(match.group() for match in found if match)


def _parts(prompt: str) -> list[str]:
    text = prompt.lower().replace("\u2019", "'")
    text = _FREE.sub(" ", _ASKED_AFTER_ALL.sub(" , ", text))
    # In "no birds, cars or people" the "or" says that the list goes on being refused.
    text = _REFUSED_LIST.sub(lambda match: match.group().replace(",", " or"), text)
    return _CLAUSE.split(text)
