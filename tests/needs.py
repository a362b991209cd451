"""What a test needs of the machine."""

import os
from typing import NoReturn

import pytest


def absent(what: str) -> NoReturn:
    """Skip for want of a program; where CI installs it, its absence is a failure."""
    reason = f"needs {what}"
    pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
