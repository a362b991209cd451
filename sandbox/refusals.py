"""How the Bot API says no: its codes and its words.

Refused      the Bot API's answer to a bot
Impossible   what a person's own app would not let her do (control API, tests)
"""


class Refused(Exception):
    """A Bot API error: `code` is also the HTTP status."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, object]:
        said: dict[str, object] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        return said | ({"parameters": self.parameters} if self.parameters else {})


class Impossible(Exception):
    """A person cannot do this: no such message, a bot she has blocked."""


def bad(words: str, **parameters: int) -> Refused:
    return Refused(400, f"Bad Request: {words}", **parameters)


def forbidden(words: str) -> Refused:
    return Refused(403, f"Forbidden: {words}")


def conflict(words: str) -> Refused:
    return Refused(409, f"Conflict: {words}")


def too_many(seconds: int) -> Refused:
    words = f"Too Many Requests: retry after {seconds}"
    return Refused(429, words, retry_after=seconds)
