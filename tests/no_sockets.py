"""For a process of a test: from `forbid` on, the kernel ends it as soon as anything in it reaches for a network.

A seccomp filter (Linux) sees every system call, those of compiled libraries too, which Python's audit hooks do not. To
listen is allowed: that is how a page is served.
"""

import ctypes
import platform
import struct
import sys
from socket import AF_INET, AF_INET6, SOCK_STREAM

_CALLS = {"x86_64": (41, 42), "aarch64": (198, 203)}  # numbers of socket(2) and connect(2)
_NO_NEW_PRIVS, _SECCOMP, _FILTER = 38, 22, 2  # of prctl(2)
_LOAD, _AND, _IF_EQUAL, _RETURN = 0x20, 0x54, 0x15, 0x06  # of the filter's machine
_KILL, _ALLOW = 0x80000000, 0x7FFF0000
_CALL, _FIRST, _SECOND = 0, 16, 24  # where the call's number and its arguments lie in what a filter is shown
_KIND = 0xF  # of a socket, without its flags


def available() -> bool:
    return sys.platform == "linux" and platform.machine() in _CALLS


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def forbid() -> None:
    """No connection, and no internet socket that could send without one. Threads made later inherit it."""
    socket, connect = _CALLS[platform.machine()]
    steps = [
        _step(_LOAD, _CALL),
        _step(_IF_EQUAL, connect, then=7),
        _step(_IF_EQUAL, socket, otherwise=7),
        _step(_LOAD, _FIRST),
        _step(_IF_EQUAL, AF_INET, then=1),
        _step(_IF_EQUAL, AF_INET6, otherwise=4),
        _step(_LOAD, _SECOND),
        _step(_AND, _KIND),
        _step(_IF_EQUAL, SOCK_STREAM, then=1),
        _step(_RETURN, _KILL),
        _step(_RETURN, _ALLOW),
    ]
    raw = ctypes.create_string_buffer(b"".join(steps))
    program = _Program(len(steps), ctypes.addressof(raw))
    libc = ctypes.CDLL(None, use_errno=True)
    for call in ((_NO_NEW_PRIVS, 1, 0, 0, 0), (_SECCOMP, _FILTER, ctypes.byref(program), 0, 0)):
        if libc.prctl(*call):
            raise OSError(ctypes.get_errno(), "no filter of system calls here")


def _step(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", code, then, otherwise, value)
