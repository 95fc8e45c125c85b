"""A process that the server forked: it becomes what a new one would have been, and runs the command."""

from __future__ import annotations

import atexit
import contextlib
import importlib
import io
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import types
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Self

from trainers.surroundings import prepare
from warm import ADDRESS, Popen

__all__ = ["Asked", "load", "run"]

READ_AT_IMPORT = (
    *("ACCELERATE_", "CUDA_", "HF_", "KMP_", "LANG", "LC_", "LD_", "MALLOC_", "MKL_", "OMP_", "OPENBLAS_", "PYTHON"),
    *("PYTORCH_", "TOKENIZERS_", "TORCH", "TRANSFORMERS_", "TRL_", "XDG_"),
)
"""Libraries and the interpreter read such variables once."""
SET_BY_ITSELF = (
    *("HF_HUB_DISABLE_TELEMETRY", "HF_HUB_OFFLINE", "OMP_WAIT_POLICY", "TOKENIZERS_PARALLELISM", "TORCHDYNAMO_DISABLE"),
    *("MALLOC_MMAP_THRESHOLD_", "MALLOC_TOP_PAD_", "MALLOC_TRIM_THRESHOLD_"),
)
"""A command may come without these: a training and an engine set them before they import anything (and the last three
change no result)."""
READ_AGAIN = ("PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONWARNINGS", "TRANSFORMERS_VERBOSITY")
"""`run` looks at these."""

LOADED = (
    *("openai", "peft", "pytest", "torch", "transformers.models.auto.modeling_auto", "transformers.models.llama"),
    *("harness.cli", "harness.hooks", "trainers.fit"),
    *(f"harness.engines._transformers_{name}" for name in ("cache", "decode", "load", "measure")),
)
"""A module that is run itself, as `harness.engines._transformers_child`, is none of them."""

AT_START = dict(os.environ)
"""What this process was started with; libraries add to it while they are imported."""

SITE = [p for p in sys.path[1:] if p not in os.environ.get("PYTHONPATH", "").split(os.pathsep)]
"""Where modules are found after a command's own places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a client wants run: where, with which variables, on which streams (its 0, 1 and 2, here)."""

    directory: str
    argv: Sequence[str]
    environment: Mapping[str, str]
    streams: Sequence[int]

    @classmethod
    def read(cls, client: socket.socket) -> Self | None:
        """What a client sends; None if it went away meanwhile."""
        head, streams, _, _ = socket.recv_fds(client, 4, 3)
        text = b""
        while head and len(text) < int.from_bytes(head, "big"):
            more = client.recv(1 << 16)
            if not more:
                return None
            text += more
        if len(streams) < 3:
            return None
        directory, n, *words = map(os.fsdecode, text.split(b"\0"))
        variables = (word.partition("=") for word in words[int(n) :])
        return cls(
            directory=directory,
            argv=words[: int(n)],
            environment={name: value for name, _, value in variables},
            streams=streams,
        )

    @property
    def here(self) -> bool:
        """Whether a fork of this process does what a new one would."""
        return self._known and not any(
            name.startswith(READ_AT_IMPORT)
            and name not in READ_AGAIN
            and not (name in SET_BY_ITSELF and name not in self.environment)
            and self.environment.get(name) not in (AT_START.get(name), os.environ.get(name))
            for name in {*AT_START, *self.environment}
        )

    @property
    def _known(self) -> bool:
        program, *rest = self.argv
        if program == sys.executable:
            return rest[:1] in (["-m"], ["-c"]) and len(rest) > 1
        return Path(program) == Path(sys.executable).with_name("ckptgate")


def load() -> None:
    """Import what most commands do: nothing here is run that starts a thread."""
    prepare()
    for name in LOADED:
        importlib.import_module(name)


def run(asked: Asked, address: str) -> NoReturn:
    """Run the command and end as Python would, but leave what it holds to the system: undoing it takes a second.

    What it starts of this Python is forked off the server at `address` too.
    """
    _become(asked)
    os.environ[ADDRESS] = address
    subprocess.Popen = Popen
    status = 0
    try:
        _go(*asked.argv)
    except SystemExit as e:
        status = _status(e.code)
    except BaseException as e:
        sys.excepthook(type(e), e, e.__traceback__)
        status = 1
    threading._shutdown()  # type: ignore[attr-defined] - waits for threads, as an interpreter's end does
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # whoever read it is gone, or the command closed it
            stream.flush()
    os._exit(status)


def _status(code: object) -> int:
    if code is None or isinstance(code, int):
        return int(code or 0) & 0xFF
    print(code, file=sys.stderr)  # noqa: T201
    return 1


def _become(asked: Asked) -> None:
    for fd, stream in enumerate(asked.streams):
        os.dup2(stream, fd)
        os.close(stream)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(asked.directory)
    added = {name: value for name, value in os.environ.items() if AT_START.get(name) != value}
    os.environ.clear()
    os.environ.update(added | dict(asked.environment))
    _streams()
    _warnings()
    tempfile.tempdir = None
    from transformers.utils import logging

    logging.set_verbosity(logging._get_default_logging_level())
    program = asked.argv[0]
    first = str(Path(program).parent)
    if program == sys.executable:
        first = asked.directory if asked.argv[1] == "-m" else ""
    own = [os.path.abspath(p) for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
    sys.path[:] = [first, *own, *SITE]


def _go(program: str, *rest: str) -> None:
    if program != sys.executable:
        sys.argv[:] = [program, *rest]
        runpy.run_path(program, run_name="__main__")
        return
    kind, what, *more = rest
    sys.argv[:] = [kind, *more]
    if kind == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        main = sys.modules["__main__"] = types.ModuleType("__main__")
        exec(compile(what, "<string>", "exec"), vars(main))  # noqa: S102


def _streams() -> None:
    direct = bool(os.environ.get("PYTHONUNBUFFERED"))

    def opened(fd: int, mode: str, errors: str) -> io.TextIOWrapper:
        raw = open(fd, mode, buffering=-1, closefd=False)  # noqa: SIM115
        lines = "w" in mode and (fd == 2 or os.isatty(fd))
        return io.TextIOWrapper(raw, "utf-8", errors, line_buffering=lines, write_through=direct and "w" in mode)

    sys.stdin = sys.__stdin__ = opened(0, "rb", "strict")
    sys.stdout = sys.__stdout__ = opened(1, "wb", "strict")
    sys.stderr = sys.__stderr__ = opened(2, "wb", "backslashreplace")


def _warnings() -> None:
    asked = [w for w in os.environ.get("PYTHONWARNINGS", "").split(",") if w]
    if sys.warnoptions != asked:
        plain = ("default", None, Warning, None, 0)
        warnings.filters[:] = [f for f in warnings.filters if f != plain]
        sys.warnoptions[:] = asked
        for action in asked:
            warnings.simplefilter(action, append=True)
