// Messages on their way. A message is shown as sent only after the server's answer; one that failed keeps its text and
// its id, so that trying again can never say it twice. Kept over reloads.

import { api, newId, sayOf } from "../api";
import { remembered } from "../store";
import { receiveAnswer } from "./answers";
import { connection } from "./connection";
import { loadNewest } from "./rooms";

export type Outgoing = {
  id: string; room: string; thread: string; text: string; at: string; state: "sending" | "failed"; error: string;
};

export const outgoing = remembered<Outgoing[]>("muster.outgoing", []);
outgoing.set(outgoing.get().map((o) =>
  o.state === "sending" ? { ...o, state: "failed", error: "The page was closed before the server answered." } : o));

// Unsent text of each room or thread.
export const drafts = remembered<Record<string, string>>("muster.drafts", {});

export function setDraft(key: string, text: string): void {
  drafts.update((all) => {
    const next = { ...all, [key]: text };
    if (!text) delete next[key];
    return next;
  });
}

const patch = (id: string, change: Partial<Outgoing>): void =>
  outgoing.update((all) => all.map((o) => (o.id === id ? { ...o, ...change } : o)));

export const discard = (id: string): void => outgoing.update((all) => all.filter((o) => o.id !== id));

// One after the other, so that lines typed quickly keep their order.
let queue: Promise<void> = Promise.resolve();

export function send(room: string, text: string, thread: string): void {
  const item: Outgoing = { id: newId(), room, thread, text, at: new Date().toISOString(), state: "sending", error: "" };
  outgoing.update((all) => [...all, item]);
  queue = queue.then(() => deliver(item));
}

export function retry(id: string): void {
  const item = outgoing.get().find((o) => o.id === id);
  if (!item) return;
  patch(id, { state: "sending", error: "" });
  queue = queue.then(() => deliver(item));
}

async function deliver(item: Outgoing): Promise<void> {
  try {
    const answer = await api.send(item.room, item.id, item.text, item.thread);
    receiveAnswer(answer, item.room);
    if (!connection.get().live) await loadNewest(item.room);
    discard(item.id);
  } catch (error) {
    patch(item.id, { state: "failed", error: sayOf(error) });
  }
}
