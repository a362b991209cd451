"""The table of troubles as a document.

PYTHONPATH=tests python -m promises.matrix > docs/promises.md
"""

import sys

from promises.cases import AGAIN, CARD, CASES, LETTER, Case

HEAD = """\
# What goes wrong, and what people see

Every line is tried by `tests/promises/test_matrix.py`: the real house, real HTTP to a
stand-in that fails as Telegram does, real databases. This page is made from the same
list (`python -m promises.matrix`), so it says nothing that is not so.

An owner (安宁) is owed the first letter of the plan at 08:30, or has just reported in
her own words, while one thing goes wrong. By 10:00 she and the admin have seen what
stands here, and nothing else. Three messages come up often:

| name | words |
|---|---|
"""
MIDDLE = """
| trouble | what becomes of it | the owner sees | the admin sees |
|---|---|---|---|
"""
TAIL = """
Three more proofs take longer and print their figures:

- `make kill ROUNDS=200`: `duban run` is killed with SIGKILL at random moments, at work
  and while it starts, on SQLite and on PostgreSQL; so are a first start with its
  migration, and `catalog apply`. Then everything said and promised is counted.
- `make failover ROUNDS=20`: two replicas, the one on duty is killed again and again.
- `make soak DAYS=30`: the plan's days at high speed, with faults by chance in a fifth
  of all requests, somebody who blocks the bot, a bot that is down for an hour and a
  clock set back; at the end the auditor finds nothing, and reports and obligations
  are those of the same days without faults.

Shorter runs of the first and the last are part of the test suite.
"""
NAMES = {LETTER: "*the letter*", AGAIN: "*the letter again*", CARD: "*the card*"}
MORE = {CARD: " and what was understood of her words"}


def document() -> str:
    """Return the whole page."""
    words = "".join(f"| {NAMES[text]} | {_cell(text)} |\n" for text in NAMES)
    return HEAD + words + MIDDLE + "".join(map(_row, CASES)) + TAIL


def _row(case: Case) -> str:
    seen = (_seen(case.owner), _seen(case.admin))
    return f"| {case.trouble} | {case.becomes} | {seen[0]} | {seen[1]} |\n"


def _seen(messages: tuple[str, ...]) -> str:
    return "; ".join(NAMES.get(one) or _cell(one) for one in messages) or "nothing"


def _cell(text: str) -> str:
    return text.replace("\n", "<br>") + MORE.get(text, "")


if __name__ == "__main__":
    sys.stdout.write(document())
