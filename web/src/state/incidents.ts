// Incidents: the list, and the pages this visit has opened.

import { api, ApiError, sayOf } from "../api";
import { Store } from "../store";
import type { Entry, Incident, IncidentPage } from "../types";

export type Loaded<T> = { value?: T; error?: string; missing?: boolean };

export const incidents = new Store<Loaded<Incident[]>>({});
// What was asked for beyond that list; before: where the next ones begin, 0: nowhere.
export const older = new Store<{ list: Incident[]; before: number }>({ list: [], before: 0 });
export const pages = new Store<Record<number, Loaded<IncidentPage>>>({});
export const timelines = new Store<Record<number, Loaded<Entry[]>>>({});

const failed = (error: unknown): { error: string; missing: boolean } =>
  ({ error: sayOf(error), missing: error instanceof ApiError && error.status === 404 });

// What was loaded stays readable while the server is out of reach, not when it is no longer there for this person.
const kept = <T,>(old: Loaded<T> | undefined, failure: { error: string; missing: boolean }): Loaded<T> =>
  (failure.missing ? failure : { ...old, ...failure });

export async function loadIncidents(): Promise<void> {
  try {
    const answer = await api.incidents();
    incidents.set({ value: answer.incidents });
    if (older.get().list.length === 0) older.set({ list: [], before: answer.older });
  } catch (error) {
    incidents.update((old) => ({ ...old, ...failed(error) }));
  }
}

export async function loadOlder(): Promise<void> {
  const { before } = older.get();
  try {
    const answer = await api.incidents(before);
    older.update((old) => (old.before === before ? { list: [...old.list, ...answer.incidents], before: answer.older } : old));
  } catch (error) {
    incidents.update((old) => ({ ...old, ...failed(error) }));
  }
}

export async function loadPage(number: number): Promise<void> {
  const put = (loaded: Loaded<IncidentPage>) => pages.update((all) => ({ ...all, [number]: loaded }));
  try {
    put({ value: await api.incident(number) });
  } catch (error) {
    put(kept(pages.get()[number], failed(error)));
  }
}

export async function loadTimeline(number: number): Promise<void> {
  const put = (loaded: Loaded<Entry[]>) => timelines.update((all) => ({ ...all, [number]: loaded }));
  try {
    put({ value: (await api.timeline(number)).entries });
  } catch (error) {
    put(kept(timelines.get()[number], failed(error)));
  }
}

// Several changes of one incident within a moment are one refetch.
const waiting = new Map<number, ReturnType<typeof setTimeout>>();

export function incidentChanged(number: number): void {
  if (waiting.has(number)) return;
  waiting.set(number, setTimeout(() => {
    waiting.delete(number);
    void loadIncidents();
    if (pages.get()[number]) void loadPage(number);
    if (timelines.get()[number]) void loadTimeline(number);
  }, 60));
}

// It became private, or this person was taken off it: nothing of it stays on the screen or in memory.
export function incidentGone(number: number): void {
  const without = <T,>(all: Record<number, T>): Record<number, T> => {
    const rest = { ...all };
    delete rest[number];
    return rest;
  };
  older.update((old) => ({ ...old, list: old.list.filter((incident) => incident.number !== number) }));
  incidents.update((old) =>
    (old.value ? { ...old, value: old.value.filter((incident) => incident.number !== number) } : old));
  pages.update((all) => (all[number] ? { ...all, [number]: { error: "It is gone.", missing: true } } : all));
  timelines.update(without);
}

export function refetchIncidents(): void {
  void loadIncidents();
  for (const number of Object.keys(pages.get())) void loadPage(Number(number));
  for (const number of Object.keys(timelines.get())) void loadTimeline(Number(number));
}

export const findIncident = (number: number) => (all: Loaded<Incident[]>): Incident | undefined =>
  all.value?.find((incident) => incident.number === number);
