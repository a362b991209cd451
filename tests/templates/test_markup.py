"""What is sent is HTML that Telegram takes, whatever people write."""

import re
from datetime import datetime
from html.parser import HTMLParser

import pytest
from tables import each

from templates import LOCALES, plain, render
from templates.samples import SAMPLES

TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}
ALONE = {"code", "pre"}  # Telegram keeps no other formatting in or around them
BARE = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+);)\S*|<(?!/?[a-z])")
HOSTILE = "<b>&\"'</code><script>{{ 7*7 }}&nbsp;</b"
LONG = "两市权属不清" * 834  # 5,004 characters, more than one message holds
# Keys whose values are the house's own: the rest is what people write.
OURS = {
    "light",
    "why",
    "before",
    "after",
    "role",
    "status",
    "next_to",
    "to",
    "what",
    "lights",
    "chosen",
    "sum",
}
OURS |= {"totals", "commands", "move", "stage", "state", "kind", "held", "unreachable"}
SAMPLED = [(name, about) for name in sorted(SAMPLES) for about in SAMPLES[name]]


class Checker(HTMLParser):
    """Telegram's rules for HTML: few tags, all closed, few entities."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag, attrs):
        allowed = ["href"] if tag == "a" else []
        if tag not in TAGS or [name for name, _ in attrs] != allowed:
            self.faults.append(f"<{tag} {attrs}>")
        if self.open and ALONE & {tag, *self.open}:
            self.faults.append(f"<{tag}> within {self.open}")
        self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"stray </{tag}>")

    def handle_decl(self, decl):
        self.faults.append(f"<!{decl}>")

    handle_comment = handle_pi = unknown_decl = handle_decl


def faults(html: str) -> list[str]:
    checker = Checker()
    checker.feed(html)
    checker.close()
    unclosed = [f"unclosed <{tag}>" for tag in checker.open]
    return [*checker.faults, *unclosed, *BARE.findall(html)]


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<b>x", "unclosed <b>"),
        ("x</b>", "stray </b>"),
        ("<b><i>x</b></i>", "stray </b>"),
        ("<div>x</div>", "<div []>"),
        ('<b class="x">y</b>', "<b [('class', 'x')]>"),
        ("<b><code>2.2</code></b>", "<code> within ['b']"),
        ("a &nbsp; b", "&nbsp;"),
        ("R&D", "&D"),
        ("1 < 2", "<"),
        ("<!-- x -->", "<! x >"),
    ],
)
def test_the_checker_is_strict(html, fault):
    assert fault in faults(html)


@pytest.mark.parametrize("locale", LOCALES)
@each(("name", "about"), SAMPLED)
def test_a_message_is_html_telegram_takes_line_by_line(name, about, locale):
    """Line by line, for a long message is cut between lines."""
    for line in render(name, locale, **SAMPLES[name][about]).split("\n"):
        assert faults(line) == []


@pytest.mark.parametrize("locale", LOCALES)
@each(("name", "about"), SAMPLED)
def test_what_people_write_cannot_break_a_message(name, about, locale):
    said = render(name, locale, **_rewritten(SAMPLES[name][about], HOSTILE))
    assert faults(said) == []
    assert "<script" not in said
    assert "49" not in plain(said).replace(HOSTILE, "")


@pytest.mark.parametrize("locale", LOCALES)
@each("name", sorted(SAMPLES))
def test_not_even_by_writing_five_thousand_characters(name, locale):
    told = next(iter(SAMPLES[name].values()))
    assert faults(render(name, locale, **_rewritten(told, HOSTILE * 140))) == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("hint/nothing", "example"),
        ("join/preview", "plan"),
        ("join/welcome", "name"),
        ("refusal/unknown", "given"),
        ("refusal/notyours", "task"),
        ("report/card", "problem"),
        ("report/card", "needs"),
        ("report/receipt", "who"),
        ("report/which", "text"),
        ("task/card", "title"),
        ("admin/aside", "why"),
    ],
)
def test_what_was_written_is_read_back_as_written(name, key, locale):
    told = dict(next(iter(SAMPLES[name].values()))) | {key: HOSTILE}
    assert HOSTILE in plain(render(name, locale, **told))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", ["report/card", "task/card"])
def test_a_long_complaint_still_fits_one_message(name, locale):
    told = dict(next(iter(SAMPLES[name].values())))
    said = render(name, locale, **told | {"problem": LONG, "needs": LONG})
    assert len(said) <= 4096
    assert plain(said).count("…") == 2


@pytest.mark.parametrize("locale", LOCALES)
def test_a_digest_of_long_complaints_still_fits_one_message(locale):
    told = SAMPLES["digest/weekly"]["a full week"]
    lines = [
        one | {"problem": LONG, "need": LONG, "whom": LONG, "by": "2020-06-30"}
        for one in told["sections"]["needs"]["lines"] * 2
    ][:5]
    section = {"lines": lines, "more": 34, "total": 39, "also": True}
    sections = {"needs": section, "worse": section, "overdue": section}
    said = render("digest/weekly", locale, **told | {"sections": sections})
    assert len(said) <= 4096


@pytest.mark.parametrize("locale", LOCALES)
def test_a_text_of_many_lines_takes_one_line_of_a_list(locale):
    told = SAMPLES["task/card"]["on pace, stated higher"]
    assert "钢铁改了5家 锅炉还差两台" in render("task/card", locale, **told)


def _rewritten(told: object, text: str) -> dict:
    """Return facts with `text` wherever a person's or the catalog's words stand."""
    if isinstance(told, dict):
        return {k: v if k in OURS else _rewritten(v, text) for k, v in told.items()}
    if isinstance(told, list):
        return [_rewritten(one, text) for one in told]
    if isinstance(told, str) and told and not _is_moment(told):
        return text
    return told


def _is_moment(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text)) and len(text) >= 10
    except ValueError:
        return False
