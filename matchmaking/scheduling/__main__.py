"""`python -m matchmaking.scheduling`: solve a problem file, or verify a solution."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from time import monotonic
from typing import NoReturn

BAD_INPUT = 2
WRITING = 1e-5  # seconds for each wish


class _Parser(argparse.ArgumentParser):
    """Complains in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{self.prog}: {message}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit status: 0, 1 for violations, 2 for input that cannot be used."""
    options = _parser().parse_args(arguments)
    try:
        return _solve(options) if options.command == "solve" else _verify(options)
    except OSError as error:
        sys.stderr.write(f"{error.filename}: {error.strerror}\n")
    except ValueError as error:
        text = " ".join(str(error).split())
        sys.stderr.write(f"{text}\n")
    return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m matchmaking.scheduling", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    solve = commands.add_parser("solve", help="print the best timetable found as JSON")
    solve.add_argument("file", type=Path, help="problem JSON, or a published .dzn instance")
    solve.add_argument("--time-limit", type=_positive, default=60.0, help="seconds (default 60)")
    solve.add_argument("--workers", type=_count, default=2, help="threads (default 2)")
    solve.add_argument("--seed", type=_count, default=0)
    solve.add_argument("--max-break-difference", type=_count, metavar="D")
    verify = commands.add_parser("verify", help="check a solution; exit 1 on any violation")
    verify.add_argument("file", type=Path)
    verify.add_argument("solution", type=Path)
    verify.add_argument("--max-break-difference", type=_count, metavar="D")
    return parser


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return number


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**31:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0")
    return number


def _solve(options: argparse.Namespace) -> int:
    # Imported here: the checker must not need OR-Tools, nor a usage error wait for it.
    from matchmaking.scheduling.files import read_problem, solution_to_json  # noqa: PLC0415
    from matchmaking.scheduling.solver import solve  # noqa: PLC0415

    began = monotonic()
    problem = read_problem(options.file, options.max_break_difference)
    # Reading and writing a large file are part of the time that was given.
    took = WRITING * len(problem.wishes) + monotonic() - began
    limit = max(options.time_limit / 2, options.time_limit - took)
    solution = solve(problem, time_limit=limit, workers=options.workers, seed=options.seed)
    _print(solution_to_json(solution, numbers=options.file.suffix.lower() == ".dzn"))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from matchmaking.scheduling.verify import verify_files  # noqa: PLC0415

    report = verify_files(options.file, options.solution, options.max_break_difference)
    _print(report)
    return 0 if report["valid"] else 1


def _print(data: object) -> None:
    text = json.dumps(data, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # half a surrogate pair, or a terminal that knows few letters
        text = json.dumps(data)
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
