// A value that components can watch. State lives in one Store per idea (state/*.ts); components read slices of it.

import { useSyncExternalStore } from "react";

export class Store<T> {
  private watchers = new Set<() => void>();

  constructor(private value: T) {}

  get = (): T => this.value;

  set = (next: T): void => {
    if (Object.is(next, this.value)) return;
    this.value = next;
    for (const watcher of [...this.watchers]) watcher();
  };

  update(change: (value: T) => T): void {
    this.set(change(this.value));
  }

  subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };
}

// `pick` must return the same object for the same value (a field of it, not a fresh copy).
export function useStore<T, S = T>(store: Store<T>, pick: (value: T) => S = (value) => value as unknown as S): S {
  return useSyncExternalStore(store.subscribe, () => pick(store.get()));
}

// Kept over reloads of this tab; "" when nothing is kept.
export function kept(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch { return ""; }
}

export function keep(key: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch { /* full or forbidden */ }
}

// Kept over reloads in this browser. Storage may be full or forbidden; then it is kept for this visit only.
export function remembered<T>(key: string, fallback: T): Store<T> {
  let start = fallback;
  try {
    const text = localStorage.getItem(key);
    if (text) start = JSON.parse(text) as T;
  } catch { /* unreadable: start afresh */ }
  const store = new Store<T>(start);
  store.subscribe(() => {
    try {
      localStorage.setItem(key, JSON.stringify(store.get()));
    } catch { /* full or forbidden */ }
  });
  return store;
}
