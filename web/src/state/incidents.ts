// Incidents: the list, and the pages this visit has opened.

import { api, ApiError, sayOf } from "../api";
import { Store } from "../store";
import type { Entry, Incident, IncidentPage } from "../types";

export type Loaded<T> = { value?: T; error?: string; missing?: boolean };

export const incidents = new Store<Loaded<Incident[]>>({});
export const pages = new Store<Record<number, Loaded<IncidentPage>>>({});
export const timelines = new Store<Record<number, Loaded<Entry[]>>>({});

const failed = (error: unknown): { error: string; missing: boolean } =>
  ({ error: sayOf(error), missing: error instanceof ApiError && error.status === 404 });

export async function loadIncidents(): Promise<void> {
  try {
    incidents.set({ value: (await api.incidents()).incidents });
  } catch (error) {
    incidents.update((old) => ({ ...old, ...failed(error) }));
  }
}

export async function loadPage(number: number): Promise<void> {
  const put = (loaded: Loaded<IncidentPage>) => pages.update((all) => ({ ...all, [number]: loaded }));
  try {
    put({ value: await api.incident(number) });
  } catch (error) {
    put({ ...pages.get()[number], ...failed(error) });
  }
}

export async function loadTimeline(number: number): Promise<void> {
  const put = (loaded: Loaded<Entry[]>) => timelines.update((all) => ({ ...all, [number]: loaded }));
  try {
    put({ value: (await api.timeline(number)).entries });
  } catch (error) {
    put({ ...timelines.get()[number], ...failed(error) });
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

export function refetchIncidents(): void {
  void loadIncidents();
  for (const number of Object.keys(pages.get())) void loadPage(Number(number));
  for (const number of Object.keys(timelines.get())) void loadTimeline(Number(number));
}

export const findIncident = (number: number) => (all: Loaded<Incident[]>): Incident | undefined =>
  all.value?.find((incident) => incident.number === number);
