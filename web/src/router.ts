// Addresses of the console and moving between them.

import { Store, useStore } from "./store";

export const kStartRoom = "incidents";                // always there (docs/console-api.md)

export type Route =
  | { page: "home" }
  | { page: "rooms" }
  | { page: "room"; room: string; thread: string }
  | { page: "incidents" }
  | { page: "incident"; number: number }
  | { page: "postmortem"; number: number }
  | { page: "oncall" }
  | { page: "report"; query: string }
  | { page: "unknown" };

export const roomPath = (room: string, thread = ""): string =>
  `/rooms/${encodeURIComponent(room)}${thread ? `?thread=${encodeURIComponent(thread)}` : ""}`;
export const incidentPath = (number: number): string => `/incidents/${number}`;
export const postmortemPath = (number: number): string => `/incidents/${number}/postmortem`;

export function parse(path: string): Route {
  const url = new URL(path, "http://here");
  const parts = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const number = /^\d+$/.test(parts[1] ?? "") ? Number(parts[1]) : 0;
  if (parts.length === 0) return { page: "home" };
  if (parts[0] === "rooms" && parts.length === 1) return { page: "rooms" };
  if (parts[0] === "rooms" && parts.length === 2) {
    return { page: "room", room: parts[1]!, thread: url.searchParams.get("thread") ?? "" };
  }
  if (parts[0] === "incidents" && parts.length === 1) return { page: "incidents" };
  if (parts[0] === "incidents" && number && parts.length === 2) return { page: "incident", number };
  if (parts[0] === "incidents" && number && parts[2] === "postmortem") return { page: "postmortem", number };
  if (parts[0] === "oncall" && parts.length === 1) return { page: "oncall" };
  if (parts[0] === "report" && parts.length === 1) return { page: "report", query: url.search };
  return { page: "unknown" };
}

const here = () => location.pathname + location.search;
const path = new Store(here());
addEventListener("popstate", () => path.set(here()));

// A page with unsaved text may ask before it is left; it returns the question, or "" to let go.
let leaveQuestion: () => string = () => "";
export function guardLeaving(question: () => string): () => void {
  leaveQuestion = question;
  const stop = (event: BeforeUnloadEvent) => {
    if (leaveQuestion()) event.preventDefault();
  };
  addEventListener("beforeunload", stop);
  return () => {
    leaveQuestion = () => "";
    removeEventListener("beforeunload", stop);
  };
}

export function navigate(to: string, replace = false): void {
  if (to === here()) return;
  const question = leaveQuestion();
  if (question && !confirm(question)) return;
  history[replace ? "replaceState" : "pushState"](null, "", to);
  path.set(here());
}

export function useRoute(): Route {
  return parse(useStore(path));
}

// Where a link of muster's own leads inside the console; "" for everything outside it.
export function insidePath(url: string): string {
  try {
    const target = new URL(url, location.href);
    const inside = target.origin === location.origin && parse(target.pathname).page !== "unknown";
    return inside ? target.pathname + target.search : "";
  } catch {
    return "";
  }
}
