"""The `course` command. Each part imports what it needs when it is called."""

import argparse
import sys

from course_utils.grading.commands import add_commands
from course_utils.pack import workspace


def start(options, extra):
    workspace.start(options.port, extra, options.language)


def reset(options):
    workspace.reset(options.number, options.folders or workspace.FOLDERS)


def check(options):
    from course_utils.checks import progress

    return progress.main(options.notebooks or workspace.handed_out("exercises"))


def build(options):
    from nbclient.exceptions import CellExecutionError

    from course_utils.pack import notebooks, translations
    from course_utils.pack.build import store

    folders = ["exercises/solutions"]
    if not options.exercises:
        folders = ["notebooks", *folders]
    numbers = options.numbers or [None]
    paths = [p for number in numbers for p in workspace.originals(number, folders)]
    for lesson in [p for p in paths if p.match("notebooks/*.ipynb")]:
        print(f"Running {lesson.name}", flush=True)
        try:
            store(lesson)
        except CellExecutionError as error:
            sys.exit(f"{lesson.name} is left as it was: a cell fails.\n{error}")
        translations.renew(lesson)
    try:
        notebooks.derive([path for path in paths if path.parent.name == "solutions"])
    except ValueError as error:
        sys.exit(f"A solution does not pass, or a notebook has no form:\n{error}")


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="course", description="Optimizers, a course")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    part = commands.add_parser("start", help="open the lessons in JupyterLab")
    part.add_argument("--port", type=int, default=8888, help="by default 8888")
    part.add_argument("--language", help="lessons in it too, such as zh_TW")
    part.epilog = "Other options go to JupyterLab, such as --no-browser."
    part.set_defaults(run=start)

    part = commands.add_parser("reset", help="bring back a fresh copy, keeping yours")
    part.add_argument("number", metavar="NN", help="the lesson's number, such as 03")
    which = part.add_mutually_exclusive_group()
    for name, folder in (("--exercises", "exercises"), ("--lessons", "notebooks")):
        which.add_argument(name, dest="folders", action="store_const", const=[folder])
    part.set_defaults(run=reset)

    part = commands.add_parser("check", help="what passes, what is left, points so far")
    part.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="by default all")
    part.set_defaults(run=check)

    part = commands.add_parser("build", help="for maintainers: run and store lessons")
    part.add_argument("numbers", nargs="*", metavar="NN", help="by default all")
    part.add_argument("--exercises", action="store_true", help="these alone")
    part.set_defaults(run=build)

    add_commands(commands)

    options, extra = parser.parse_known_args(arguments)
    if options.run is start:
        return start(options, extra)
    if extra:
        parser.error(f"unknown: {' '.join(extra)}")
    return options.run(options)


if __name__ == "__main__":
    sys.exit(main())
