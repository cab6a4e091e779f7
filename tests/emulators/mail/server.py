"""A real SMTP server (aiosmtpd) for tests: STARTTLS and AUTH are required, and recipients decide what goes wrong.

server.py CERT KEY: prints its port, then a line of JSON for each mail it took.
"""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Mailbox:
    def __init__(self) -> None:
        self.grey: set[str] = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "unknown":
            return "550 5.1.1 No such person here"
        if name == "grey" and address not in self.grey:
            self.grey.add(address)
            return "451 4.7.1 Greylisted, try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "full":
            return "552 5.2.2 Mailbox full"
        if name == "busy":
            return "452 4.3.1 Insufficient storage"
        if name == "lost":
            server.transport.abort()
            return "250 OK"
        text = envelope.content.decode("ascii")
        print(json.dumps({"from": envelope.mail_from, "to": envelope.rcpt_tos, "mail": text}), flush=True)
        return "250 2.0.0 OK queued as TEST1"


def authenticate(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and data == LoginPassword(b"muster", b"mail-pass-9b1d")
    return AuthResult(success=good, handled=False)


async def main() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    mailbox = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(
            mailbox,
            hostname="mail.test",
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=authenticate,
            loop=loop,
        ),
        "127.0.0.1",
        0,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
