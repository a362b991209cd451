"""The token by which tests of the bot's parts know their stand-in."""

TOKEN = "100000001:a-token-for-the-stand-in-only"
