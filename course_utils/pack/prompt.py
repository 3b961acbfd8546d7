"""What `course start` changes in Jupyter: files, messages and the page."""

import logging
from pathlib import Path

from jupyter_server.services.kernels.connection import channels
from tornado.websocket import WebSocketClosedError

OPTIONS = [
    f"--ServerApp.kernel_websocket_connection_class={__name__}.Prompt",
    f"--ServerApp.contents_manager_class={__package__}.contents.PlainFiles",
    f"--LabApp.extra_labextensions_path={Path(__file__).with_name('labextensions')}",
    "--Application.log_level=ERROR",
    "--KernelManager.transport_encryption=auto",  # else each kernel warns of listeners
    "--ServerApp.answer_yes=True",  # Ctrl-C asks nothing back
]
# No move is sent back to the page: only a second window on a notebook would need it.
ENVIRONMENT = {"JUPYTER_WIDGETS_ECHO": "0"}


class Prompt(channels.ZMQChannelsWebsocketConnection):
    """A kernel's connection to the page that does not wait to fill its packets.

    Jupyter's own lets the system hold a small message back until the page has
    acknowledged the one before, which takes 40 ms on the same machine. A slider sends a
    handful of small messages, so every other move would come late.
    """

    def connect(self):
        logging.getLogger("asyncio").addFilter(is_heard)
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def is_heard(record):
    """Whether the terminal shows a record: a page that closes while a message is on its
    way to it is no error, but would leave a traceback."""
    return not (
        record.exc_info and isinstance(record.exc_info[1], WebSocketClosedError)
    )
