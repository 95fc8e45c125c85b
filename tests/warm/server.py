"""Imports what engines and trainings do, then forks a process for each client: `python -m warm.server ADDRESS`.

It ends when its standard input does.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import socket
import sys

from warm.fork import Asked, load, run


class Server:
    """Forks, each with the client that waits for how it ends."""

    def __init__(self, address: str) -> None:
        self.door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.door.bind(address)
        self.door.listen(64)
        self.ready = selectors.DefaultSelector()
        self.ready.register(self.door, selectors.EVENT_READ)
        self.ready.register(0, selectors.EVENT_READ)

    def serve(self) -> Asked | None:
        """Serve until standard input ends; in a fork return what it is to run."""
        while True:
            for key, _ in self.ready.select():
                if key.fd == self.door.fileno():
                    client, _ = self.door.accept()
                    if (asked := self._let_in(client)) is not None:
                        return asked
                elif key.fd == 0:
                    self._end()
                    return None
                elif isinstance(key.fileobj, socket.socket):  # its client was killed
                    self.ready.unregister(key.fileobj)
                    signal.pidfd_send_signal(key.data, signal.SIGKILL)
                else:
                    self._tell(key.fd, *key.data)

    def _let_in(self, client: socket.socket) -> Asked | None:
        """Fork for a client, or send it away; what to run, in the fork alone."""
        asked = Asked.read(client)
        if asked is None or not asked.here:
            client.sendall(b"no")
            client.close()
        elif pid := os.fork():
            fork = os.pidfd_open(pid)
            self.ready.register(fork, selectors.EVENT_READ, (pid, client))
            self.ready.register(client, selectors.EVENT_READ, fork)
        else:
            client.close()
            self._close()  # nothing of the server is open in a fork
            return asked
        for fd in asked.streams if asked else ():
            os.close(fd)
        return None

    def _tell(self, fork: int, pid: int, client: socket.socket) -> None:
        """Tell a client how its fork ended, if it is still there."""
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if client in self.ready.get_map():
            self.ready.unregister(client)
            client.sendall(str(status).encode())
        client.close()
        self.ready.unregister(fork)
        os.close(fork)

    def _end(self) -> None:
        """Let no fork outlive this."""
        for key in list(self.ready.get_map().values()):
            if isinstance(key.data, int):
                signal.pidfd_send_signal(key.data, signal.SIGKILL)
        self._close()

    def _close(self) -> None:
        for key in list(self.ready.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
            elif key.fd:
                os.close(key.fd)
        self.ready.close()


def main(address: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whom it reaches besides: the forks and their clients
    load()
    gc.collect()
    gc.freeze()
    server = Server(address)
    os.write(1, b"listening\n")
    asked = server.serve()
    if asked is not None:
        run(asked, address)


main(sys.argv[1])
