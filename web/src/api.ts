// The client of docs/console-api.md: one function a request. Every failure is an ApiError whose `say` can be shown as it
// is. Requests that change something carry an id made by the caller, so that a retry happens once.

import type {
  Answer, ChatMessage, Entry, Health, Incident, IncidentPage, Me, Oncall, PersonRef, Postmortem, Room,
} from "./types";

export class ApiError extends Error {
  constructor(readonly status: number, readonly code: string, readonly say: string, readonly logId = "") {
    super(say);
  }
  // Worth sending again as it is: the server was not reached, or said "not now".
  get retryable(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

export function sayOf(error: unknown): string {
  if (error instanceof ApiError) return error.logId ? `${error.say} (error ${error.logId})` : error.say;
  return "Something went wrong in this page. Reload it; nothing that was sent is lost.";
}

// A UUID; crypto.randomUUID is missing where the page is served without TLS on a host other than loopback.
export function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

let csrf = "";
let onSignedOut: () => void = () => {};

export function setCsrf(token: string): void {
  csrf = token;
}

export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

const kDeadlineMs = 15_000;
const kZone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

async function failure(response: Response): Promise<ApiError> {
  const body = await response.json().catch(() => null);
  const error = body?.error;
  const say = error?.say ?? `The server answered ${response.status} without saying why. Try again in a moment.`;
  return new ApiError(response.status, error?.code ?? "unknown", say, error?.id ?? "");
}

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, credentials: "same-origin", cache: "no-store" };
  // Times of day that are typed are read in the typist's zone.
  const headers: Record<string, string> = { Accept: "application/json", "X-Muster-Zone": kZone };
  if (method !== "GET") {
    headers["Content-Type"] = "application/json";
    headers["X-Muster-CSRF"] = csrf;
    init.body = JSON.stringify(body ?? {});
  }
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), kDeadlineMs);
  try {
    const response = await fetch(`/api/v1${path}`, { ...init, headers, signal: stop.signal });
    if (!response.ok) {
      const error = await failure(response);
      if (error.status === 401 && !path.startsWith("/session")) onSignedOut();
      throw error;
    }
    const text = await response.text();
    return (text ? JSON.parse(text) : {}) as T;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    const say = stop.signal.aborted
      ? "muster did not answer within 15 seconds. Your text is kept; try again."
      : "muster cannot be reached. Your text is kept; try again when the connection is back.";
    throw new ApiError(0, "unreachable", say);
  } finally {
    clearTimeout(timer);
  }
}

const room = (id: string) => `/rooms/${encodeURIComponent(id)}/messages`;

export type CommandRequest = { id: string; text: string; room?: string; incident?: number; message?: string };
export type DialogRequest = {
  id: string; dialog: string; incident: number; room?: string; message?: string; fields: Record<string, string>;
};

export const api = {
  peekSignin: (token: string) =>
    request<{ name: string; valid: boolean }>("GET", `/signin?token=${encodeURIComponent(token)}`),
  signIn: (token: string, name: string) => request<{ person: PersonRef }>("POST", "/session", { token, name }),
  signOut: () => request<unknown>("DELETE", "/session"),
  me: () => request<Me>("GET", "/me"),
  invite: (name: string) => request<{ url: string }>("POST", "/invitations", { id: newId(), name }),
  health: () => request<Health>("GET", "/health"),

  rooms: () => request<{ rooms: Room[] }>("GET", "/rooms"),
  messages: (id: string, before = "", limit = 50) =>
    request<{ messages: ChatMessage[] }>(
      "GET", `${room(id)}?limit=${limit}${before ? `&before=${encodeURIComponent(before)}` : ""}`),
  send: (roomId: string, id: string, text: string, thread: string) =>
    request<Answer>("POST", room(roomId), { id, text, thread }),
  edit: (roomId: string, message: string, text: string) =>
    request<Answer>("PATCH", `${room(roomId)}/${encodeURIComponent(message)}`, { id: newId(), text }),
  remove: (roomId: string, message: string) =>
    request<Answer>("DELETE", `${room(roomId)}/${encodeURIComponent(message)}`, { id: newId() }),
  react: (roomId: string, message: string, emoji: string, added: boolean) =>
    request<Answer>("POST", "/reactions", { id: newId(), room: roomId, message, emoji, added }),
  command: (body: CommandRequest) => request<Answer>("POST", "/commands", body),
  dialog: (body: DialogRequest) => request<Answer>("POST", "/dialogs", body),

  // Without `before` those that are not at rest; older: ask for those before it, 0: none are left.
  incidents: (before = 0) =>
    request<{ incidents: Incident[]; older: number }>("GET", before ? `/incidents?before=${before}` : "/incidents"),
  incident: (number: number) => request<IncidentPage>("GET", `/incidents/${number}`),
  timeline: (number: number) => request<{ entries: Entry[] }>("GET", `/incidents/${number}/timeline`),
  oncall: (search: string) => request<Oncall>("GET", `/oncall${search}`),
  report: (search: string) => request<{ html: string }>("GET", `/report${search}`),
  postmortem: (number: number) => request<Postmortem>("GET", `/incidents/${number}/postmortem`),
  savePostmortem: (number: number, id: string, markdown: string, version: number) =>
    request<Postmortem>("PUT", `/incidents/${number}/postmortem`, { id, markdown, version }),
  previewPostmortem: (number: number, markdown: string) =>
    request<{ html: string }>("POST", `/incidents/${number}/postmortem/preview`, { markdown }),
};
