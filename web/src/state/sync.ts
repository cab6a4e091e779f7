// Joins the live feed to the state: what arrives is put in its place; after a lost connection everything shown is
// fetched again.

import { Live } from "../live";
import type { LiveEvent } from "../types";
import { connection, loadHealth } from "./connection";
import { incidentChanged, incidentGone, incidents, loadIncidents, refetchIncidents } from "./incidents";
import { conversations, loadNewest, loadRooms, peekRooms, receiveMessage, receiveRoom, roomGone, rooms } from "./rooms";

let live: Live | null = null;

function receive(event: LiveEvent): void {
  switch (event.type) {
    case "hello": return;
    case "message": return receiveMessage(event.message);
    case "room": return receiveRoom(event.room);
    case "incident": return incidentChanged(event.number);
    case "gone": incidentGone(event.number); return roomGone(event.number);
    case "health": return void loadHealth();
  }
}

function refetch(): void {
  void loadRooms().catch(() => {});
  void loadHealth();
  refetchIncidents();
  for (const room of Object.keys(conversations.get())) void loadNewest(room);
}

export function startSync(): () => void {
  void loadHealth();
  void Promise.all([loadRooms(), loadIncidents()]).then(() => {
    const open = new Set(incidents.get().value?.filter((i) => i.open).map((i) => i.room));
    void peekRooms(rooms.get().filter((r) => !r.incident || open.has(r.id)).map((r) => r.id));
  }).catch(() => {});
  live = new Live({
    event: receive,
    up: (again) => {
      connection.set({ live: true, everLive: true, retryAt: 0 });
      if (again) refetch();
    },
    down: (retryAt) => connection.update((c) => ({ ...c, live: false, retryAt })),
  });
  return () => live?.stop();
}

export const reconnectNow = (): void => live?.tryNow();
