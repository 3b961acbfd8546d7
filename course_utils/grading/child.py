"""The process that holds pytest while a chunk is graded; it leaves nothing behind."""

import json
import os
import shutil
import sys
import threading
import time
from contextlib import suppress

PYTEST = "--nbval --nbval-current-env -q --tb=line -p nbval.plugin -p no:cacheprovider"


class Log:
    """Notes nbval's verdict on each cell, below the one that the cell has noted."""

    def __init__(self, place):
        self.path = f"{place}/log.jsonl"

    def pytest_runtest_logreport(self, report):
        if report.when == "call" or not report.passed:
            passed = report.outcome == "passed" and not hasattr(report, "wasxfail")
            with open(self.path, "a", encoding="utf-8") as file:
                print(json.dumps({"nbval": passed}), file=file)


def leash(place, parent):
    """Wait for the parent to end or let go, or the kernel to die; leave nothing behind.

    nbval itself would wait half an hour for a kernel that was killed.
    """
    import psutil

    def listen():
        with suppress(OSError):
            os.read(parent, 1)  # nothing comes but the end
        gone.set()

    gone = threading.Event()
    threading.Thread(target=listen, daemon=True).start()
    me, patience, last = psutil.Process(), 60, time.monotonic()
    while not gone.wait(0.2) and time.monotonic() - last < patience:
        with suppress(psutil.Error):
            states = [one.status() for one in me.children()]
            patience = 5 if states else patience  # seconds without a kernel
            last = time.monotonic() if set(states) - {"zombie"} else last
    for process in me.children(recursive=True):
        with suppress(psutil.Error):
            process.kill()
    shutil.rmtree(place, ignore_errors=True)
    os._exit(1)


def main(place):
    # jsonschema would load this for a second, for formats that no notebook has
    sys.modules.setdefault("rfc3987_syntax", None)
    import pytest

    parent = os.dup(0)  # pytest takes 0 for itself
    threading.Thread(target=leash, args=[place, parent], daemon=True).start()
    line = [f"--rootdir={place}", "-c", os.devnull, f"{place}/chunk.ipynb"]
    return pytest.main([*PYTEST.split(), *line], plugins=[Log(place)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
