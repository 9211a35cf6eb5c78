"""`python -m config.launch demo [--exit] | test [for pytest] | chromium | check | clean`."""

import signal
import sys
from collections.abc import Callable
from types import FrameType

from config.launch import checks, chromium, demo, suite
from config.launch.children import StepFailed
from config.services import control
from config.services.errors import ServiceError
from config.services.state import var_folder

INTERRUPTED = 130


def clean(_: list[str]) -> int:
    control.clean(var_folder(control.ROOT) / "test")
    control.clean(var_folder(control.ROOT))
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo.main,
    "test": suite.main,
    "chromium": chromium.main,
    "check": checks.main,
    "clean": clean,
}


def main(arguments: list[str]) -> int:
    """The exit status; what goes wrong is said in plain words on stderr."""
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGINT, _interrupt)  # ignored by a shell's background jobs
    signal.signal(signal.SIGTERM, _interrupt)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup means to go on
        signal.signal(signal.SIGHUP, _interrupt)
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except (ServiceError, StepFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return INTERRUPTED


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """A kill or a closed terminal ends things as Ctrl-C does."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
