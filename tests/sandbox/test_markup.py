"""Telegram's HTML: entities by UTF-16 units, complaints by byte offset."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.entities import formatted, units
from sandbox.markup import parse_html
from sandbox.refusals import Refused
from sandbox.rendering import as_html


def spans(text: str) -> list[tuple]:
    return [
        (e.kind, e.offset, e.length, *([e.url] if e.url else []))
        for e in parse_html(text)[1]
    ]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("tg-spoiler", "spoiler"),
        ("B", "bold"),
    ],
)
def test_each_tag_becomes_its_entity_counted_in_utf16(tag, kind):
    assert spans(f"🟢 督办<{tag}>正常🟢</{tag}>") == [(kind, 5, 4)]


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<span class="tg-spoiler">a</span>', [("spoiler", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", [("expandable_blockquote", 0, 1)]),
        ("<a href='telegram.org'>a</a>", [("text_link", 0, 1, "http://telegram.org/")]),
        ("<a>telegram.org</a>", [("text_link", 0, 12, "http://telegram.org/")]),
        ("<a href='http://localhost/x'>a</a>", []),
        ("<a href='tg://user?id=7'>a</a>", [("text_mention", 0, 1)]),
        ("<a href='https://t.me/?a=1&amp;b=2'>a</a>",
         [("text_link", 0, 1, "https://t.me/?a=1&b=2")]),
        ("<i> <b>x</b></i>", [("italic", 0, 2), ("bold", 1, 1)]),
        ("<i><b>x</b></i>", [("bold", 0, 1), ("italic", 0, 1)]),
        ("<code><b>x</b></code>", [("code", 0, 1)]),
        ("<b>x</>", [("bold", 0, 1)]),
        ("<b></b>", []),
        ("<i    aba  =  190azAz-.   >a</i>", [("italic", 0, 1)]),
    ],
)  # fmt: skip
def test_the_finer_points_of_tags(html, wanted):
    assert spans(html) == wanted


@pytest.mark.parametrize(
    "html",
    [
        '<pre><code class="language-python">x</code></pre>',
        '<code class="language-python"><pre>x</pre></code>',
    ],
)
def test_code_with_a_language_in_pre_is_one_entity(html):
    (entity,) = parse_html(html)[1]
    assert (entity.kind, entity.language) == ("pre", "python")


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&#26085;&#x65e5;", "日日"),
        ("&ge;&laquo; a & b &#12345678;", "&ge;&laquo; a & b &#12345678;"),
        ("&lt5", "<5"),
    ],
)
def test_only_four_names_and_numbers_are_references(html, plain):
    assert parse_html(html) == (plain, [])


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("督办<x>", 'Unsupported start tag "x" at byte offset 6'),
        ("8 < 13", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<i>a</b>", ('Unmatched end tag at byte offset 4, expected "</i>", '
                     'found "</b>"')),
        ("<i>a</i  ", "Unclosed end tag at byte offset 4"),
        ("<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i    aba  =  ", 'Unclosed start tag "i" at byte offset 0'),
        ("<i aba=190azAz-.,", "Unexpected end of name token at byte offset 7"),
        ("<i aba='&lt;>", "Unclosed start tag at byte offset 0"),
        ("<i aba", "Unclosed start tag at byte offset 0"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("&#57311;", ("Text contains invalid Unicode characters after decoding HTML "
                     "entities, check for unmatched surrogate code units")),
    ],
)  # fmt: skip
def test_bad_html_is_refused_with_the_place(html, words):
    with pytest.raises(Refused) as no:
        parse_html(html)
    assert no.value.description == f"Bad Request: can't parse entities: {words}"


def test_blanks_are_cut_as_far_as_the_first_entity():
    text, entities = formatted("\n  <b> x </b>  \n", "HTML", None)
    assert text == " x"
    assert [(e.offset, e.length) for e in entities] == [(0, 2)]


def test_commands_and_addresses_are_found_but_not_inside_code():
    text = "/why 见 https://t.me/x。<code>/away</code> a/b"
    found = formatted(text, "HTML", None)[1]
    assert [(e.kind, e.offset, e.length) for e in found] == [
        ("bot_command", 0, 4),
        ("url", 7, 14),
        ("code", 22, 5),
    ]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([{"type": "bold", "offset": 0, "length": 2}], [("bold", 0, 2)]),
        ([{"type": "bold", "offset": 0, "length": 0}], []),
        ([{"type": "pre", "offset": 1, "length": 1, "language": "py"}],
         [("pre", 1, 1)]),
        ([{"type": "text_link", "offset": 0, "length": 1, "url": "t.me"}],
         [("text_link", 0, 1)]),
        ([{"type": "text_mention", "offset": 0, "length": 1, "user": {"id": 5}}],
         [("text_mention", 0, 1)]),
        ([{"type": "hashtag", "offset": 0, "length": 1}], []),
        ("nonsense", []),
    ],
)  # fmt: skip
def test_entities_may_be_given_instead_of_markup(given, wanted):
    found = formatted("督办 <b>", "", given)[1]
    assert [(e.kind, e.offset, e.length) for e in found] == wanted


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["x"], "can't parse MessageEntity: expected an Object"),
        ([{"type": "bold", "length": 1}],
         "can't parse MessageEntity: can't find field \"offset\""),
        ([{"type": "loud", "offset": 0, "length": 1}],
         "can't parse MessageEntity: unsupported type specified"),
        ([{"type": "bold", "offset": 9, "length": 1}],
         "entity begins after the end of the text at UTF-16 offset 9"),
        ([{"type": "bold", "offset": 0, "length": 9}],
         "entity ends after the end of the text at UTF-16 offset 9"),
    ],
)  # fmt: skip
def test_wrong_given_entities_are_refused(given, words):
    with pytest.raises(Refused, match="Bad Request") as no:
        formatted("督办", "", given)
    assert no.value.description == f"Bad Request: {words}"


@given(st.text(alphabet="ab🟢督<>&\"'/ ", max_size=30))
def test_what_the_page_shows_never_holds_a_tag_somebody_wrote(text):
    shown = as_html(text, ())
    assert "<" not in shown
    assert ">" not in shown


@given(st.text(alphabet="<>/bia =\"'督🟢&;#1", max_size=40))
def test_any_text_is_either_parsed_or_refused(text):
    try:
        plain, entities = parse_html(text)
    except Refused:
        return
    assert all(0 <= e.offset < e.end <= units(plain) for e in entities)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<b>a<i>b</i></b>c", "<b>a<i>b</i></b>c"),
        ("<tg-spoiler>a</tg-spoiler>", '<span class="spoiler">a</span>'),
        ("<blockquote expandable>a</blockquote>",
         '<blockquote class="expandable">a</blockquote>'),
        ('<pre><code class="language-py">a</code></pre>',
         '<pre><code class="language-py">a</code></pre>'),
        ("<pre>a</pre>", "<pre><code>a</code></pre>"),
        ("&lt;b&gt; 🟢<u>正常</u>", "&lt;b&gt; 🟢<u>正常</u>"),
        ("<a href='https://t.me/\"x'>a</a>",
         ('<a href="https://t.me/&quot;x" target="_blank" '
         'rel="noopener noreferrer">a</a>')),
        ("<a href='tg://user?id=7'>a</a>", '<span class="mention">a</span>'),
        ("<a href='ton://x'>a</a>", "a"),
        ("见 https://t.me/x", ('见 <a href="https://t.me/x" target="_blank" '
         'rel="noopener noreferrer">https://t.me/x</a>')),
    ],
)  # fmt: skip
def test_the_page_gets_safe_html(html, shown):
    assert as_html(*formatted(html, "HTML", None)) == shown


def test_spans_that_overlap_are_closed_and_opened_again():
    given = [
        {"type": "bold", "offset": 0, "length": 2},
        {"type": "italic", "offset": 1, "length": 2},
    ]
    text, entities = formatted("abc", "", given)
    assert as_html(text, entities) == "<b>a<i>b</i></b><i>c</i>"
