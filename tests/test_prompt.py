"""The server that `course start` runs, as far as it differs from Jupyter's own."""

import asyncio
import gc
import logging
import os

from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection import channels
from jupyterlab.labapp import LabApp
from tornado.websocket import WebSocketClosedError

from course_utils.pack import workspace
from course_utils.pack.prompt import ENVIRONMENT, OPTIONS, Prompt, is_heard


class Page:
    """Stands for the handler of a page's web socket."""

    nodelay = False

    def set_nodelay(self, value):
        self.nodelay = value


def test_messages_are_not_held_back_once_a_page_is_connected(monkeypatch):
    page, connected = Page(), []

    async def connect(self):
        connected.append(page.nodelay)

    monkeypatch.setattr(channels.ZMQChannelsWebsocketConnection, "connect", connect)
    monkeypatch.setattr(Prompt, "websocket_handler", page)
    asyncio.run(Prompt.connect(Prompt.__new__(Prompt)))
    assert connected == [True]


async def fails_unheard(error):
    """As Jupyter writes to a page: nobody reads the result."""

    async def write():
        raise error

    asyncio.ensure_future(write())
    await asyncio.sleep(0.01)
    gc.collect()


def test_a_page_that_closes_meanwhile_leaves_no_traceback(caplog):
    logging.getLogger("asyncio").addFilter(is_heard)
    asyncio.run(fails_unheard(WebSocketClosedError()))
    assert caplog.records == []
    asyncio.run(fails_unheard(ValueError("another")))
    assert [str(record.exc_info[1]) for record in caplog.records] == ["another"]


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
