"""The demo: the whole system on this machine, with a stand-in for Telegram."""
