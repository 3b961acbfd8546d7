"""The server that `course start` runs, as far as it differs from Jupyter's own."""

import asyncio
import inspect

from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.connection import channels

from course_utils import workspace
from course_utils.server import Prompt


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


def test_course_start_names_a_connection_that_jupyter_accepts():
    name = f"{Prompt.__module__}.{Prompt.__name__}"
    assert name in inspect.getsource(workspace.start)
    server = ServerApp(kernel_websocket_connection_class=name)
    assert server.kernel_websocket_connection_class is Prompt
