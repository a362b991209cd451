"""A bare bot as python-telegram-bot's guide starts it: `run_polling`, one handler."""

import os

from telegram.ext import MessageHandler, filters

from benchmarks.bare import builder, echo


def main() -> None:
    app = builder(os.environ["DUBAN_API_URL"]).build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.run_polling()


if __name__ == "__main__":
    main()
