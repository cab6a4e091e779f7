// The WebSocket of docs/console-api.md: keeps one open, pings it, and comes back with back-off when it is lost.

import type { LiveEvent } from "./types";

export type LiveHandlers = {
  event: (event: LiveEvent) => void;
  up: (again: boolean) => void;          // `again`: it was lost before, so what is shown may be old
  down: (retryAt: number) => void;       // ms since the epoch of the next try
};

const kPingMs = 20_000;
const kFirstWaitMs = 500;
const kLongestWaitMs = 15_000;

export class Live {
  private socket: WebSocket | null = null;
  private ping: ReturnType<typeof setInterval> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private wait = kFirstWaitMs;
  private wasUp = false;
  private stopped = false;

  constructor(private handlers: LiveHandlers) {
    addEventListener("online", this.tryNow);
    document.addEventListener("visibilitychange", this.tryIfVisible);
    this.open();
  }

  stop(): void {
    this.stopped = true;
    removeEventListener("online", this.tryNow);
    document.removeEventListener("visibilitychange", this.tryIfVisible);
    clearTimeout(this.retry);
    clearInterval(this.ping);
    this.socket?.close();
  }

  tryNow = (): void => {
    if (this.stopped || this.socket) return;
    clearTimeout(this.retry);
    this.open();
  };

  private tryIfVisible = (): void => {
    if (document.visibilityState === "visible") this.tryNow();
  };

  private open(): void {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/api/v1/live`);
    this.socket = socket;
    socket.onmessage = (frame) => {
      const event = JSON.parse(String(frame.data)) as LiveEvent;
      if (event.type === "hello") {
        this.wait = kFirstWaitMs;
        this.handlers.up(this.wasUp);
        this.wasUp = true;
      }
      this.handlers.event(event);
    };
    socket.onclose = () => this.lost(socket);
    this.ping = setInterval(() => {
      if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"ping"}');
    }, kPingMs);
  }

  private lost(socket: WebSocket): void {
    if (this.stopped || this.socket !== socket) return;
    clearInterval(this.ping);
    this.socket = null;
    // Spread out, so that a restarted server is not asked by everybody at once.
    const wait = this.wait * (0.75 + Math.random() / 2);
    this.wait = Math.min(this.wait * 2, kLongestWaitMs);
    this.handlers.down(Date.now() + wait);
    this.retry = setTimeout(() => this.open(), wait);
  }
}
