"""The commands for teachers: their options, and imports when they are called."""


def collect(options):
    from course_utils.grading import collect

    collect.main(options.download, options.into)


def grade(options):
    from course_utils.grading import run

    return run.grade(
        options.submissions,
        options.results,
        options.seed,
        max(1, options.jobs),
        options.dask,
        options.sandbox,
        options.only,
        options.prune,
    )


def report(options):
    from course_utils.grading import report

    places = options.results, options.roster, options.column
    report.main(*places, options.without_values)


def release(options):
    from course_utils.pack import autograder, release

    if options.gradescope is None:
        release.main(options.folder)
    else:
        wanted = options.seed, options.without_values
        autograder.main(options.folder, options.gradescope, *wanted)


def add_commands(commands):
    """Add these commands to the subcommands of `course`."""
    text = "for teachers: a folder per learner from what a platform hands out"
    part = commands.add_parser("collect", help=text)
    text = "zip or folder from Canvas, Moodle, Gradescope, Blackboard, Brightspace, "
    text += "Google Classroom or GitHub Classroom"
    part.add_argument("download", metavar="DOWNLOAD", help=text)
    text = "by default submissions; may hold what was collected before"
    part.add_argument("--into", metavar="DIR", default="submissions", help=text)
    part.set_defaults(run=collect)

    part = commands.add_parser("grade", help="for teachers: grade submissions")
    part.add_argument("submissions", metavar="SUBMISSIONS", help="LEARNER/NN_*.ipynb")
    part.add_argument("--results", metavar="DIR", required=True, help="one per class")
    text = "draws the hidden cases, by default 1; learners check with those of 0"
    part.add_argument("--seed", type=int, default=1, help=text)
    part.add_argument(
        "--jobs", type=int, default=1, help="local processes, by default 1"
    )
    part.add_argument("--dask", metavar="ADDRESS", help="of a scheduler, for clusters")
    text = "grade this learner alone, as after an appeal; may be given again"
    part.add_argument(
        "--only", metavar="LEARNER", action="append", default=[], help=text
    )
    text = "set aside the results of which there is no submission any more"
    part.add_argument("--prune", action="store_true", help=text)
    text = "by default bubblewrap, and wasm where that cannot run; none is for work of "
    text += "your own alone; recorded in each result"
    kinds = ("bubblewrap", "wasm", "none")
    part.add_argument("--sandbox", choices=kinds, help=text)
    part.set_defaults(run=grade)

    part = commands.add_parser("report", help="for teachers: tables, pages of feedback")
    part.add_argument("results", metavar="DIR", help="as filled by `course grade`")
    text = "a table exported from Canvas, Moodle or Gradescope, to be filled in"
    part.add_argument("--roster", metavar="CSV", help=text)
    text = "the table's column for the marks, where its title is not the assignment's; "
    text += "with several, 03_momentum=TITLE"
    part.add_argument(
        "--column", metavar="TITLE", action="append", default=[], help=text
    )
    text = "leave out exercises that ask for a value, the same for all learners"
    part.add_argument("--without-values", action="store_true", help=text)
    part.set_defaults(run=report)

    part = commands.add_parser("release", help="for teachers: a pack without solutions")
    part.add_argument("folder", metavar="DIR", help="a new folder")
    text = "an autograder for Gradescope in its place, for exercises NN"
    part.add_argument("--gradescope", metavar="NN", help=text)
    text = "of that autograder, as of `course grade`"
    part.add_argument("--seed", type=int, default=1, help=text)
    part.add_argument("--without-values", action="store_true", help=text)
    part.set_defaults(run=release)
