"""Runs one learner's answers inside a sandbox, and is trusted with nothing.

It sees NumPy and the standard library, and wire.py; it must not import course_utils.
`Answers` answers one message at a time and is the same in every sandbox; under
bubblewrap this file is started as a script, in WebAssembly `grading.wasm` loads it.
"""

import ast
import inspect
import linecache
import sys
import types


class Nothing:
    """Takes every call and attribute and does nothing, as for display(...)."""

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __iter__(self):
        return iter(())


class Shell(Nothing):
    """What magics and shell lines call; what is to run code runs it, no more."""

    RUNS = ("time", "timeit", "capture", "prun")  # as a cell's first line: %%time

    def __init__(self, namespace, folder):
        self.user_ns, self.folder = namespace, folder

    def run_line_magic(self, name, line, *args, **kwargs):
        if name in ("time", "prun"):
            try:
                return eval(line, self.user_ns)
            except SyntaxError:
                exec(line, self.user_ns)

    def run_cell_magic(self, name, line, cell):
        if name in self.RUNS:
            scope = dict(self.user_ns) if name == "timeit" else self.user_ns
            run_cell("<cell>", cell, scope, self.folder)

    def system(self, *args, **kwargs):  # no processes here
        return None

    def getoutput(self, *args, **kwargs):
        return []


def transform(source, folder):
    """A cell's source without IPython's syntax, by IPython's own file and no other."""
    packages = {n: types.ModuleType(n) for n in ("IPython", "IPython.utils")}
    saved = {name: sys.modules.get(name) for name in packages}
    sys.modules.update(packages)
    try:
        for place in ("utils/tokenutil", "core/inputtransformer2"):
            module = types.ModuleType("IPython." + place.replace("/", "."))
            with open(f"{folder}/IPython/{place}.py", encoding="utf-8") as file:
                exec(compile(file.read(), place, "exec"), vars(module))
            packages["IPython.utils"].tokenutil = module
    finally:
        for name, old in saved.items():
            sys.modules[name] = old
            if old is None:
                del sys.modules[name]
    return module.TransformerManager().transform_cell(source)


def run_cell(name, source, namespace, folder):
    """Run an answer cell as a notebook would, a top-level await included."""
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        code = compile(source, name, "exec", flags)
    except SyntaxError:
        code = compile(transform(source, folder), name, "exec", flags)
    if code.co_flags & inspect.CO_COROUTINE:
        cell = types.FunctionType(code, namespace)()
        try:
            while True:  # without an event loop, which would want sockets
                cell.send(None)
        except StopIteration:
            return
    exec(code, namespace)


class Answers:
    """The cells and values of one learner, in a namespace like a notebook's."""

    def __init__(self, setup, folder, wire):
        self.folder, self.wire = folder, wire
        sys.path.append(folder)
        learner = sys.modules["__main__"] = types.ModuleType("__main__")
        self.namespace = vars(learner)
        nothing = Nothing()
        self.namespace.update(check=nothing, display=nothing)
        shell = Shell(self.namespace, folder)
        self.namespace["get_ipython"] = lambda: shell
        exec(setup, self.namespace)

    def answer(self, message, blob):
        """The reply to a message, and the bytes of its arrays."""
        match message:
            case {"cell": name, "source": source}:
                return self.cell(name, source), b""
            case {"value": name}:
                return self.value(name)
            case {"call": name, "args": tree}:
                return self.call(self.namespace[name], tree, blob)
        return {"ready": True}, b""

    def cell(self, name, source):
        try:
            run_cell(f"<{name}>", source, self.namespace, self.folder)
        except BaseException as caught:
            return {"error": type(caught).__name__}
        return {"error": None}

    def value(self, name):
        if name not in self.namespace:
            return {"kind": "missing"}, b""
        if callable(self.namespace[name]):
            return {"kind": "function"}, b""
        try:
            tree, blob = self.wire.pack(self.namespace[name])
        except BaseException:
            tree, blob = ["other", "object"], b""
        return {"kind": "value", "value": tree}, blob

    def call(self, function, tree, blob):
        """Call a function; send its result and the arguments that it changed."""
        pack, unpack = self.wire.pack, self.wire.unpack
        args, before = unpack(tree, blob), unpack(tree, blob)
        try:
            result = function(*args)
            pairs = enumerate(zip(args, before, strict=True))
            changed = [(k, a) for k, (a, b) in pairs if pack(a) != pack(b)]
            reply, blob = pack((result, changed))
            self.wire.frame(reply)
        except BaseException as caught:
            return {"error": type(caught).__name__}, b""
        return {"result": reply}, blob


def main():
    """Under bubblewrap: read messages from what is standard input, until its end."""
    import os
    import resource
    import socket
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("wire", f"{os.path.dirname(__file__)}/wire.py")
    wire = module_from_spec(spec)
    spec.loader.exec_module(wire)
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

    message, blob = wire.receive(read)
    for name, limit in message["limits"].items():
        number = getattr(resource, name)
        most = resource.getrlimit(number)[1]
        limit = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(number, (limit, limit))
    answers = Answers(message["setup"], message["packages"], wire)
    while True:
        channel.sendall(wire.frame(*answers.answer(message, blob)))
        message, blob = wire.receive(read)


if __name__ == "__main__":
    main()
