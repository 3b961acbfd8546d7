"""What goes over the wire between the trusted side and a worker: plain data alone.

A frame is two lengths, then JSON, then the bytes of the arrays that the JSON names.
Nothing is pickled, and what comes back is rebuilt from checked parts. All sizes are
checked before anything of that size is built.
"""

import json
import math
import re
import struct

FRAME = 2**20, 2**20  # bytes of JSON and of arrays that one frame may have
DEPTH, NODES, TEXT = 16, 50_000, 10_000
ELEMENTS = 2**17  # of all arrays of a value together, an axis of length 0 taken as 1
LENGTHS = struct.Struct("<II")
DTYPES = re.compile(r"[<|][biuf][1248]")
NAMED = ("dict", "set", "generator", "coroutine", "map", "zip", "function", "complex")
NAMED += ("type",)


class Other:
    """A value of a kind that is not sent."""

    def __repr__(self):
        return f"<{type(self).__name__}>"


class Items(Other):
    """What can be gone through but is neither list nor array, such as a generator."""

    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return iter(self.items)


class Counter:
    """Counts the parts of one value; ValueError once it is too large."""

    def __init__(self):
        self.nodes = self.elements = 0

    def node(self, depth):
        self.nodes += 1
        if depth > DEPTH or self.nodes > NODES:
            raise ValueError("too large to send")

    def array(self, shape):
        # an array without elements can still be gone through: (10**9, 0)
        self.elements += math.prod(max(1, n) for n in shape)
        if self.elements > ELEMENTS:
            raise ValueError("too large to send")


def pack(value):
    """A value as a tree for JSON, and the bytes of its arrays."""
    import numpy as np

    blob, count = bytearray(), Counter()

    def tree(value, depth=0):
        count.node(depth)
        kind = type(value)
        if value is None or kind in (bool, str, int, float):
            return value
        if value is ...:
            return ["ellipsis"]
        if kind in (list, tuple):
            return [kind.__name__, *[tree(v, depth + 1) for v in value]]
        if isinstance(value, np.generic) and value.dtype.str in SCALARS:
            return ["scalar", value.dtype.str, value.item()]
        try:
            array = np.asarray(value)
        except Exception:
            array = np.asarray(None)  # ragged, or no array at all
        if array.dtype.kind == "U":
            return tree(array.tolist(), depth + 1)
        if array.dtype.kind in "biuf":
            count.array(array.shape)
            if array.dtype.itemsize > 8:
                array = array.astype(float)
            dtype = array.dtype.newbyteorder("<")
            start = len(blob)
            blob.extend(array.astype(dtype).tobytes())
            return ["array", dtype.str, list(array.shape), start]
        name = kind.__name__
        if kind is not dict and hasattr(kind, "__iter__"):
            return ["items", name, *[tree(v, depth + 1) for v in value]]
        return ["other", name]

    return tree(value), bytes(blob)


SCALARS = ("|b1", "<f4", "<f8", "<i4", "<i8")


def unpack(tree, blob):
    """The value of a tree; raises ValueError for what `pack` does not make."""
    import numpy as np

    count = Counter()

    def value(tree, depth=0):
        count.node(depth)
        if isinstance(tree, dict):
            raise ValueError("unknown value")
        if isinstance(tree, str) and len(tree) > TEXT:
            raise ValueError("text too long")
        if not isinstance(tree, list):
            return tree
        match tree:
            case ["ellipsis"]:
                return ...
            case ["list" | "tuple" as kind, *items]:
                items = [value(item, depth + 1) for item in items]
                return items if kind == "list" else tuple(items)
            case ["items" | "other" as kind, str(name), *items]:
                name = name if name in NAMED else "object"
                if kind == "other":
                    return type(name, (Other,), {})()
                items = [value(item, depth + 1) for item in items]
                return type(name, (Items,), {})(items)
            case ["scalar", str(dtype), bool() | int() | float() as number]:
                if dtype in SCALARS:
                    return np.dtype(dtype).type(number)
            case ["array", str(dtype), [*shape], int(start)]:
                whole = all(type(n) is int and n >= 0 for n in [*shape, start])
                if whole and len(shape) <= 8 and DTYPES.fullmatch(dtype):
                    count.array(shape)
                    dtype, size = np.dtype(dtype), math.prod(shape)
                    if start + size * dtype.itemsize <= len(blob):
                        flat = np.frombuffer(blob, dtype, size, start)
                        return flat.reshape(shape).copy()
        raise ValueError("unknown value")

    return value(tree)


def frame(message, blob=b""):
    """The bytes of a message; ValueError if it is larger than allowed."""
    text = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if len(text) > FRAME[0] or len(blob) > FRAME[1]:
        raise ValueError("too large to send")
    return LENGTHS.pack(len(text), len(blob)) + text + blob


def receive(read):
    """Read a frame with `read(count)`; ValueError if it is larger than allowed."""
    lengths = LENGTHS.unpack(read(LENGTHS.size))
    if any(length > most for length, most in zip(lengths, FRAME, strict=True)):
        raise ValueError("frame too large")
    text, blob = map(read, lengths)
    return json.loads(text), blob
