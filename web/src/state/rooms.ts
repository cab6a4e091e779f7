// Rooms and their messages, as far as this page has loaded them.

import { api, sayOf } from "../api";
import { remembered, Store } from "../store";
import type { ChatMessage, Room } from "../types";
import { me } from "./session";

export type Conversation = {
  messages: ChatMessage[];       // oldest first
  whole: boolean;                // nothing older on the server
  loading: boolean;
  error: string;
};

const kEmpty: Conversation = { messages: [], whole: false, loading: false, error: "" };
const kPage = 50;

export const rooms = new Store<Room[]>([]);
export const roomsLoaded = new Store(false);
export const conversations = new Store<Record<string, Conversation>>({});
// When the newest message of a room that this person has seen was sent.
export const lastRead = remembered<Record<string, string>>("muster.read", {});
// When the newest message of a room was sent.
export const lastMessage = new Store<Record<string, string>>({});

export const conversation = (id: string) => (all: Record<string, Conversation>): Conversation => all[id] ?? kEmpty;

function change(id: string, patch: Partial<Conversation>): void {
  conversations.update((all) => ({ ...all, [id]: { ...(all[id] ?? kEmpty), ...patch } }));
}

const byTime = (a: ChatMessage, b: ChatMessage): number => a.at.localeCompare(b.at);

function merge(old: ChatMessage[], fresh: ChatMessage[]): ChatMessage[] {
  const byId = new Map(old.map((message) => [message.id, message]));
  for (const message of fresh) byId.set(message.id, message);
  return [...byId.values()].sort(byTime);
}

function noteNewest(messages: ChatMessage[]): void {
  lastMessage.update((all) => {
    const next = { ...all };
    for (const message of messages) {
      if (message.author?.id === me().person.id) continue;
      if ((next[message.room] ?? "") < message.at) next[message.room] = message.at;
    }
    return next;
  });
}

export async function loadRooms(): Promise<void> {
  const answer = await api.rooms();
  rooms.set(answer.rooms);
  roomsLoaded.set(true);
}

// Learns whether something is new in rooms this page has not opened.
export async function peekRooms(ids: string[]): Promise<void> {
  const answers = await Promise.all(ids.map((id) => api.messages(id, "", 1).catch(() => ({ messages: [] }))));
  for (const answer of answers) noteNewest(answer.messages);
}

export async function loadNewest(id: string): Promise<void> {
  change(id, { loading: true, error: "" });
  try {
    const { messages } = await api.messages(id, "", kPage);
    const old = conversations.get()[id] ?? kEmpty;
    const gap = old.messages.length > 0 && messages.length === kPage && !old.messages.some((m) => m.id === messages[0]!.id);
    change(id, {
      messages: merge(gap ? [] : old.messages, messages),
      whole: gap || old.messages.length === 0 ? messages.length < kPage : old.whole,
      loading: false,
    });
    noteNewest(messages);
  } catch (error) {
    change(id, { loading: false, error: sayOf(error) });
  }
}

export async function loadOlder(id: string): Promise<void> {
  const now = conversations.get()[id];
  const first = now?.messages[0];
  if (!now || !first || now.whole || now.loading) return;
  change(id, { loading: true });
  try {
    const { messages } = await api.messages(id, first.id, kPage);
    change(id, {
      messages: merge(messages, conversations.get()[id]!.messages),
      whole: messages.length < kPage,
      loading: false,
    });
  } catch (error) {
    change(id, { loading: false, error: sayOf(error) });
  }
}

export function receiveMessage(message: ChatMessage): void {
  const now = conversations.get()[message.room];
  if (now) change(message.room, { messages: merge(now.messages, [message]) });
  noteNewest([message]);
}

export function receiveRoom(room: Room): void {
  rooms.update((all) =>
    all.some((r) => r.id === room.id) ? all.map((r) => (r.id === room.id ? room : r)) : [...all, room]);
}

// The room of an incident this person may no longer see.
export function roomGone(incident: number): void {
  const gone = rooms.get().filter((room) => room.incident === incident).map((room) => room.id);
  rooms.update((all) => all.filter((room) => room.incident !== incident));
  conversations.update((all) => Object.fromEntries(Object.entries(all).filter(([id]) => !gone.includes(id))));
}

export function markRead(id: string): void {
  const newest = lastMessage.get()[id];
  if (newest && lastRead.get()[id] !== newest) lastRead.update((all) => ({ ...all, [id]: newest }));
}
