// Whether the page is live, and how muster's parts are.

import { api } from "../api";
import { Store } from "../store";
import type { Health } from "../types";

export type Connection = { live: boolean; everLive: boolean; retryAt: number };

export const connection = new Store<Connection>({ live: false, everLive: false, retryAt: 0 });
export const health = new Store<Health | null>(null);

export async function loadHealth(): Promise<void> {
  // Without an answer the lost connection is what the banner tells.
  health.set(await api.health().catch(() => health.get()));
}
