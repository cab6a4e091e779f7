// Whoever declares an incident is taken to its room as soon as there is one.

import { navigate, roomPath } from "../router";
import type { Answer } from "../types";
import { incidents } from "./incidents";
import { rooms } from "./rooms";

const kRoomMs = 15_000;

export const knownIncidents = (): Set<number> => new Set(incidents.get().value?.map((incident) => incident.number));

// `known`: the incidents there were before, so that a hint at similar ones leads nowhere. Going elsewhere ends it.
export function followDeclared(answer: Answer, known: Set<number>): void {
  const named = [...(answer.message?.text ?? "").matchAll(/\bINC-(\d+)\b/g)].map((found) => Number(found[1]));
  const number = named.find((n) => !known.has(n));
  if (!number) return;
  const from = location.pathname;
  const stop = rooms.subscribe(look);
  const timer = setTimeout(stop, kRoomMs);
  function look(): void {
    const room = rooms.get().find((r) => r.incident === number);
    if (!room) return;
    stop();
    clearTimeout(timer);
    if (location.pathname === from) navigate(roomPath(room.id));
  }
  look();
}
