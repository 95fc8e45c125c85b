"""A command forked off the warm process behaves as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from warm import command

PROBE = """\
import json, os, sys
print(json.dumps({
    "argv": sys.argv, "path": sys.path[0], "directory": os.getcwd(), "asked": os.environ.get("ASKED"),
    "warm": "torch" in sys.modules, "name": __name__, "read": sys.stdin.read(),
}))
print("to the other stream", file=sys.stderr)
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "probe.py").write_text(PROBE)
    (tmp_path / "ends.py").write_text("import sys\nsys.exit(eval(sys.argv[1]))\n")
    (tmp_path / "waits.py").write_text("import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)\n")
    (tmp_path / "falls.py").write_text(
        "import atexit\natexit.register(lambda: print('ended'))\nprint('begun')\nraise ValueError('no good')\n"
    )
    return tmp_path


def python(*argv: str) -> list[str]:
    return command(sys.executable, "-m", *argv)


def ended(argv: Sequence[str], place: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, cwd=place, capture_output=True, text=True, check=False, **more)


def test_arguments_directory_variables_and_streams_are_the_callers(place: Path) -> None:
    import json

    done = ended(python("probe", "да", "-x"), place, input="words", env={**os.environ, "ASKED": "yes"})
    assert done.stderr == "to the other stream\n"
    told = json.loads(done.stdout)
    assert told["argv"] == [str(place / "probe.py"), "да", "-x"]
    assert told["path"] == told["directory"] == str(place)
    assert told["warm"]
    assert (told["asked"], told["name"], told["read"]) == ("yes", "__main__", "words")


def test_what_one_fork_sets_no_other_sees(place: Path) -> None:
    (place / "sets.py").write_text("import os, sys\nos.environ['ASKED'] = 'x'\nsys.modules['probe'] = sys\n")
    assert ended(python("sets"), place).returncode == 0
    assert '"asked": null' in ended(python("probe"), place, input="").stdout


@pytest.mark.parametrize(("code", "status"), [("None", 0), ("True", 1), ("11", 11), ("256 + 2", 2)])
def test_it_ends_with_its_status(place: Path, code: str, status: int) -> None:
    assert ended(python("ends", code), place).returncode == status


def test_words_and_errors_end_it_with_one_and_are_said(place: Path) -> None:
    done = ended(python("ends", "'no such thing'"), place)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "no such thing\n")
    done = ended(python("falls"), place)
    assert (done.returncode, done.stdout) == (1, "begun\nended\n")
    assert done.stderr.endswith("ValueError: no good\n")


def test_it_dies_of_a_signal_as_it_would(place: Path) -> None:
    (place / "dies.py").write_text("import os, sys\nos.kill(os.getpid(), int(sys.argv[1]))\n")
    assert ended(python("dies", "9"), place).returncode == -9
    assert ended(python("dies", "15"), place).returncode == -15


def test_what_kills_the_client_kills_the_fork(place: Path) -> None:
    with subprocess.Popen(python("waits"), cwd=place, stdout=subprocess.PIPE, text=True) as waits:
        assert waits.stdout is not None
        fork = os.pidfd_open(int(waits.stdout.readline()))
        assert "client.py" in Path(f"/proc/{waits.pid}/cmdline").read_text()
        waits.kill()
        assert waits.stdout.read() == "", "the fork let go of its output"
        os.close(fork)


@pytest.mark.parametrize(
    "changed",
    [{"OMP_NUM_THREADS": "7"}, {"CUDA_VISIBLE_DEVICES": "3"}, {"TRANSFORMERS_OFFLINE": "maybe"}],
    ids=lambda changed: next(iter(changed)),
)
def test_what_libraries_read_once_makes_it_a_process_of_its_own(place: Path, changed: dict[str, str]) -> None:
    assert '"warm": false' in ended(python("probe"), place, input="", env=os.environ | changed).stdout


def test_code_is_run_as_a_module_is(place: Path) -> None:
    code = "import sys; print('torch' in sys.modules, sys.argv, repr(sys.path[0]), __name__)"
    assert ended(command(sys.executable, "-c", code, "x"), place).stdout == "True ['-c', 'x'] '' __main__\n"


def test_options_of_python_make_it_a_process_of_its_own(place: Path) -> None:
    assert '"warm": false' in ended(command(sys.executable, "-u", "-m", "probe"), place, input="").stdout


def test_what_a_fork_starts_is_warm_too(place: Path) -> None:
    (place / "starts.py").write_text("import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'probe'])\n")
    assert '"warm": true' in ended(python("starts"), place, input="").stdout


def test_the_tools_own_command_is_one(place: Path) -> None:
    done = ended(command(str(Path(sys.executable).with_name("ckptgate")), "no-such"), place)
    assert done.returncode == 4
    assert "ckptgate" in done.stderr
