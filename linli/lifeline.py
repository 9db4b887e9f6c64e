"""Starts a program that dies with its parent: run as a script, it binds itself to the parent and becomes the program.

`python lifeline.py PARENT SIGNAL ACCOUNT PROGRAM ARGUMENTS…`: the kernel sends SIGNAL when the parent is gone,
also after a SIGKILL (prctl(2), PR_SET_PDEATHSIG). A script of its own, because code between fork and exec in a
process with threads can hang. ACCOUNT, if not empty, is who root becomes first: PostgreSQL refuses to run as root.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def become(account: str) -> None:
    """Leave root for `account`, still able to reach programs and files under root's own directories."""
    libc, entry = ctypes.CDLL(None, use_errno=True), pwd.getpwnam(account)
    libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    bit = 1 << CAP_DAC_OVERRIDE
    sets = (_Sets * 2)(_Sets(bit, bit, bit), _Sets(0, 0, 0))
    libc.capset(ctypes.byref(_Header(CAPABILITY_VERSION_3, 0)), sets)
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)


def bind(parent: int, signal_number: int) -> None:
    """Ask for the signal at the parent's death; leave when it is dead already. Only Linux has this."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    own_account = sys.argv[3]
    if own_account:
        become(own_account)
    bind(int(sys.argv[1]), int(sys.argv[2]))  # after the change of account, which would clear it
    os.execv(sys.argv[4], sys.argv[4:])  # noqa: S606 - the program is the caller's choice
