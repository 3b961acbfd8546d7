"""Figures with sliders that need no kernel: drawn at build time, one frame per setting.

The cells that a lesson's `Explorer` rests on are run, and it is moved through a grid of
settings. A frame holds only the pixels that differ from a common ground, so that it
takes a few kB. All frames of a figure are one script, which a page loads when the
figure comes near; slides that are opened from a folder may load a script, and no other
file.
"""

import ast
import base64
import contextlib
import hashlib
import io
import itertools
import json
import math
import symtable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import nbformat
import numpy as np
from controls import markup
from pages import ROOT, lessons
from PIL import Image, ImageFilter

from course_utils.widgets import Explorer

MOST = 150  # frames of a figure
FEWEST = 8  # places of a slider; what would leave it fewer is not offered
SHADES = (np.round(np.arange(256) / 17) * 17).astype(np.uint8)  # 16, white among them
WIDTH = 800  # dots, as wide as a page's text


def all_figures(folder, cache):
    """Draw the frames of every lesson into a folder; {lesson: HTML of its figure}."""
    folder.mkdir(parents=True, exist_ok=True)
    cache.mkdir(parents=True, exist_ok=True)
    paths = lessons()
    with ProcessPoolExecutor(2) as pool:
        made = list(pool.map(drawn, paths, [cache] * len(paths)))
    figures = {}
    for path, figure in zip(paths, made, strict=True):
        if figure:
            script = (
                f"courseFrames({json.dumps(path.stem)}, {json.dumps(figure['data'])});"
            )
            (folder / f"{path.stem}.js").write_text(script + "\n", "utf-8")
            figures[path.stem] = markup(path.stem, figure)
    return figures


def drawn(path, cache):
    """The frames of one lesson, from the cache if all is as it was."""
    nb = nbformat.read(path, as_version=4)
    cells = [cell for cell in nb.cells if cell.cell_type == "code"]
    last = next((k for k, c in enumerate(cells) if "Explorer(" in c.source), None)
    if last is None:
        return None
    sources = needed([cell.source for cell in cells[: last + 1]])
    modules = [*ROOT.glob("course_utils/*.py"), *ROOT.glob("course_utils/drawing/*.py")]
    package = [p.read_text("utf-8") for p in [*sorted(modules), Path(__file__)]]
    everything = [*sources, *package]
    key = hashlib.sha256("\0".join(everything).encode()).hexdigest()
    stored = cache / f"{path.stem}-{key[:16]}.json"
    if not stored.exists():
        explorer = run(sources)
        said = cells[last].outputs[-1].data["text/plain"]
        if explorer.sentence != said:
            raise ValueError(f"{path.name} stores {said!r}, not {explorer.sentence!r}")
        picture = cells[last].outputs[-1].data["image/png"]
        stored.write_text(json.dumps(figure(explorer, picture)), "utf-8")
    return json.loads(stored.read_text("utf-8"))


def needed(sources):
    """The last cell and those before it that bind a name it rests on, in their order.

    The rest of a lesson, its long experiments among them, need not run for a figure.
    """
    kept, wanted = [], set()
    for source in reversed(sources):
        table = symtable.symtable(source, "lesson", "exec")
        parts = [table]
        for part in parts:
            parts += part.get_children()
        symbols = table.get_symbols()
        own = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
        if not kept or own & wanted:
            reads = {
                s.get_name()
                for part in parts
                for s in part.get_symbols()
                if s.is_referenced() and (part is table or s.is_global())
            }
            kept.insert(0, source)
            wanted = (
                wanted | reads
            ) - own  # a cell binds its names before it uses them
    return kept


def run(sources):
    """Run the cells in one namespace; return the Explorer that the last one shows."""
    namespace = {"__name__": "__main__"}
    *body, last = ast.parse(sources[-1]).body
    with contextlib.redirect_stdout(io.StringIO()):
        for source in sources[:-1]:
            exec(source, namespace)
        exec(compile(ast.Module(body, []), "lesson", "exec"), namespace)
        explorer = eval(
            compile(ast.Expression(last.value), "lesson", "eval"), namespace
        )
    if not isinstance(explorer, Explorer):
        raise TypeError(f"the last line of the cell shows no Explorer: {sources[-1]}")
    return explorer


