"""What `course start` changes in Jupyter: files, messages and the page."""

from pathlib import Path

from jupyter_server.services.kernels.connection import channels

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
        self.websocket_handler.set_nodelay(True)
        return super().connect()

    @property
    def write_message(self):
        """Jupyter's own, whose result nobody reads, so a page that closes while a
        message is on its way would leave a traceback in the terminal."""
        return self._write

    def _write(self, *arguments, **options):
        written = super().write_message(*arguments, **options)
        written.add_done_callback(lambda done: done.cancelled() or done.exception())
        return written
