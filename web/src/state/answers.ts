// What comes back from commands: answers that only the asker sees, and the dialog that is open.

import { api, ApiError, newId, sayOf, type CommandRequest } from "../api";
import { Store } from "../store";
import { conversations } from "./rooms";
import type { Answer, Dialog, Message } from "../types";

// Where an answer is shown: in a room, or ("") above the page.
// `after`: it stands behind the messages the room had then (the server's clock, not the browser's, orders them).
export type Note = { id: string; room: string; at: string; after: string; tone: "answer" | "refused" | "error"; message: Message;
  retry?: () => void };

// `back`: the form this one was opened from; `again`: returned to.
export type OpenDialog = { key: string; dialog: Dialog; room: string; message: string; back?: OpenDialog; again?: boolean };

export const notes = new Store<Note[]>([]);
export const openDialog = new Store<OpenDialog | null>(null);
export const busy = new Store<string>("");           // text of the command on its way

export const plainMessage = (text: string): Message => ({
  blocks: [{ type: "paragraph", lines: text.split("\n").map((line) => [{ t: "plain", text: line }]) }],
  text,
});

export function note(room: string, tone: Note["tone"], message: Message, retry?: () => void): void {
  const at = new Date().toISOString();
  const after = conversations.get()[room]?.messages.at(-1)?.at ?? at;
  const fresh: Note = { id: newId(), room, at, after, tone, message };
  if (retry) fresh.retry = retry;
  // Above a page only the newest few are of use.
  notes.update((all) => [...all.filter((n) => n.room !== room || all.indexOf(n) >= all.length - 7), fresh]);
}

export function dismissNote(id: string): void {
  notes.update((all) => all.filter((n) => n.id !== id));
}

export function dismissNotes(room: string): void {
  notes.update((all) => all.filter((n) => n.room !== room));
}

// Shows an answer; a refusal of the open dialog is the dialog's own business and not passed here.
export function receiveAnswer(answer: Answer, room: string, message = "", from?: OpenDialog): void {
  if (answer.dialog) openDialog.set({ key: newId(), dialog: answer.dialog, room, message, ...(from ? { back: from } : {}) });
  if (answer.refused && answer.refused_say && !answer.message) note(room, "refused", plainMessage(answer.refused_say));
  if (answer.message) note(room, answer.refused ? "refused" : "answer", answer.message);
}

// Runs a command as a pressed button does. `room` is where the answer is shown.
export async function run(text: string, where: { room?: string; incident?: number; message?: string } = {},
                          id = newId()): Promise<boolean> {
  const room = where.room ?? "";
  const body: CommandRequest = { id, text, ...where };
  busy.set(text);
  try {
    receiveAnswer(await api.command(body), room, where.message);
    return true;
  } catch (error) {
    const again = error instanceof ApiError && error.retryable ? () => void run(text, where, id) : undefined;
    note(room, "error", plainMessage(sayOf(error)), again);
    return false;
  } finally {
    busy.set("");
  }
}
