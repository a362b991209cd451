"""A stand-in for Telegram: its Bot API over HTTP, and a page where you play people."""
