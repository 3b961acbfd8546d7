"""Right answers written in other ways, by exercise: all must pass.

Each module maps ids to functions or values besides the reference: rearranged,
vectorised, untidy, in float32, with other parameter names, a list for an array.
"""

from importlib import import_module

RIGHT = {}
for _lesson in range(9):
    RIGHT |= import_module(f"right_answers.lesson_{_lesson:02d}").RIGHT
