"""Runs one learner's answers inside the sandbox, and is trusted with nothing.

Started as a script with NumPy and the standard library alone; it must not import
course_utils. The trusted side imports `pack`, `unpack`, `send` and `receive` from here.
A frame is two lengths, then JSON, then the bytes of the arrays that the JSON names.
"""

import json
import linecache
import math
import os
import re
import struct
import sys
import types

FRAME = 2**21, 2**23  # bytes of JSON and of arrays that one frame may have
DEPTH, NODES, TEXT = 16, 50_000, 10_000
LENGTHS = struct.Struct("<II")
DTYPES = re.compile(r"[<|][biuf][1248]")
NAMED = ("dict", "set", "generator", "map", "zip", "function", "complex", "type")


class Other:
    """A value of a kind that is not sent."""


class Items(Other):
    """What can be gone through but is neither list nor array, such as a generator."""

    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return iter(self.items)


def pack(value):
    """A value as a tree for JSON, and the bytes of its arrays."""
    import numpy as np

    blob, nodes = bytearray(), 0

    def tree(value, depth=0):
        nonlocal nodes
        nodes += 1
        if depth > DEPTH or nodes > NODES:
            raise ValueError("too large to send")
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
            if array.dtype.itemsize > 8:
                array = array.astype(float)
            dtype = array.dtype.newbyteorder("<")
            start = len(blob)
            if start + array.nbytes > FRAME[1]:
                raise ValueError("too large to send")
            blob.extend(array.astype(dtype).tobytes())
            return ["array", dtype.str, list(array.shape), start]
        name = kind.__name__
        if kind is not dict and hasattr(kind, "__iter__"):
            return ["items", name, *[tree(v, depth + 1) for v in value]]
        return ["other", name]

    return tree(value), bytes(blob)


SCALARS = ("|b1", "<f4", "<f8", "<i4", "<i8")


def unpack(tree, blob, depth=0):
    """The value of a tree; raises ValueError for what `pack` does not make."""
    import numpy as np

    if depth > DEPTH or isinstance(tree, dict):
        raise ValueError("unknown value")
    if isinstance(tree, str) and len(tree) > TEXT:
        raise ValueError("text too long")
    if not isinstance(tree, list):
        return tree
    match tree:
        case ["ellipsis"]:
            return ...
        case ["list" | "tuple" as kind, *items]:
            items = [unpack(item, blob, depth + 1) for item in items]
            return items if kind == "list" else tuple(items)
        case ["items" | "other" as kind, str(name), *items]:
            name = name if name in NAMED else "object"
            if kind == "other":
                return type(name, (Other,), {})()
            items = [unpack(item, blob, depth + 1) for item in items]
            return type(name, (Items,), {})(items)
        case ["scalar", str(dtype), bool() | int() | float() as value]:
            if dtype in SCALARS:
                return np.dtype(dtype).type(value)
        case ["array", str(dtype), [*shape], int(start)]:
            whole = all(type(n) is int and n >= 0 for n in [*shape, start])
            if whole and len(shape) <= 8 and DTYPES.fullmatch(dtype):
                dtype, size = np.dtype(dtype), math.prod(shape)
                if start + size * dtype.itemsize <= len(blob):
                    flat = np.frombuffer(blob, dtype, size, start)
                    return flat.reshape(shape).copy()
    raise ValueError("unknown value")


def send(channel, message, blob=b""):
    text = json.dumps(message).encode()
    channel.sendall(LENGTHS.pack(len(text), len(blob)) + text + blob)


def receive(read):
    """Read a frame with `read(count)`; ValueError if it is larger than allowed."""
    lengths = LENGTHS.unpack(read(LENGTHS.size))
    if any(length > most for length, most in zip(lengths, FRAME, strict=True)):
        raise ValueError("frame too large")
    text, blob = map(read, lengths)
    return json.loads(text), blob


def run_cell(name, source, namespace):
    """Run an answer cell as a notebook would; IPython only where its syntax is used."""
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    try:
        if "get_ipython" in source:
            raise SyntaxError
        code = compile(source, name, "exec")
    except SyntaxError:
        from IPython.core.interactiveshell import InteractiveShell

        InteractiveShell.history_load_length = 0
        shell = InteractiveShell.instance(user_ns=namespace)
        shell.enable_gui = shell.system = lambda *a, **k: None  # no processes here
        shell.getoutput = lambda *a, **k: []
        shell.run_cell(source).raise_error()
    else:
        exec(code, namespace)


def serve(channel, read):
    """Run the cells, send the values, then answer calls until the end."""
    order, _ = receive(read)
    import resource

    for name, limit in order["limits"].items():
        resource.setrlimit(getattr(resource, name), (limit, limit))
    sys.path.append(order["packages"])
    learner = sys.modules["__main__"] = types.ModuleType("__main__")
    namespace = vars(learner)
    namespace.update(check=lambda *a, **k: None, display=lambda *a, **k: None)
    exec(order["setup"], namespace)
    for name, source in order["cells"]:
        error = None
        send(channel, {"cell": name})
        try:
            run_cell(f"<{name}>", source, namespace)
        except BaseException as caught:
            error = type(caught).__name__
        send(channel, {"cell": name, "error": error})
    for name in order["names"]:
        kind, tree, blob = "missing", None, b""
        if name in namespace:
            kind = "function" if callable(namespace[name]) else "value"
        if kind == "value":
            try:
                tree, blob = pack(namespace[name])
            except BaseException:
                tree = ["other", "object"]
        send(channel, {"name": name, "kind": kind, "value": tree}, blob)
    while True:
        message, blob = receive(read)
        answer_call(channel, namespace[message["call"]], message["args"], blob)


def answer_call(channel, function, tree, blob):
    """Call a function; send its result and the arguments that it changed."""
    args, before = unpack(tree, blob), unpack(tree, blob)
    try:
        result = function(*args)
        pairs = enumerate(zip(args, before, strict=True))
        changed = [(k, a) for k, (a, b) in pairs if pack(a) != pack(b)]
        reply, blob = pack((result, changed))
        message = {"result": reply}
        json.dumps(message)
    except BaseException as caught:
        message, blob = {"error": type(caught).__name__}, b""
    send(channel, message, blob)


def main():
    import socket

    channel = socket.socket(fileno=os.dup(0))  # out of the way of print and input
    null = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(null, number)
    stream = channel.makefile("rb")

    def read(count):
        data = stream.read(count)
        if len(data) < count:
            os._exit(0)
        return data

    serve(channel, read)


if __name__ == "__main__":
    main()
