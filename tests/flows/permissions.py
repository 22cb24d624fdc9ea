"""Root without the privilege to pass over file permissions, as an ordinary user is."""

import ctypes
import os

# linux/capability.h: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, version 3 (two words of 32 bits).
PASS_OVER_PERMISSIONS = (1 << 1) | (1 << 2)
VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Words(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def obey_permissions() -> None:
    """Give up, in this process for good, root's right to read and write every file.

    Unlike becoming another user, Python's own files stay readable. Other users need nothing.
    """
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, words = _Header(VERSION_3, 0), (_Words * 2)()
    if libc.capget(ctypes.byref(header), words) != 0:
        raise OSError(ctypes.get_errno(), "capget")
    words[0].effective &= ~PASS_OVER_PERMISSIONS
    words[0].permitted &= ~PASS_OVER_PERMISSIONS
    if libc.capset(ctypes.byref(header), words) != 0:
        raise OSError(ctypes.get_errno(), "capset")
