"""The reply as the rules see it: plain characters, each knowing where it was."""

import re
import unicodedata
from dataclasses import dataclass

# A Telegram message holds 4096; what is beyond is a pasted file, not a reply.
LONGEST = 5_000
_KEYCAP = re.compile(r"[0-9#*]\ufe0f?\u20e3|[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793]")
# Only letters, digits and the signs that belong to numbers: a full-width comma
# must stay one, or 55，512 would become a thousands group.
_WIDE = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code - 0xFEE0).isalnum() or chr(code - 0xFEE0) in "%./-+#~"
}
_PLAIN = _WIDE | dict.fromkeys((0x3000, 0xA0, ord("\t")), ord(" "))
_BLANKS = re.compile(r"[ \n\r\u2028\u2029]{2,}+")
# 15 万 吨 is one amount; 285 千吨万人 is a name behind a number.
_APART = re.compile(
    r"(?<=[0-9]) (?=[百千万亿](?!吨万人)[ 吨家个项座台处类本])"
    r"|(?<=[0-9 ][百千万亿]) (?=[吨家个项座台处类本])"
)
_UNSEEN = frozenset({"Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    text: str
    at: tuple[int, ...]  # for each character, its place in the original

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Say where a stretch of the clean text was in the original."""
        return self.at[start], self.at[end - 1] + 1


def clean(text: str) -> Clean:
    """Drop what nobody sees or counts with; write wide digits as plain ones."""
    text = text[:LONGEST]
    # Emoji and circled digits number a list; they never count anything.
    text = _KEYCAP.sub(lambda found: " " * len(found.group()), text)
    # One blank says as much as a thousand, and is read a thousand times faster.
    text = _BLANKS.sub(_one_blank, text.translate(_PLAIN))
    text = _APART.sub("\u200b", text)
    kept = [
        (place, letter)
        for place, letter in enumerate(text)
        if letter == "\n" or unicodedata.category(letter) not in _UNSEEN
    ]
    return Clean(
        text="".join(letter for _, letter in kept),
        at=tuple(place for place, _ in kept),
    )


def _one_blank(found: re.Match[str]) -> str:
    blank = "\n" if "\n" in found.group() else " "
    return blank + "\u200b" * (len(found.group()) - 1)  # dropped as unseen
