"""What the lessons claim: each sentence that compares, once, as a function of seeds.

`lesson_NN.py` holds the claims of a lesson and the experiments behind them. The lesson
calls or shows them; `pytest -m claims` tries each on three fresh blocks of seeds.
"""

from importlib import import_module
from pkgutil import iter_modules


def claim(sentence, verdict=True):
    """Make a function of seeds a claim: what a lesson says, and the verdict it states.

    The function takes the seeds, such as range(20), draws everything from them (data
    splits, too), and returns `compare.verdict(differences)`, or True where the sentence
    is no comparison of means.
    """

    def mark(function):
        function.sentence, function.stated = sentence, verdict
        return function

    return mark


def claims():
    """All claims: a list of (lesson such as "00", function)."""
    names = [m.name for m in iter_modules(__path__) if m.name.startswith("lesson_")]
    modules = {name[-2:]: import_module(f"{__name__}.{name}") for name in names}
    return [
        (lesson, thing)
        for lesson, module in modules.items()
        for thing in vars(module).values()
        if hasattr(thing, "sentence")
    ]
