"""Walls around the process that decodes hostile pictures: what it can't reach, no picture can make it reach.

``python -P walls.py FD MODELS …`` is how ``child`` starts it: Landlock closes the files while there is one thread,
since it binds no thread that runs already; ``child_main`` then loads the models and closes the system calls (seccomp),
which binds all. Only the standard library is imported, and numbers and structures are those of Linux's own headers
(``linux/landlock.h``, ``linux/seccomp.h``, ``asm/unistd.h``); no typed library of either is kept well enough.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import platform
import runpy
import signal
import struct
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

HOUSE: Final = Path(__file__).resolve().parents[1]

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS: Final = ((1, 13), (2, 14), (3, 15), (5, 16))
"""Version of Landlock → how many rights over files it knows; all of them are closed."""
_PATH_BENEATH = 1

_FILTER, _ALL_THREADS, _ACTION_AVAILABLE = 1, 1, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_X32 = 0x40000000
_THREAD = 0x00010000
"""``clone`` with this flag begins a thread, without it a process."""

_EVERYWHERE = (424, 425, 426, 427, 434, 438, 440)
"""Signals by pidfd, io_uring (which would do the rest for us), other processes' files and memory."""


class _Machine(NamedTuple):
    name: int
    seccomp: int
    clone: int
    closed: tuple[int, ...]


_CLONE3: Final = 435
_MACHINES: Final = {
    # Lines: socket connect accept sendto sendmsg bind listen socketpair accept4 ·
    # fork vfork execve execveat kill ptrace process_vm_readv process_vm_writev kcmp ·
    # mount umount2 unshare setns open_by_handle_at, modules, keys, perf, bpf, userfaultfd
    "x86_64": _Machine(
        0xC000003E,
        317,
        56,
        (
            *(41, 42, 43, 44, 46, 49, 50, 53, 288),
            *(57, 58, 59, 322, 62, 101, 310, 311, 312),
            *(165, 166, 272, 308, 304, 175, 176, 313, 248, 249, 250, 298, 321, 323),
        ),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        277,
        220,
        (
            *(198, 203, 202, 206, 211, 200, 201, 199, 242),
            *(221, 281, 129, 117, 270, 271, 272),
            *(40, 39, 97, 268, 265, 105, 106, 273, 217, 218, 219, 241, 280, 282),
        ),
    ),
}

_libc = ctypes.CDLL(None, use_errno=True)


def hide_memory() -> None:
    """For a process with secrets: no other one of its user may read its environment or memory, and none is dumped."""
    if sys.platform == "linux":
        _prctl(_PR_SET_DUMPABLE, 0)


def lacking() -> tuple[str, ...]:
    """What this kernel does not have of the walls, by name: the decoding process then does without."""
    missing = []
    if _landlock_version() < 1:
        missing.append("Landlock")
    machine = _MACHINES.get(platform.machine())
    action = ctypes.c_uint32(_REFUSE)
    if machine is None or _libc.syscall(machine.seccomp, _ACTION_AVAILABLE, 0, ctypes.byref(action)):
        missing.append("seccomp")
    return tuple(missing)


def close_files(readable: Iterable[Path], listed: Path) -> None:
    """From now on nothing can be opened but what lies below ``readable``, and that for reading; no TCP, no signals.

    Args:
        readable: Files, and folders with all that is in them; what isn't there is passed over.
        listed: A folder in which Python may look for modules by name, without reading what else lies in it.

    Raises:
        OSError: the kernel has Landlock and refuses.
    """
    version = _landlock_version()
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    if version < 1:
        return
    rights = (1 << max(known for since, known in _FILE_RIGHTS if since <= version)) - 1
    attributes = struct.pack("=QQQ", rights, 0b11, 0b11)[: 24 if version >= 6 else 16 if version >= 4 else 8]  # noqa: PLR2004
    ruleset = _called(_LANDLOCK_CREATE, attributes, len(attributes), 0)
    reading = {path: _READ_FILE | (_READ_DIR if path.is_dir() else 0) for path in readable if path.exists()}
    for path, allowed in [(listed, _READ_DIR), *reading.items()]:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        _called(_LANDLOCK_ADD, ruleset, _PATH_BENEATH, struct.pack("=Qi", allowed, place), 0)
        os.close(place)
    _called(_LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)


def close_calls() -> None:
    """From now on no thread of ours can open a socket, begin or touch another process, or reach deep into the kernel.

    Raises:
        OSError: the kernel has seccomp and refuses.
    """
    if "seccomp" in lacking():
        return
    machine = _MACHINES[platform.machine()]
    program = b"".join(_filter(machine))
    code = ctypes.create_string_buffer(program, len(program))
    whole = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    _called(machine.seccomp, _FILTER, _ALL_THREADS, whole)


def _filter(machine: _Machine) -> Iterator[bytes]:
    """Classic BPF: code, jumps if true and false (counted from the next instruction), constant."""

    def step(code: int, constant: int, true: int = 0, false: int = 0) -> bytes:
        return struct.pack("=HBBI", code, true, false, constant)

    refuse = step(_RETURN, _REFUSE | errno.EPERM)
    yield step(_LOAD, _MACHINE)
    yield step(_EQUAL, machine.name, true=1)
    yield refuse
    yield step(_LOAD, _NUMBER)
    yield step(_AT_LEAST, _X32, false=1)  # the same calls under other numbers
    yield refuse
    for number in (*machine.closed, *_EVERYWHERE):
        yield step(_EQUAL, number, false=1)
        yield refuse
    yield step(
        _EQUAL, _CLONE3, false=1
    )  # its flags lie in memory, where no filter sees them: glibc falls back to clone
    yield step(_RETURN, _REFUSE | errno.ENOSYS)
    yield step(_EQUAL, machine.clone, false=3)
    yield step(_LOAD, _FIRST_ARGUMENT)
    yield step(_ANY_BIT, _THREAD, true=1)
    yield refuse
    yield step(_RETURN, _ALLOW)


def _landlock_version() -> int:
    """0 or less where there is none."""
    return int(_libc.syscall(_LANDLOCK_CREATE, None, 0, _ASK_VERSION)) if sys.platform == "linux" else 0


def _called(number: int, *arguments: bytes | int) -> int:
    result = int(_libc.syscall(number, *(a if isinstance(a, bytes) else ctypes.c_long(a) for a in arguments)))
    if result < 0:
        raise OSError(ctypes.get_errno(), "the kernel refused a wall around the masking process")
    return result


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)):
        raise OSError(ctypes.get_errno(), "prctl")


def needed(*models: Path) -> list[Path]:
    """What Python, its libraries and the networks read: programs and models, never the folder we were started in."""
    programs = (sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    system = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/sys/devices/system/cpu", "/proc/cpuinfo")
    return [HOUSE, *map(Path, (*programs, *system)), *models]


if __name__ == "__main__":
    # A terminal and a supervisor tell the whole group, but the picture at hand is the parent's to finish or to give up.
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.SIG_IGN)
    own = json.loads(sys.argv[5]).values()
    close_files(needed(Path(sys.argv[2]), *(Path(model["path"]) for model in own)), HOUSE.parent)
    runpy.run_module("masking.process.child_main", run_name="__main__")
