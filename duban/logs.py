"""Logs: one line an event, on stderr, with no secret in it."""

import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, WrappedLogger

from duban.hidden import redacted
from duban.visible import one_line, visible

_TRACE = "exception"


def set_up(stream: TextIO, *, level: int = logging.INFO) -> None:
    """Send our events, other libraries' warnings and last words to `stream`."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Redacting("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    # A bell that is still ringing when it is due again is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # What a request failed of is logged by whoever made it, in one line.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _spelled_out,
            structlog.dev.ConsoleRenderer(colors=stream.isatty()),
            _redact,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    _hear_last_words(stream)


class _Redacting(logging.Formatter):
    """Redacts the whole line, its traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return visible(redacted(super().format(record)))


def _spelled_out(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep what people wrote from forging a line or steering the terminal."""
    return {
        key: (visible if key == _TRACE else one_line)(value)
        if isinstance(value, str)
        else value
        for key, value in event.items()
    }


def _redact(_logger: WrappedLogger, _method: str, line: object) -> str:
    """Redact the line as it stands: whatever was nested in it is text by now."""
    return redacted(str(line))


def _hear_last_words(stream: TextIO) -> None:
    """Redact what nobody caught as well: Python would print it as it is."""

    def say(
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        told = "".join(traceback.format_exception(kind, error, trace))
        print(visible(redacted(told)), end="", file=stream, flush=True)

    sys.excepthook = say
    threading.excepthook = lambda last: say(
        last.exc_type, last.exc_value, last.exc_traceback
    )
    sys.unraisablehook = lambda last: say(
        last.exc_type, last.exc_value, last.exc_traceback
    )
