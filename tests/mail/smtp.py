"""A real SMTP server for tests: it keeps what it took, and answers as a test wants."""

import asyncio
import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Inbox:
    """What arrived, in order; ``answer`` and ``meanwhile`` let a test misbehave.

    ``answer(stage, address)`` may return a reply such as "450 later" for a stage: "RCPT" or
    "DATA". ``meanwhile(stage, address, port)`` runs when a message was offered ("offered":
    receiver named, content not sent yet) or taken ("taken": kept, the sender not told yet);
    ``port`` is the sender's. ``delay`` seconds pass at each stage.
    """

    def __init__(self):
        self.taken = []
        self.hang_up_after_taking = False
        self.answer = lambda stage, address: None
        self.meanwhile = lambda stage, address, port: None
        self.delay = 0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        reply = self.answer("RCPT", address)
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        self.meanwhile("offered", address, session.peer[1])
        await asyncio.sleep(self.delay)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        address = envelope.rcpt_tos[0]
        reply = self.answer("DATA", address)
        if reply:
            return reply
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        self.meanwhile("taken", address, session.peer[1])
        await asyncio.sleep(self.delay)
        if self.hang_up_after_taking:
            server.transport.abort()
        return "250 OK"

    def addresses(self):
        return [str(message["To"]) for message in self.taken]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_smtp_server():
    inbox = Inbox()
    inbox.port = free_port()
    controller = Controller(
        inbox, hostname="127.0.0.1", port=inbox.port, server_hostname="mail.test"
    )
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
