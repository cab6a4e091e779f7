"""A bad network as a process: a proxy that delays, drips, cuts, resets, falls silent, and doubles or swaps WebSocket frames.

    chaosproxy.py                          an HTTP proxy (CONNECT) to this machine, whatever the name: TLS passes through, faults are of bytes
    chaosproxy.py --to 127.0.0.1:41234     in front of a plain server; its address in answers becomes the proxy's

Prints one line of JSON when it is ready: proxy (where to connect), control_url. SIGTERM ends it.

    POST /faults {side: "up"|"down", count?, …}   from now on; count: only the next so many connections, otherwise all, open ones too
    DELETE /faults                                 the network is well again
    GET /state                                     connections: opened, open, cut; held: those with bytes still on their way;
                                                   suffered: by fault, how many connections got it
"""

import argparse
import asyncio
import collections
import json
import os
import signal

from faults import KNOWN, Cut, Direction, Frames, reset

CHUNK = 65536


class Network:
    def __init__(self, to):
        self.to = to
        self.faults = []  # ordered, newest last
        self.connections = set()
        self.opened = self.cut = 0
        self.suffered = collections.Counter()
        self.held = {"up": 0, "down": 0}  # connections with bytes that are still on their way
        self.here = ""

    def order(self, fault):
        unknown = set(fault) - KNOWN
        if unknown or fault.get("side") not in ("up", "down"):
            raise ValueError(f"unknown {sorted(unknown)}, or no side")
        self.faults.append(fault)
        if "count" not in fault:
            for connection in self.connections:
                connection.suffer(fault)

    def heal(self):
        self.faults.clear()
        for connection in self.connections:
            connection.heal()

    def faults_of_a_new_one(self):
        """What stands for all, and then the oldest of those that are for the next connections: each connection takes one of them a side."""
        yield from (fault for fault in self.faults if "count" not in fault)
        for side in ("up", "down"):
            counted = next((fault for fault in self.faults if fault["side"] == side and fault.get("count", 0) > 0), None)
            if counted:
                counted["count"] -= 1
                yield counted

    async def serve(self, reader, writer):
        self.opened += 1
        connection = Connection(self, self.opened)
        for fault in self.faults_of_a_new_one():
            connection.suffer(fault)
        self.connections.add(connection)
        try:
            await connection.run(reader, writer)
        finally:
            self.connections.discard(connection)


class Connection:
    def __init__(self, network, number):
        self.network = network
        self.directions = {"up": Direction(number), "down": Direction(-number, Frames() if network.to else None)}
        self.is_refused = False

    def suffer(self, fault):
        self.network.suffered.update(name for name, value in fault.items() if name not in ("side", "count") and value)
        self.is_refused = self.is_refused or bool(fault.get("refuse"))
        self.directions[fault["side"]].suffer(fault)

    def heal(self):
        for direction in self.directions.values():
            direction.suffer({})

    async def run(self, reader, writer):
        try:
            host, port = await self.target(reader, writer)
            far_reader, far_writer = await asyncio.open_connection(host, port)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.close()
            return
        if not self.network.to:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        ways = [asyncio.create_task(self.pump("up", reader, far_writer)), asyncio.create_task(self.pump("down", far_reader, writer))]
        try:
            await asyncio.gather(*ways)
        except Cut as cut:
            self.network.cut += 1
            for side in (writer, far_writer):
                reset(side) if cut.reset else side.close()
        except (ConnectionError, OSError):
            pass
        finally:
            for way in ways:
                way.cancel()
            for side in (writer, far_writer):
                side.close()

    async def target(self, reader, writer):
        if self.is_refused:
            writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            raise ValueError("refused")
        if self.network.to:
            return self.network.to
        asked = (await reader.readuntil(b"\r\n\r\n")).split(b" ")
        if asked[0] != b"CONNECT":
            raise ValueError("not a CONNECT")
        return "127.0.0.1", int(asked[1].decode().rpartition(":")[2])

    async def pump(self, side, reader, writer):
        while chunk := await reader.read(CHUNK):
            if side == "down" and self.network.to:
                chunk = chunk.replace("{}:{}".format(*self.network.to).encode(), self.network.here.encode())
            self.network.held[side] += 1
            try:
                await self.directions[side].carry(chunk, writer)
            finally:
                self.network.held[side] -= 1
        if writer.can_write_eof() and not self.directions[side].fault.get("blackhole"):
            writer.write_eof()


async def control(network, reader, writer):
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    verb, path = head.split(" ")[:2]
    length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length:")), 0)
    body = await reader.readexactly(length)
    status, answer = "200 OK", {"ok": True}
    try:
        if (verb, path) == ("POST", "/faults"):
            network.order(json.loads(body))
        elif (verb, path) == ("DELETE", "/faults"):
            network.heal()
        elif (verb, path) == ("GET", "/state"):
            answer = {"opened": network.opened, "open": len(network.connections), "cut": network.cut, "held": network.held,
                      "suffered": network.suffered}
        else:
            status, answer = "404 Not Found", {"ok": False}
    except ValueError as error:
        status, answer = "400 Bad Request", {"ok": False, "error": str(error)}
    text = json.dumps(answer).encode()
    writer.write(f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n".encode() + text)
    await writer.drain()
    writer.close()


async def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--to", default="", help="host:port of a plain server")
    options = parser.parse_args()
    host, _, port = options.to.rpartition(":")
    network = Network((host, int(port)) if options.to else None)
    passing = await asyncio.start_server(network.serve, "127.0.0.1", 0)
    desk = await asyncio.start_server(lambda reader, writer: control(network, reader, writer), "127.0.0.1", 0)
    network.here = "127.0.0.1:{}".format(passing.sockets[0].getsockname()[1])
    if options.to and len(network.here) != len(options.to):
        raise SystemExit("the address in answers can be replaced only by one of the same length")
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    print(json.dumps({"proxy": "http://" + network.here, "control_url": "http://127.0.0.1:{}/".format(desk.sockets[0].getsockname()[1])}),
          flush=True)
    await ended.wait()
    os._exit(0)  # whatever is open ends with the process


if __name__ == "__main__":
    asyncio.run(main())
