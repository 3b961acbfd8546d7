"""The process that holds pytest while a chunk is graded; it leaves nothing behind."""

import os
import select
import shutil
import sys
import threading
import time
from contextlib import suppress

PYTEST = "--nbval --nbval-current-env -q --tb=line -p nbval.plugin -p no:cacheprovider"


def leash(place, parent):
    """Wait for the parent to end or let go, or the kernel to die; leave nothing behind.

    nbval itself would wait half an hour for a kernel that was killed.
    """
    import psutil

    me, patience, last = psutil.Process(), 60, time.monotonic()
    while time.monotonic() - last < patience:  # seconds without a kernel
        if select.select([parent], [], [], 0.2)[0]:
            break
        with suppress(psutil.Error):
            states = [one.status() for one in me.children()]
            patience = 5 if states else patience
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
    files = [f"{place}/chunk.ipynb", f"--junitxml={place}/junit.xml"]
    return pytest.main(
        [*PYTEST.split(), f"--rootdir={place}", "-c", os.devnull, *files]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
