"""Logs: one line an event, on stderr, with no secret in it."""

import logging
import re
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

# A bot token as Telegram makes them; httpx puts it into every address it logs.
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")


def set_up(stream: TextIO, *, level: int = logging.INFO) -> None:
    """Send our events and other libraries' warnings to `stream`, redacted."""
    logging.basicConfig(level=logging.WARNING, stream=stream, format="%(message)s")
    logging.getLogger().handlers[0].addFilter(_redact_record)
    # A bell that is still ringing when it is due again is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redact,
            structlog.dev.ConsoleRenderer(colors=stream.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )


def redacted(text: str) -> str:
    return _TOKEN.sub("[token]", text)


def _redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {
        key: redacted(value) if isinstance(value, str) else value
        for key, value in event.items()
    }


def _redact_record(record: logging.LogRecord) -> bool:
    record.msg, record.args = redacted(record.getMessage()), ()
    return True
