"""Our buttons as Telegram's keyboard."""

from telegram import InlineKeyboardButton
from telegram import InlineKeyboardMarkup as Keyboard

from rules.message import Button, Buttons
from templates import label

MOST_BUTTONS = 100


def keyboard(buttons: Buttons, locale: str) -> Keyboard | None:
    """Return Telegram's keyboard for our buttons, or None without any.

    Telegram refuses a message with more than a hundred: the rest are left out.
    """
    if not buttons:
        return None
    left = MOST_BUTTONS
    rows = []
    for row in buttons:
        fitting = row[:left]
        left -= len(fitting)
        if fitting:
            rows.append([_button(button, locale) for button in fitting])
    return Keyboard(rows)


def _button(button: Button, locale: str) -> InlineKeyboardButton:
    text = label(button.label, locale, **button.facts)
    return InlineKeyboardButton(text, callback_data=button.data)
