// Pages that wait for this person: the title and the computer's notifications tell of them, whatever page is open.

import { Store } from "../store";
import type { Incident } from "../types";
import { incidentName } from "../words";
import type { Loaded } from "./incidents";

export type Waiting = { incident: Incident; id: string; text: string; at: string };

export function pagesFor(person: string, all: Loaded<Incident[]>): Waiting[] {
  return (all.value ?? []).flatMap((incident) => incident.pages_waiting
    .filter((page) => page.people.some((asked) => asked.id === person))
    .map((page) => ({ incident, id: page.id, text: page.text, at: page.sent_at })));
}

const kMark = "(!) You are paged · ";

// Pages name themselves by document.title; while a page waits, the mark stands before whatever they say.
export function markTitle(paged: boolean): () => void {
  const put = () => {
    const plain = document.title.startsWith(kMark) ? document.title.slice(kMark.length) : document.title;
    const wanted = paged ? kMark + plain : plain;
    if (document.title !== wanted) document.title = wanted;
  };
  put();
  const watch = new MutationObserver(put);
  watch.observe(document.head, { subtree: true, childList: true, characterData: true });
  return () => watch.disconnect();
}

type Permission = "granted" | "denied" | "default" | "unsupported";
const now = (): Permission => (typeof Notification === "undefined" ? "unsupported" : Notification.permission);

export const permission = new Store<Permission>(now());

export async function askPermission(): Promise<void> {
  if (typeof Notification === "undefined") return;
  permission.set(await Notification.requestPermission());
}

const told = new Set<string>();

export function notify(page: Waiting): void {
  const key = `${page.incident.number}/${page.id}`;
  if (told.has(key) || permission.get() !== "granted") return;
  told.add(key);
  try {
    const name = incidentName(page.incident.number);
    const shown = new Notification(`You are paged: ${name} ${page.incident.title}`,
                                   { body: page.text, tag: `muster ${key}`, requireInteraction: true });
    shown.onclick = () => { window.focus(); shown.close(); };
  } catch { /* some phones allow them only from a service worker; the banner is there */ }
}
