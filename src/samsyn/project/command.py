"""The `samsyn` command: try, install, run, check, import and ask for figures.

Results go to standard output, everything else to standard error. It ends with 0 when all is well, 1 when
there are findings or the input is bad, 2 when it was used wrongly.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from samsyn.project import embedded

# These look only at the code, so no database is started for them.
WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "diffsettings",
    "findstatic",
    "help",
    "makemigrations",
    "version",
}
# These must never fall back to the settings of a try: forgetting DATABASE_URL stops them.
FOR_PRODUCTION = {"serve", "worker"}
# How many words of these are ours; what follows goes unread to one of Django's commands.
PASSED_ON = {"figures": 1, "reconcile": 1, "report": 1, "manage": 1, "import": 2}


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    ours = PASSED_ON.get(arguments[0] if arguments else "", len(arguments))
    chosen, rest = parser().parse_args(arguments[:ours]), arguments[ours:]
    if chosen.command == "import":
        rest = [f"import_{chosen.what}", *rest]
    elif chosen.command in ("figures", "reconcile", "report"):
        rest = [chosen.command, *rest]
    try:
        _choose_mode(chosen.command)
        if not _is_without_database(chosen.command, rest):
            _start_database(chosen)
        ended = _do(chosen, rest)
        sys.stdout.flush()
        return ended
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # who reads has read enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if not _is_for_the_user(error):
            raise
        say(str(error))
        return 1


def _is_without_database(command: str, rest: list[str]) -> bool:
    if command == "reconcile":  # a file by itself needs none; the register does
        return not any(word.startswith("--a") for word in rest)
    return command == "manage" and bool(rest) and rest[0] in WITHOUT_DATABASE


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="samsyn", description="Samsyn runs a coordination association.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    demo = commands.add_parser("demo", help="start everything on this machine with demo data")
    demo.add_argument("--reset", action="store_true", help="throw the data of earlier tries away first")
    demo.add_argument(
        "--port", type=int, default=8000, help="where the pages are (8000, or the next free one)"
    )

    init = commands.add_parser("init", help="create the database and bring it up to date; safe to repeat")
    init.add_argument("--demo", action="store_true", help="load the demo data too")
    init.add_argument("--association", metavar="SLUG", help="create an empty association")

    serve = commands.add_parser("serve", help="run the web server")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=2, help="processes, each with four threads")

    commands.add_parser("worker", help="run the background worker")
    commands.add_parser("check", help="is everything well? 1 and a list of findings when not")

    imports = commands.add_parser("import", help="import a register or reported counts")
    imports.add_argument("what", choices=["enrolments", "counts"])
    commands.add_parser("figures", help="any figure; --list names them", add_help=False)
    commands.add_parser("reconcile", help="what does not hold in published figures", add_help=False)
    commands.add_parser("report", help="build a report as PDF, page or spreadsheet", add_help=False)
    commands.add_parser("manage", help="Django's own commands", add_help=False)
    return top


def say(message: str) -> None:
    """Tell the one at the keyboard; results alone belong on standard output."""
    print(message, file=sys.stderr, flush=True)


def _choose_mode(command: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.project.settings")
    if command == "demo" and os.environ.get("SAMSYN_MODE") == "production":
        raise embedded.EmbeddedError("The demo never runs with SAMSYN_MODE=production.")
    if command == "demo" or (command not in FOR_PRODUCTION and not os.environ.get("DATABASE_URL")):
        os.environ.setdefault("SAMSYN_MODE", "local")


def _start_database(chosen: argparse.Namespace) -> None:
    if os.environ.get("DATABASE_URL") or os.environ.get("SAMSYN_MODE", "production") == "production":
        return
    folder = embedded.data_dir(os.environ.get("SAMSYN_DATA_DIR", ""))
    if chosen.command == "demo" and chosen.reset:
        embedded.reset(folder)
    embedded.start(folder, test=os.environ["SAMSYN_MODE"] == "test")


def _do(chosen: argparse.Namespace, rest: list[str]) -> int:
    if rest or chosen.command in ("figures", "reconcile", "report", "manage"):
        return _django(rest)

    import django

    django.setup()
    from samsyn.project import installation, running

    match chosen.command:
        case "demo":
            return running.demo(port=chosen.port)
        case "init":
            installation.prepare(demo=chosen.demo, association=chosen.association)
        case "serve":
            return running.serve(host=chosen.host, port=chosen.port, workers=chosen.workers)
        case "worker":
            return running.work()
        case "check":
            return installation.report()
    return 0


def _django(arguments: list[str]) -> int:
    """One of Django's commands, with its own reading of arguments and its own exit code."""
    from django.core.management import ManagementUtility

    utility = ManagementUtility(["samsyn", *arguments])
    utility.prog_name = "samsyn"
    try:
        utility.execute()
    except SystemExit as end:
        if isinstance(end.code, str):
            say(end.code)
            return 1
        return end.code or 0
    return 0


def _is_for_the_user(error: Exception) -> bool:
    """Is this one of the errors whose message says it all? Any other is a fault, shown whole."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import OperationalError

    return isinstance(error, embedded.EmbeddedError | ImproperlyConfigured | CommandError | OperationalError)


def run() -> NoReturn:
    """The way in for `python -m samsyn.project.command`."""
    sys.exit(main())


if __name__ == "__main__":
    run()
