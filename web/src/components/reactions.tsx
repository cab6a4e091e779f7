// Reactions under a message, and the small picker.

import { useEffect, useRef } from "react";
import { api, sayOf } from "../api";
import { note, plainMessage, receiveAnswer } from "../state/answers";
import { me, session } from "../state/session";
import type { ChatMessage, Me, Reaction } from "../types";
import { emojiMark, pickable } from "../words";
import { Icon } from "./icons";

export async function toggleReaction(message: ChatMessage, emoji: string): Promise<void> {
  const mine = message.reactions.some((r) => r.emoji === emoji && r.people.includes(me().person.id));
  try {
    receiveAnswer(await api.react(message.room, message.id, emoji, !mine), message.room);
  } catch (error) {
    note(message.room, "error", plainMessage(sayOf(error)), () => void toggleReaction(message, emoji));
  }
}

function names(people: string[]): string {
  const now = session.get();
  const known: Me["people"] = now.status === "signed_in" ? now.me.people : [];
  return people.map((id) => known.find((p) => p.id === id)?.name ?? id).join(", ");
}

// muster ticks a message off when it put it on the timeline; that is shown as words, not as a reaction.
const kMuster = "muster";
const isTick = (r: Reaction): boolean => r.emoji === "white_check_mark" && r.people.includes(kMuster);

export const isOnTimeline = (message: ChatMessage): boolean => message.reactions.some(isTick);

function ofPeople(reactions: Reaction[]): Reaction[] {
  return reactions.map((r) => (isTick(r) ? { ...r, people: r.people.filter((id) => id !== kMuster) } : r))
    .filter((r) => r.people.length > 0);
}

export function Reactions({ message }: { message: ChatMessage }) {
  const shown = ofPeople(message.reactions);
  if (shown.length === 0) return null;
  const self = me().person.id;
  return (
    <div className="reactions">
      {shown.map((r) => (
        <button key={r.emoji} type="button" aria-pressed={r.people.includes(self)}
                className="reaction" title={`${r.emoji}: ${names(r.people)}`}
                aria-label={`${r.emoji}, ${r.people.length}, by ${names(r.people)}`}
                onClick={() => void toggleReaction(message, r.emoji)}>
          <span aria-hidden="true">{emojiMark(r.emoji)}</span> {r.people.length}
        </button>
      ))}
    </div>
  );
}

export function ReactionPicker({ message, onDone }: { message: ChatMessage; onDone: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector("button")?.focus();
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) onDone();
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [onDone]);
  return (
    <div className="reaction-picker" ref={box} role="group" aria-label="React with"
         onKeyDown={(e) => { if (e.key === "Escape") { e.stopPropagation(); onDone(); } }}>
      {pickable.map(({ emoji, means }) => (
        <button key={emoji} type="button" title={means} aria-label={means}
                onClick={() => { void toggleReaction(message, emoji); onDone(); }}>
          {emoji === "pushpin" ? <Icon name="pin" /> : emojiMark(emoji)}
        </button>
      ))}
    </div>
  );
}
