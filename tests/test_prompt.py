"""The server that `course start` runs, as far as it differs from Jupyter's own."""

import asyncio
import gc
import os

from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection import channels
from jupyterlab.labapp import LabApp
from tornado.websocket import WebSocketClosedError

from course_utils.pack import workspace
from course_utils.pack.prompt import ENVIRONMENT, OPTIONS, Prompt


class Page:
    """Stands for the handler of a page's web socket."""

    nodelay = False

    def set_nodelay(self, value):
        self.nodelay = value

    async def lost(self):
        raise WebSocketClosedError

    def write_message(self, message, binary=False):
        return asyncio.ensure_future(self.lost())


def test_messages_are_not_held_back_once_a_page_is_connected(monkeypatch):
    page, connected = Page(), []

    async def connect(self):
        connected.append(page.nodelay)

    monkeypatch.setattr(channels.ZMQChannelsWebsocketConnection, "connect", connect)
    monkeypatch.setattr(Prompt, "websocket_handler", page)
    asyncio.run(Prompt.connect(Prompt.__new__(Prompt)))
    assert connected == [True]


def test_a_page_that_closes_meanwhile_leaves_no_traceback(monkeypatch):
    monkeypatch.setattr(Prompt, "websocket_handler", Page())
    logged = []

    async def write_and_forget():
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: logged.append(context))
        Prompt.__new__(Prompt).write_message(b"", binary=True)
        await asyncio.sleep(0.01)
        gc.collect()

    asyncio.run(write_and_forget())
    assert logged == []


def test_jupyter_accepts_the_options_and_takes_this_connection():
    server = ServerApp()
    server.parse_command_line(OPTIONS)
    assert server.kernel_websocket_connection_class is Prompt


def test_course_start_opens_jupyterlab_with_them(monkeypatch):
    started = []
    monkeypatch.setattr(workspace, "hand_out", lambda language: [])
    monkeypatch.setattr(LabApp, "launch_instance", started.extend)
    monkeypatch.setattr(os, "environ", os.environ.copy())
    workspace.start(8888, ["--no-browser"])
    assert set(OPTIONS) < set(started)
    assert os.environ.items() >= ENVIRONMENT.items()
