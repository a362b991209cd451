"""How English asks somebody for something: need finance to approve the budget."""

import re

_BODY = (
    r"bureaus?|departments?|commissions?|offices?|committees?|divisions?|ministry|ministries"
    r"|governments?|councils?|authority|authorities|agency|agencies|company|companies|firms?"
    r"|grid|utility|finance|treasury|city|cities|provinces?|county|counties"
    r"|districts?|leaders?|leadership|directors?|minister|governor|mayor|secretary|head"
    r"|chief|boss|team|police|court|bank|hospital|units?|suppliers?|contractors?|owners?"
    r"|lawyers?|experts?|headquarters|legal|[A-Z]{2,6}"
)
_ORG = (
    rf"(?:the\s+)?(?:[\w'&-]+\s+){{0,5}}?(?:{_BODY})\b(?!\s+(?:{_BODY})\b)"
    r"(?:\s+of\s+[\w'&-]+(?:\s+[\w'&-]+)?)?"
)
_HELP = (
    r"(?:help|support|approval|coordination|(?:a\s+)?decision|funds|funding|money|consent"
    r"|guidance|permission|clearance|advice)"
)
_ASKED = r"(?i:\b(?:needs?|ask(?:ing)?|request(?:s|ing)?|want|expect)~)(?!to\b|for\b)"
_MUST = r"(?i:must|should|has~to|have~to|needs?~to|to)~"


def _form(*words: str) -> re.Pattern[str]:
    # Only the acronyms of `_BODY` tell capitals from small letters.
    return re.compile("".join(words).replace("~", r"\s+"))


_FORMS = (
    _form(_ASKED, rf"(?P<whom>(?i:the\s+)?{_ORG})(?i:~to~)(?P<what>.+)"),
    _form(rf"^(?P<whom>{_ORG})~", _MUST, r"(?P<what>.+)"),
    _form(
        rf"(?P<what>(?i:{_HELP})(?:~\S+){{0,6}}?)~(?i:from|of|by)~",
        rf"(?P<whom>{_ORG})(?P<on>.*)",
    ),
    _form(
        r"(?i:\bneeds?~)(?P<what>[^,]{2,60}?)~(?i:from)~",
        rf"(?P<whom>{_ORG})(?P<on>.*)",
    ),
    _form(
        rf"(?i:\b(?:needs?|request(?:s|ing)?)~)(?P<whom>{_ORG})(?:['’]s?)?~",
        rf"(?P<what>(?i:{_HELP}).*)",
    ),
)
_ASK = re.compile(
    r"(?:^|\b)(?:(?:we|i|it|they)\s+)?(?:(?:still|urgently|also|now)\s+)*"
    r"(?:needs?(?:\s+to)?|please|kindly|request(?:s|ing)?|asking\s+for|ask\s+for)\b\s*",
    re.IGNORECASE,
)
_TRIMMED = " ,.;:"


def read(text: str) -> tuple[bool, str, str] | None:
    """Return whether a clause asks, whom, and for what; None if it asks for nothing."""
    for form in _FORMS:
        found = form.search(text)
        if found:
            whom = re.sub(r"^(?i:the)\s+", "", found["whom"].strip(_TRIMMED))
            what = found["what"] + (found.groupdict().get("on") or "")
            return True, whom, what.strip(_TRIMMED)
    asked = _ASK.search(text)
    if asked is None:
        return None
    head = text[: asked.start()].strip(_TRIMMED)
    return True, "", " ".join([*head.split(), text[asked.end() :].strip(_TRIMMED)])
