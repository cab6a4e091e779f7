// Ctrl+K: one box that goes to a room or an incident, or runs a command.

import { useMemo, useState, type KeyboardEvent } from "react";
import { incidentPath, navigate, parse, postmortemPath, roomPath } from "../router";
import { run } from "../state/answers";
import { findIncident, incidents } from "../state/incidents";
import { rooms } from "../state/rooms";
import { me } from "../state/session";
import { useStore } from "../store";
import type { Incident, Me, Room } from "../types";
import { incidentName, stateName } from "../words";
import { commandText, findVerb, matchVerbs } from "./completion";
import { openHelp } from "./help";
import { Modal } from "./modal";

type Entry = { key: string; label: string; detail: string; kind: string; act: () => void };

// The incident one is looking at: commands are about it.
function current(allRooms: Room[]): { incident: number; room: string } {
  const route = parse(location.pathname);
  if (route.page === "incident" || route.page === "postmortem") return { incident: route.number, room: "" };
  if (route.page === "room") return { incident: allRooms.find((r) => r.id === route.room)?.incident ?? 0, room: route.room };
  return { incident: 0, room: "" };
}

function places(list: Incident[], allRooms: Room[], want: string): Entry[] {
  const found: Entry[] = [
    ...list.map((i) => ({
      key: `i${i.number}`, label: i.title, kind: incidentName(i.number),
      detail: [i.severity, stateName[i.state]].filter(Boolean).join(" · "),
      act: () => navigate(i.open && i.room ? roomPath(i.room) : incidentPath(i.number)),
    })),
    ...allRooms.filter((r) => !r.incident).map((r) => ({
      key: `r${r.id}`, label: `#${r.name}`, detail: r.topic, kind: "Room", act: () => navigate(roomPath(r.id)),
    })),
    { key: "all", label: "All incidents", detail: "", kind: "Page", act: () => navigate("/incidents") },
    { key: "oncall", label: "On call", detail: "", kind: "Page", act: () => navigate("/oncall") },
    { key: "report", label: "Report", detail: "", kind: "Page", act: () => navigate("/report") },
    { key: "help", label: "Keyboard and commands", detail: "", kind: "Page", act: openHelp },
  ];
  return found.filter((e) => `${e.label} ${e.kind} ${e.detail}`.toLowerCase().includes(want)).slice(0, want ? 6 : 8);
}

function commands(self: Me, typed: string, at: { incident: number; room: string }): Entry[] {
  const where = { ...(at.incident ? { incident: at.incident } : {}), ...(at.room ? { room: at.room } : {}) };
  const prefix = at.incident ? `${incidentName(at.incident)} ` : "";
  const start = (text: string, inIncident: boolean) => void run(inIncident ? prefix + text : text, where);
  const first = typed.split(/\s+/)[0] ?? "";
  const written = findVerb(self, first);
  const hasArguments = /\s\S/.test(typed);
  const list: Entry[] = matchVerbs(self, first, at.incident > 0).slice(0, hasArguments ? 0 : 8).map((verb) => ({
    key: `v${verb.verb}`, label: verb.verb, detail: verb.help, kind: "Command",
    act: () => start(verb.verb, verb.in_incident),
  }));
  if (written && hasArguments) {
    list.unshift({ key: "run", label: `Run: ${typed}`, detail: written.usage, kind: "Command",
                   act: () => start(typed, written.in_incident) });
  }
  return list;
}

export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const list = useStore(incidents).value ?? [];
  const allRooms = useStore(rooms);
  const self = me();
  const entries = useMemo(() => {
    const typed = commandText(text, self.command);
    const here = current(allRooms);
    const verbs = commands(self, (typed ?? text).trim(), here);
    const found = typed === null ? places(list, allRooms, text.trim().toLowerCase()) : [];
    const postmortem: Entry[] = here.incident && findIncident(here.incident)({ value: list }) && !text ? [{
      key: "pm", label: `Postmortem of ${incidentName(here.incident)}`, detail: "", kind: "Page",
      act: () => navigate(postmortemPath(here.incident)),
    }] : [];
    return here.incident ? [...verbs, ...postmortem, ...found] : [...found, ...verbs];
  }, [text, list, allRooms, self]);
  const choose = (index: number) => {
    const entry = entries[index];
    if (!entry) return;
    onClose();
    setTimeout(entry.act);              // after focus went back, so that a dialog takes it last
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = (at + (event.key === "ArrowDown" ? 1 : entries.length - 1)) % Math.max(entries.length, 1);
      setAt(next);
      document.getElementById(`palette-${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(at);
    }
  };
  return (
    <Modal title="Find or run" onClose={onClose}>
      <div className="modal-body palette">
        <input type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-label="Find or run"
               aria-activedescendant={`palette-${at}`} placeholder="A room, an incident, or a command" value={text}
               autoComplete="off" onKeyDown={keys} onChange={(e) => { setText(e.target.value); setAt(0); }} />
        <ul id="palette-list" role="listbox" aria-label="Results">
          {entries.map((entry, i) => (
            <li key={entry.key} id={`palette-${i}`} role="option" aria-selected={i === at}
                onMouseMove={() => setAt(i)} onClick={() => choose(i)}>
              <span className="palette-kind">{entry.kind}</span>
              <b>{entry.label}</b> <span className="palette-detail">{entry.detail}</span>
            </li>
          ))}
          {entries.length === 0 && <li className="empty-line">Nothing by that name.</li>}
        </ul>
      </div>
    </Modal>
  );
}
