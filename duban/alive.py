"""Whether a process of this machine has ended: then its lease need not run out."""

import os
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")


def signature() -> str:
    """Return what tells this process from every other, here and elsewhere."""
    own = os.getpid()
    return f"{_kernel()}:{own}:{_started(own)}"


def ended(signature: str) -> bool:
    """Whether the process of a signature ran here and has certainly ended.

    One that ran elsewhere, or where nobody can tell, has not.
    """
    kernel, pid, started = signature.split(":")
    if not kernel or kernel != _kernel():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _started(int(pid)) != started  # its number was given to another


def _kernel() -> str:
    """Name the running kernel and, in a container, whose processes we see."""
    try:
        space = Path("/proc/self/ns/pid").readlink().name
        return f"{_BOOT.read_text().strip()}-{''.join(filter(str.isdigit, space))}"
    except OSError:
        return ""


def _started(pid: int) -> str:
    """Return when a process began, in the kernel's ticks; empty for one that ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    state, *fields = told.rpartition(")")[2].split()  # a name may hold anything
    return "" if state in {"Z", "X"} else fields[18]
