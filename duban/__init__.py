"""The roof: the `duban` command, the settings, the wiring, the only real clock."""
