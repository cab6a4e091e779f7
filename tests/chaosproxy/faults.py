"""What a bad network does to the bytes of one direction. Each fault is a member of the JSON object ordered with POST /faults."""

import asyncio
import random
import socket
import struct

KNOWN = {"side", "count", "delay_ms", "jitter_ms", "drip_bytes", "drip_ms", "reset_after", "truncate_after", "half_close_after",
         "blackhole", "refuse", "duplicate_every", "swap_every"}


class Cut(Exception):
    """The connection ends here: reset, or closed in good order."""

    def __init__(self, reset):
        super().__init__()
        self.reset = reset


def reset(writer):
    """A TCP reset instead of an end: what an overloaded balancer or a flushed table of a firewall does."""
    raw = writer.get_extra_info("socket")
    if raw is not None and raw.fileno() >= 0:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class Frames:
    """WebSocket frames of a server, whole: they are not masked (RFC 6455 section 5.1)."""

    def __init__(self):
        self.held, self.seen = b"", 0
        self.kept_back = None
        self.is_upgraded = False

    def feed(self, chunk, fault):
        """What goes on to the client."""
        self.held += chunk
        out = []
        if not self.is_upgraded:
            end = self.held.find(b"\r\n\r\n")
            if end < 0 or b" 101 " not in self.held.split(b"\r\n", 1)[0]:
                whole, self.held = self.held, b""
                return whole
            out.append(self.held[:end + 4])
            self.held, self.is_upgraded = self.held[end + 4:], True
        while frame := self.next():
            out += self.disturbed(frame, fault)
        return b"".join(out)

    def next(self):
        if len(self.held) < 2:
            return b""
        length, header = self.held[1] & 0x7F, 2
        if length == 126:
            length, header = int.from_bytes(self.held[2:4], "big"), 4
        elif length == 127:
            length, header = int.from_bytes(self.held[2:10], "big"), 10
        if len(self.held) < header + length:
            return b""
        frame, self.held = self.held[:header + length], self.held[header + length:]
        return frame

    def disturbed(self, frame, fault):
        if frame[0] & 0x0F not in (1, 2):  # control frames belong where they are
            return [frame]
        self.seen += 1
        if self.kept_back:
            frames, self.kept_back = [frame, self.kept_back], None
            return frames
        if fault.get("swap_every") and self.seen % fault["swap_every"] == 0:
            self.kept_back = frame
            return []
        is_doubled = fault.get("duplicate_every") and self.seen % fault["duplicate_every"] == 0
        return [frame, frame] if is_doubled else [frame]


class Direction:
    """One direction of one connection under its fault; {} when nothing is wrong. frames: of a plain server, else None."""

    def __init__(self, seed, frames=None):
        self.fault, self.passed = {}, 0
        self.chance = random.Random(seed)
        self.frames = frames

    def suffer(self, fault):
        """Bytes are counted from here."""
        self.fault, self.passed = fault, 0

    async def carry(self, chunk, writer):
        fault = self.fault
        if fault.get("blackhole"):
            return
        if self.frames:
            chunk = self.frames.feed(chunk, fault)
        if "delay_ms" in fault:
            await asyncio.sleep((fault["delay_ms"] + self.chance.uniform(0, fault.get("jitter_ms", 0))) / 1000)
        for word in ("reset_after", "truncate_after", "half_close_after"):
            if word in fault and self.passed + len(chunk) >= fault[word]:
                writer.write(chunk[:max(0, fault[word] - self.passed)])
                await writer.drain()
                if word == "half_close_after":
                    writer.write_eof()
                    self.fault = {"blackhole": True}
                    return
                raise Cut(reset=word == "reset_after")
        self.passed += len(chunk)
        step = fault.get("drip_bytes", 0) or len(chunk) or 1
        for at in range(0, len(chunk), step):
            writer.write(chunk[at:at + step])
            await writer.drain()
            if step < len(chunk):
                await asyncio.sleep(fault.get("drip_ms", 1) / 1000)