def places(field):
    """Every value that a control can be set to, and how the page names it."""
    if hasattr(field, "options"):
        options = field.options.items() if hasattr(field.options, "items") else ()
        pairs = [
            o if isinstance(o, tuple) else (o, o) for o in options or field.options
        ]
        return [value for _, value in pairs], [str(label) for label, _ in pairs]
    if isinstance(field.value, bool):
        return [False, True], ["off", "on"]
    if field.step:
        count = round((field.max - field.min) / field.step)
        values = [field.min + k * field.step for k in range(count + 1)]
    else:  # logarithmic: tenths of a power of ten
        count = round(10 * math.log10(field.max / field.min))
        values = [field.min * 10 ** (k / 10) for k in range(count + 1)]
    kind = int if isinstance(field.value, int) else lambda v: float(f"{v:.3g}")
    values = [min(max(kind(v), field.min), field.max) for v in values]
    return values, [f"{v:g}" for v in values]


def offered(fields):
    """The controls that fit into MOST frames: {name: (values, labels)}.

    Choices and boxes keep all their places; sliders as many as there is room for,
    evenly spread, with the one at which the figure starts.
    """
    everything = {name: places(field) for name, field in fields.items()}
    counts, slides = {}, []
    for name, field in fields.items():
        size = len(everything[name][0])
        slider = not (hasattr(field, "options") or isinstance(field.value, bool))
        least = min(size, FEWEST) if slider else size
        if math.prod(counts.values()) * least <= MOST:
            counts[name] = least
            slides += [name] * (slider and least < size)
    while slides:
        for name in list(slides):
            more = counts | {name: counts[name] + 1}
            if math.prod(more.values()) > MOST or more[name] > len(everything[name][0]):
                slides.remove(name)
            else:
                counts = more
    chosen = {}
    for name, count in counts.items():
        values, labels = everything[name]
        spread = np.linspace(0, len(values) - 1, count).round().astype(int)
        start = nearest(values, fields[name].value)
        if start not in spread:
            spread[np.abs(spread - start).argmin()] = start
        chosen[name] = [values[k] for k in spread], [labels[k] for k in spread]
    return chosen


def nearest(values, value):
    if value in values:
        return values.index(value)
    return int(np.abs(np.array(values, dtype=float) - value).argmin())


def figure(explorer, picture):
    """All that the page needs of one figure: its frames, its controls, its picture."""
    fields = explorer.fields
    chosen = offered(fields)
    start = {c: nearest(values, fields[c].value) for c, (values, _) in chosen.items()}
    shots, sentences = [], []
    for values in itertools.product(*(values for values, _ in chosen.values())):
        setting = explorer.values | dict(zip(chosen, values, strict=True))
        sentences.append(explorer.stage.draw(setting))
        shots.append(shot(explorer.stage.canvas))
    ground = np.median(shots[:: max(1, len(shots) // 25)], axis=0).astype(np.uint8)
    data = {
        "ground": webp(ground),
        "frames": [webp(over(pixels, ground)) for pixels in shots],
        "sentences": sentences,
    }
    controls = [
        {"name": c, "values": values, "labels": labels, "start": start[c]}
        for c, (values, labels) in chosen.items()
    ]
    rest = [c for c in fields if c not in chosen]
    return {"data": data, "controls": controls, "rest": rest, "picture": picture}


def shot(canvas):
    """The canvas in few shades, no wider than WIDTH."""
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    if picture.width > WIDTH:
        size = WIDTH, round(picture.height * WIDTH / picture.width)
        picture = picture.resize(size, Image.Resampling.BOX)
    return SHADES[np.asarray(picture)]


def over(pixels, ground):
    """RGBA: what differs from the ground, with a rim of a pixel; the rest is clear.

    Without the rim, the ground would shine through at the edges on a page that scales.
    """
    red, green, blue = np.moveaxis(pixels != ground, 2, 0)
    mask = Image.fromarray(((red | green | blue) * 255).astype(np.uint8))
    moved = (np.asarray(mask.filter(ImageFilter.MaxFilter(3))) > 0)[..., None]
    return np.concatenate([pixels * moved, moved * np.uint8(255)], axis=2)


def webp(pixels):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "WEBP", lossless=True, quality=20, method=2)
    return base64.b64encode(file.getvalue()).decode("ascii")
