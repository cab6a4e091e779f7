// A field for one person: type a part of the name, choose with the arrows. The value is "@<person id>".

import { useEffect, useMemo, useState, type KeyboardEvent } from "react";
import { refreshPeople, session } from "../state/session";
import { useStore } from "../store";
import type { PersonRef } from "../types";
import { Avatar } from "./badges";

export function matchPeople(people: PersonRef[], typed: string, limit = 8): PersonRef[] {
  const want = typed.toLowerCase();
  const starts = (p: PersonRef) => p.id.toLowerCase().startsWith(want) || p.name.toLowerCase().startsWith(want);
  const has = (p: PersonRef) => p.name.toLowerCase().includes(want) || p.id.toLowerCase().includes(want);
  return [...people.filter(starts), ...people.filter((p) => !starts(p) && has(p))].slice(0, limit);
}

type Props = { id: string; required: boolean; value: string; onChange: (value: string) => void; invalid: boolean; describedBy?: string };

export function PersonPicker({ id, required, value, onChange, invalid, describedBy }: Props) {
  const people = useStore(session, (s) => (s.status === "signed_in" ? s.me.people : kNobody));
  useEffect(() => void refreshPeople(), []);
  const chosen = people.find((person) => value === `@${person.id}`);
  const [text, setText] = useState(chosen?.name ?? value.replace(/^@/, ""));
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const found = useMemo(() => matchPeople(people, chosen?.name === text ? "" : text), [people, text, chosen]);

  const choose = (person: PersonRef) => {
    setText(person.name);
    onChange(`@${person.id}`);
    setOpen(false);
  };
  const type = (typed: string) => {
    setText(typed);
    setAt(0);
    setOpen(true);
    const exact = people.find((p) => p.name.toLowerCase() === typed.toLowerCase() || `@${p.id}` === typed || p.id === typed);
    onChange(exact ? `@${exact.id}` : typed && !typed.startsWith("@") ? `@${typed}` : typed);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) setOpen(true);
      else setAt((at + (event.key === "ArrowDown" ? 1 : found.length - 1)) % Math.max(found.length, 1));
    } else if (open && event.key === "Enter" && !event.ctrlKey && !event.metaKey && found[at]) {
      event.preventDefault();
      choose(found[at]!);
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  const listId = `${id}-people`;
  return (
    <div className="picker">
      <input id={id} type="text" role="combobox" autoComplete="off" value={text} placeholder="Type a name"
             aria-required={required} aria-expanded={open} aria-controls={listId} aria-autocomplete="list" aria-invalid={invalid}
             aria-describedby={describedBy} aria-activedescendant={open && found[at] ? `${listId}-${at}` : undefined}
             onChange={(e) => type(e.target.value)} onKeyDown={keys} onClick={() => setOpen(true)}
             onBlur={() => setOpen(false)} />
      {open && found.length > 0 && (
        <ul id={listId} role="listbox" className="picker-list" aria-label="People">
          {found.map((person, i) => (
            <li key={person.id} id={`${listId}-${i}`} role="option" aria-selected={i === at}
                onMouseDown={(e) => { e.preventDefault(); choose(person); }}>
              <Avatar person={person} size="small" /> {person.name} <small>@{person.id}</small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const kNobody: PersonRef[] = [];
