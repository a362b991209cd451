"""What every process of a bench knows; it loads nothing, so that nobody is heavier."""

TOKEN = "100000001:a-token-for-the-benches-only"  # noqa: S105 - the stand-in's own
FIRST_PERSON = 1_000  # people's Telegram numbers count up from here
