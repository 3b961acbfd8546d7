"""Explorer: a figure with sliders, in which only what moves is drawn again.

The figure and the numbers are the lesson's. Here stand only the controls, the picture
and the sentence that says what it shows.
"""

import html
import math
from types import FunctionType

import ipywidgets
import traitlets

from course_utils.drawing.figures import DOTS, still
from course_utils.drawing.stage import Stage

NAMES = {
    "lr": "α (lr)",
    "beta": "β",
    "beta1": "β₁",
    "beta2": "β₂",
    "eps": "ε",
    "kappa": "κ",
}


def log_slider(low, high, start):
    """A slider from `low` to `high` whose steps are tenths of a power of ten.

    It starts at the step nearest to `start`, where the page would move it to anyway.
    """
    low, high, start = (math.log10(value) for value in (low, high, start))
    nearest = 10 ** (low + round((start - low) * 10) / 10)
    return ipywidgets.FloatLogSlider(nearest, min=low, max=high, step=0.1)


def kept(update):
    """`update` with its global names as they are bound now.

    A page runs cells in any order, and each figure of a lesson binds `fig` and `ax`:
    a slider that is moved afterwards would draw on the wrong one.
    """
    if not isinstance(update, FunctionType):
        return update
    names, own = dict(update.__globals__), (update.__defaults__, update.__closure__)
    same = FunctionType(update.__code__, names, update.__name__, *own)
    same.__kwdefaults__ = update.__kwdefaults__
    return same


class Explorer(ipywidgets.VBox):
    """A figure that follows its controls.

    Parameters
    ----------
    fig : Figure with all that stands still already drawn and with its limits set
    update : function of the controls' values, by name. It draws on the figure, or sets
        the data of artists made with `animated=True`, and returns the sentence that
        says what the picture shows now. What it drew is removed before the next call.
        It keeps the global names of now: a cell that binds `ax` anew does not reach it.
    controls : for each argument of `update`, (from, to, step, start), or
        `log_slider(from, to, start)`, True or False, a list of choices, a dict
        {choice: value}, or a widget of ipywidgets

    Raises
    ------
    ValueError
        A control is none of these.
    """

    def __init__(self, fig, update, **controls):
        made = {name: control_of(name, control) for name, control in controls.items()}
        self.fields = {name: field for name, (field, _) in made.items()}
        self.stage = Stage(fig, kept(update), self.values)
        width, height = (dots // DOTS for dots in fig.canvas.get_width_height())
        shrink = ipywidgets.Layout(max_width="100%", height="auto")
        size = {"width": width, "height": height, "layout": shrink}
        self.image = Picture(format="jpeg", **size)
        self.status = ipywidgets.HTML()
        controls = in_lines([row for _, row in made.values()], width)
        super().__init__([*controls, self.image, self.status])
        self._paint()
        for field in self.fields.values():
            field.observe(self._follow, "value")

    @property
    def values(self):
        """What the controls are set to, {name: value}."""
        return {name: field.value for name, field in self.fields.items()}

    def set(self, **values):
        """Move controls as a reader would; return what the status line says then."""
        for name, value in values.items():
            field = self.fields.get(name)
            if field is None:
                raise ValueError(
                    f"no control {name!r}; there is {', '.join(self.fields)}"
                )
            if hasattr(field, "min") and not field.min <= value <= field.max:
                raise ValueError(
                    f"{name} goes from {field.min} to {field.max}, so not {value!r}"
                )
            field.value = value
        return self.sentence

    def _follow(self, _):
        try:
            self._paint()
        except Exception as error:  # the picture stays; the reader is told why
            self._say(f"{type(error).__name__}: {error}")

    def _paint(self):
        sentence = self.stage.draw(self.values)
        with self.image.hold_sync():  # the title is the picture's accessible name
            self.image.value, self.image.tooltip = self.stage.jpeg(), sentence
        self._say(sentence)

    def _say(self, sentence):
        self.sentence = sentence
        self.status.value = f'<div role="status">{html.escape(sentence)}</div>'

    def _repr_mimebundle_(self, **kwargs):
        """The widget, and for where it cannot live its picture and its sentence."""
        alive = super()._repr_mimebundle_(**kwargs) | {"text/plain": self.sentence}
        picture, metadata = still(self.stage.canvas, self.sentence, sliders=True)
        return alive | picture, metadata


class Picture(ipywidgets.Image):
    """An image whose tooltip, here its accessible name, can be set.

    ipywidgets 8.1 looks for a description before it sets a tooltip, and an image fails
    for want of one.
    """

    description = traitlets.Unicode("").tag(sync=True)


def control_of(name, control):
    """The widget that holds the value, and the row that shows it: (field, row)."""
    label = {"description": NAMES.get(name, name.replace("_", " "))}
    label |= {"style": {"description_width": "6em"}}
    if isinstance(control, bool):
        control = ipywidgets.Checkbox(control, indent=False, **label)
    elif isinstance(control, list | dict):
        control = ipywidgets.Dropdown(options=control, **label)
    elif isinstance(control, tuple) and len(control) == 4:
        whole = all(isinstance(part, int) for part in control)
        kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
        low, high, step, start = control
        control = kind(start, min=low, max=high, step=step)
    elif not isinstance(control, ipywidgets.ValueWidget):
        raise ValueError(
            f"{name} must be (from, to, step, start), a list of choices, True or "
            f"False, or a widget, not {control!r:.60}; try {name}=(0.0, 1.0, 0.1, 0.5)"
        )
    if not hasattr(control, "readout"):
        return control, control
    return linked(control, label)


def in_lines(rows, width):
    """Two sliders a line where they have room, then all checkboxes in one line."""
    ticks = [row for row in rows if isinstance(row, ipywidgets.Checkbox)]
    others = [row for row in rows if row not in ticks]
    for tick in ticks:
        tick.layout.width = "auto"
    line = {"flex_flow": "row wrap", "max_width": f"{width}px", "overflow": "visible"}
    lines = [others, ticks]
    layouts = [line, line | {"margin": "0 0 0 5em", "grid_gap": "0 1.5em"}]
    pairs = zip(lines, layouts, strict=True)
    return [ipywidgets.Box(some, layout=layout) for some, layout in pairs if some]


def linked(slider, label):
    """A number field tied to a slider: some prefer to type, and it shows the value."""
    slider.readout = False
    limits = {"min": slider.min, "max": slider.max, "step": slider.step}
    kind, digits = ipywidgets.BoundedFloatText, 6
    if isinstance(slider, ipywidgets.IntSlider):
        kind = ipywidgets.BoundedIntText
    elif isinstance(slider, ipywidgets.FloatLogSlider):
        slider.add_class("course-log-slider")  # its handle is read as a power of ten
        digits = 3
        ends = slider.base**slider.min, slider.base**slider.max
        limits = {"min": rounded(ends[0], 3), "max": rounded(ends[1], 3), "step": None}
    layout = ipywidgets.Layout(width="12em")
    slider.layout.width = "12em"
    field = kind(rounded(slider.value, digits), layout=layout, **limits, **label)

    def tie(source, target):
        def follow(change):  # equal when rounded: a slider is not pulled from a drag
            if rounded(target.value, digits) != rounded(change.new, digits):
                with target.hold_sync():  # the picture is sent before the number
                    target.value = rounded(change.new, digits)

        source.observe(follow, "value")

    tie(slider, field)
    tie(field, slider)
    return field, ipywidgets.HBox([field, slider], layout={"overflow": "visible"})


def rounded(value, digits):
    return value if isinstance(value, int) else float(f"{value:.{digits}g}")
