"""Folders that change places: the old one is whole under its name until the new one is."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux (renameat2, https://man7.org/linux/man-pages/man2/rename.2.html), RENAME_SWAP of macOS."""
_HERE = -100
"""AT_FDCWD of Linux: paths are as they stand."""
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV}
"""What a system says that cannot exchange two names."""


def swap(new: Path, path: Path, aside: Path) -> bool:
    """Give a folder the name of another, which takes its name instead; whether that one went aside.

    :param aside: where the old folder goes on a system that cannot exchange two names at once.
    :raises OSError: where that is not possible; the old folder then has its name.
    """
    if not path.exists():
        os.rename(new, path)
        return False
    if _exchanged(new, path):
        return False
    os.rename(path, aside)
    try:
        os.rename(new, path)
    except OSError:
        os.rename(aside, path)
        raise
    return True


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system let two names change places."""
    import ctypes

    if os.name != "posix":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(system, "renameat2"):
        failed = system.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    elif sys.platform == "darwin" and hasattr(system, "renamex_np"):
        failed = system.renamex_np(os.fsencode(one), os.fsencode(other), _EXCHANGE)
    else:
        return False
    if failed and (code := ctypes.get_errno()) not in _UNABLE:
        raise OSError(code, os.strerror(code), str(other))
    return not failed
