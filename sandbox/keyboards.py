"""reply_markup: what a bot may put under a message, checked and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sandbox.links import WrongLink, normal
from sandbox.model import Button, Rows
from sandbox.refusals import bad

BUTTON_LIMIT = 100
DATA_LIMIT = 64  # bytes
MARKUP_LIMIT = 10_000  # bytes, as observed
_OTHER = ("keyboard", "force_reply", "remove_keyboard")


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    rows: Rows = ()
    keyboard: Mapping[str, object] | None = None


def read_markup(given: object, *, private: bool) -> Markup:
    """Return the keyboard in `given` (decoded JSON), or refuse it."""
    if given is None:
        return Markup()
    if not isinstance(given, Mapping):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in given:
        return Markup(rows=_rows(given["inline_keyboard"], private=private))
    if any(given.get(key) for key in _OTHER):
        return Markup(keyboard=_reply_keyboard(given))
    return Markup()


def read_inline(given: object, *, private: bool) -> Rows:
    """Return the rows for an edit: Telegram takes only inline keyboards there."""
    made = read_markup(given, private=private)
    if made.keyboard is not None:
        raise bad("inline keyboard expected")
    return made.rows


def _reply_keyboard(given: Mapping[str, object]) -> Mapping[str, object]:
    for row in _arrays(given.get("keyboard", []), "keyboard"):
        for button in row:
            if not isinstance(button, (str, Mapping)):
                raise bad(
                    "can't parse keyboard button: "
                    "KeyboardButton must be a String or an Object"
                )
    return given


def _arrays(given: object, name: str) -> list[list[object]]:
    if not isinstance(given, list) or not all(isinstance(r, list) for r in given):
        owner = " of the InlineKeyboardMarkup" if name == "inline_keyboard" else ""
        raise bad(f'field "{name}"{owner} must be an Array of Arrays')
    return given


def _rows(given: object, *, private: bool) -> Rows:
    made = [
        tuple(b for one in row if (b := _button(one, private=private)).text)
        for row in _arrays(given, "inline_keyboard")
    ]
    rows = tuple(row for row in made if row)
    weight = sum(len(b.text.encode()) + len(b.data) + 40 for row in rows for b in row)
    if sum(map(len, rows)) > BUTTON_LIMIT or weight > MARKUP_LIMIT:
        raise bad("reply markup is too long")
    return rows


def _button(one: object, *, private: bool) -> Button:
    prefix = "can't parse inline keyboard button: "
    if not isinstance(one, Mapping):
        raise bad(f"{prefix}InlineKeyboardButton must be an Object")
    text = one.get("text")
    if not isinstance(text, str):
        raise bad(f'{prefix}can\'t find field "text"')
    made = _action(Button(text=text), one, private=private)
    if made is None:
        raise bad(f"{prefix}Text buttons are unallowed in the inline keyboard")
    return made


def _action(bare: Button, one: Mapping[str, object], *, private: bool) -> Button | None:
    if url := one.get("url"):
        return replace(bare, url=_address("URL", str(url)))
    if data := one.get("callback_data"):
        if len(str(data).encode()) > DATA_LIMIT:
            raise bad("BUTTON_DATA_INVALID")
        return replace(bare, data=str(data))
    if isinstance(app := one.get("web_app"), Mapping):
        if not private:
            raise bad("BUTTON_TYPE_INVALID")
        return replace(bare, web_app=_secure(str(app.get("url", ""))))
    if isinstance(copy := one.get("copy_text"), Mapping):
        return replace(bare, copy=str(copy.get("text", "")))
    return None


def _address(what: str, url: str) -> str:
    try:
        return normal(url)
    except WrongLink as why:
        raise bad(f"inline keyboard button {what} '{url}' is invalid: {why}") from why


def _secure(url: str) -> str:
    made = _address("Web App URL", url)
    if not made.startswith("https://"):
        raise bad(
            f"inline keyboard button Web App URL '{url}' is invalid: "
            "Only HTTPS links are allowed"
        )
    return made


def wire_rows(rows: Rows) -> dict[str, object]:
    return {"inline_keyboard": [[_wire(b) for b in row] for row in rows]}


def _wire(b: Button) -> dict[str, object]:
    if b.data:
        return {"text": b.text, "callback_data": b.data}
    if b.url:
        return {"text": b.text, "url": b.url}
    if b.web_app:
        return {"text": b.text, "web_app": {"url": b.web_app}}
    return {"text": b.text, "copy_text": {"text": b.copy}}
