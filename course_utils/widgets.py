"""Explorer: a figure with sliders, in which only what moves is drawn again.

The figure and the numbers are the lesson's. Here stand only the controls, the picture
and the sentence that says what it shows.
"""

import html
import io
import math

import ipywidgets
from PIL import Image

from course_utils.figures import CYCLE, png

NAMES = {"lr": "α (lr)", "beta": "β", "beta1": "β₁", "beta2": "β₂", "eps": "ε"}


def log_slider(low, high, start):
    """A slider from `low` to `high` whose steps are tenths of a power of ten."""
    low, high = math.log10(low), math.log10(high)
    return ipywidgets.FloatLogSlider(start, min=low, max=high, step=0.1)


class Explorer(ipywidgets.VBox):
    """A figure that follows its controls.

    Parameters
    ----------
    fig : Figure with all that stands still already drawn and with its limits set
    update : function of the controls' values, by name. It draws on the figure, or sets
        the data of artists made with `animated=True`, and returns the sentence that
        says what the picture shows now. What it drew is removed before the next call.
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
        self.stage = Stage(fig, update, self.values)
        width, height = fig.canvas.get_width_height()
        shrink = ipywidgets.Layout(max_width="100%", height="auto")
        size = {"width": width, "height": height, "layout": shrink}
        self.image = ipywidgets.Image(format="jpeg", **size)
        self.status = ipywidgets.HTML()
        super().__init__([row for _, row in made.values()] + [self.image, self.status])
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
            low, high = getattr(field, "min", value), getattr(field, "max", value)
            if not low <= value <= high:
                raise ValueError(f"{name} goes from {low} to {high}, so not {value!r}")
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
        alive = super()._repr_mimebundle_(**kwargs)
        still = {"image/png": png(self.stage.canvas), "text/plain": self.sentence}
        return alive | still, {"image/png": {"alt": self.sentence}}


class Stage:
    """A figure drawn once; each change draws what `update` drew or moved, no more.

    What lies above that, such as a star or the frame, is drawn again on top of it, so
    that the picture equals, pixel by pixel, one that was drawn as a whole.
    """

    def __init__(self, fig, update, values):
        self.fig, self.canvas, self.update = fig, fig.canvas, update
        self.still = {ax: set(ax.get_children()) for ax in fig.axes}
        self._call(values)
        self.canvas.draw()  # lays the figure out; nothing changes its layout any more
        fig.set_layout_engine("none")
        self.limits = {ax: (ax.get_xlim(), ax.get_ylim()) for ax in fig.axes}
        self.lifted = set()
        for ax in fig.axes:
            order = self._in_order(ax)
            moving = [i for i, artist in enumerate(order) if self._moves(ax, artist)]
            self.lifted |= set(order[moving[0] :] if moving else ())
        animated = {artist for artist in self.lifted if artist.get_animated()}
        for artist in self.lifted:
            artist.set_animated(True)
        self.canvas.draw()
        self.background = self.canvas.copy_from_bbox(fig.bbox)
        for artist in self.lifted - animated:
            artist.set_animated(False)

    def draw(self, values):
        """Draw the figure for these values and return the sentence of `update`."""
        sentence = self._call(values)
        self.canvas.restore_region(self.background)
        for ax, (xlim, ylim) in self.limits.items():
            ax.set(xlim=xlim, ylim=ylim)
            for artist in self._in_order(ax):
                if artist in self.lifted or self._moves(ax, artist):
                    ax.draw_artist(artist)
        return sentence

    def jpeg(self):
        """What the canvas shows now, as the bytes of a JPEG."""
        size, pixels = self.canvas.get_width_height(), self.canvas.buffer_rgba()
        file = io.BytesIO()
        picture = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
        picture.convert("RGB").save(file, "JPEG", quality=85, subsampling=0)
        return file.getvalue()

    def _call(self, values):
        for ax, still in self.still.items():
            for artist in set(ax.get_children()) - still:
                artist.remove()
            ax.set_prop_cycle(CYCLE)
        sentence = self.update(**values)
        if not isinstance(sentence, str) or not sentence.strip():
            raise ValueError(
                "update must return the sentence that says what the picture shows, "
                f"not {sentence!r:.40}"
            )
        return sentence

    def _moves(self, ax, artist):
        return artist.get_animated() or artist not in self.still[ax]

    def _in_order(self, ax):
        artists = [artist for artist in ax.get_children() if artist is not ax.patch]
        return sorted(artists, key=lambda artist: artist.zorder)


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


def linked(slider, label):
    """A number field tied to a slider, since only the field has an accessible name."""
    slider.readout = False
    limits = {"min": slider.min, "max": slider.max, "step": slider.step}
    kind, digits = ipywidgets.BoundedFloatText, 6
    if isinstance(slider, ipywidgets.IntSlider):
        kind = ipywidgets.BoundedIntText
    elif isinstance(slider, ipywidgets.FloatLogSlider):
        digits = 3
        ends = slider.base**slider.min, slider.base**slider.max
        limits = {"min": rounded(ends[0], 3), "max": rounded(ends[1], 3), "step": None}
    layout = ipywidgets.Layout(width="13em")
    field = kind(rounded(slider.value, digits), layout=layout, **limits, **label)

    def tie(source, target):
        def follow(change):  # equal when rounded: a slider is not pulled from a drag
            if rounded(target.value, digits) != rounded(change.new, digits):
                target.value = rounded(change.new, digits)

        source.observe(follow, "value")

    tie(slider, field)
    tie(field, slider)
    return field, ipywidgets.HBox([field, slider])


def rounded(value, digits):
    return value if isinstance(value, int) else float(f"{value:.{digits}g}")
