"""JupyterLab in headless Chromium: start it, open a notebook, run it, move its sliders.

with jupyterlab(folder) as server, chromium() as browser:
    lab = Lab(browser, server, "00_one_rate_for_all.ipynb")
    lab.run_all()
    assert not lab.errors()
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from course_utils.pack.prompt import ENVIRONMENT, OPTIONS

NAMES = "chromium", "chromium-browser", "google-chrome", "chrome"
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
START, RUN, MOVE = 60_000, 180_000, 10_000  # limits in milliseconds


@dataclass(frozen=True)
class Server:
    url: str
    token: str
    log: Path

    def request(self, path, method="GET"):
        """The answer of the server's own interface, decoded from JSON."""
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(
            self.url + path, headers=headers, method=method
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def end_kernels(self):
        """As at the end of a day: what is opened next finds no kernel of before."""
        for session in self.request("/api/sessions"):
            self.request(f"/api/sessions/{session['id']}", "DELETE")


@contextmanager
def jupyterlab(folder, windowing="none"):
    """A JupyterLab server of its own settings that serves `folder` and ends after.

    Lab's own windowing, "contentVisibility", draws the cells in sight, "none" all.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    tracker = {"@jupyterlab/notebook-extension/tracker": {"windowingMode": windowing}}
    with tempfile.TemporaryDirectory() as home:
        address, log = f"http://127.0.0.1:{port}", Path(home, "log")
        server = Server(address, secrets.token_hex(16), log)
        for name, settings in tracker.items():
            file = Path(home, "settings", f"{name}.jupyterlab-settings")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(settings), encoding="utf-8")
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        command += [f"--ServerApp.root_dir={folder}", f"--ServerApp.port={port}"]
        command += [f"--IdentityProvider.token={server.token}", *OPTIONS]
        command += ["--ServerApp.port_retries=0", "--LabApp.expose_app_in_browser=True"]
        command += [f"--LabApp.user_settings_dir={home}/settings"]
        command += [f"--LabApp.workspaces_dir={home}/workspaces"]
        places = {f"JUPYTER_{name}_DIR": home for name in ("CONFIG", "DATA", "RUNTIME")}
        with open(server.log, "w+", encoding="utf-8") as log:
            process = subprocess.Popen(
                command, env=os.environ | ENVIRONMENT | places, stdout=log, stderr=log
            )
            try:
                wait_for(server, process, log)
                yield server
                server.end_kernels()
            finally:
                process.terminate()
                process.wait(20)


def wait_for(server, process, log):
    """Return when the server answers; raise with its log if it does not."""
    end = time.monotonic() + START / 1000
    while time.monotonic() < end and process.poll() is None:
        try:
            return server.request("/api/status")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    log.seek(0)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read()[-3000:]}")


@contextmanager
def chromium():
    """Headless Chromium; each Lab opens a window of its own in it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        options = {"executable_path": CHROMIUM, "args": ["--no-sandbox"]}
        browser = playwright.chromium.launch(**options)
        yield browser
        browser.close()


class Lab:
    """One notebook, open in JupyterLab."""

    def __init__(self, browser, server, notebook, width=1200, height=1000):
        size = {"width": width, "height": height}
        self.context = browser.new_context(viewport=size)
        self.context.add_init_script(path=Path(__file__).with_suffix(".js"))
        self.page = self.context.new_page()
        self.page.set_default_timeout(START)
        self.console = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.console.append(str(error)))
        self.page.goto(f"{server.url}/lab/tree/{notebook}?reset&token={server.token}")
        self.wait("lab.ready()", START)

    def _listen(self, message):
        if message.type == "error":
            self.console.append(message.text)

    def wait(self, condition, limit, argument=None):
        """Wait until a function of the page, which may be async, returns true."""
        end = time.monotonic() + limit / 1000
        while not self.page.evaluate(condition, argument):
            if time.monotonic() > end:
                raise TimeoutError(f"not within {limit / 1000:g} s: {condition}")
            time.sleep(0.02)

    def command(self, name, **arguments):
        """Run a command of JupyterLab, such as "notebook:run-all-cells"."""
        call = "([name, options]) => window.jupyterapp.commands.execute(name, options)"
        return self.page.evaluate(call, [name, arguments])

    def run_all(self):
        """Run every cell and wait until all is done and drawn."""
        self.command("notebook:run-all-cells")
        self.wait("lab.ran()", RUN)
        self.wait("lab.drawn()", MOVE)

    def dirty(self):
        """Whether JupyterLab would ask to save the notebook."""
        return self.page.evaluate("lab.panel().context.model.dirty")

    def save(self):
        self.command("docmanager:save")
        self.wait("!lab.panel().context.model.dirty", MOVE)

    def images(self):
        """The pictures of outputs, as (text for a screen reader, width, dots)."""
        self.wait("lab.drawn()", MOVE)
        size = "Number(image.getAttribute('width')), image.naturalWidth"
        read = f"image => [image.alt || image.title, {size}]"
        return self.page.evaluate(f"lab.find('.jp-OutputArea img').map({read})")

    def violations(self):
        """What axe-core finds in the outputs, by every one of its rules."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, context=".jp-OutputArea-output").response
        return {rule["id"]: rule["nodes"][0]["html"] for rule in found["violations"]}

    def read_aloud(self, role):
        """(name, value) of each thing of a role in the page's accessibility tree."""
        session = self.context.new_cdp_session(self.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        return [
            tuple(node.get(key, {}).get("value") for key in ("name", "value"))
            for node in nodes
            if node.get("role", {}).get("value") == role and not node["ignored"]
        ]

    def errors(self):
        """The error outputs that stand in the notebook, as "name: message"."""
        return self.page.evaluate("lab.errors()")

    def sliders(self):
        return self.page.locator("[role=slider]").all()

    def figure_of(self, slider):
        return slider.locator("xpath=ancestor::*[.//img][1]")

    def move(self, slider, key="ArrowRight"):
        """Press a key on a slider, wait for what it changes, return the sentence."""
        figure = self.figure_of(slider)
        status, image = figure.get_by_role("status"), figure.locator("img")
        before = [image.get_attribute("src"), status.inner_text()]
        slider.focus()
        self.page.keyboard.press(key)
        self.wait(
            "figure => lab.moved(figure)", MOVE, [figure.element_handle(), *before]
        )
        return status.inner_text()

    def photograph(self, path, theme="JupyterLab Light"):
        """Store a picture of the whole notebook in a theme of JupyterLab."""
        self.command("apputils:change-theme", theme=theme)
        sheet = self.page.locator(".jp-NotebookPanel-notebook .jp-WindowedPanel-outer")
        height = sheet.evaluate("sheet => sheet.scrollHeight") + 150
        self.page.set_viewport_size({"width": 1200, "height": height})
        sheet.evaluate("sheet => sheet.scrollTop = 0")
        self.page.wait_for_timeout(1000)
        self.page.screenshot(path=path)

    def close(self):
        self.context.close()
