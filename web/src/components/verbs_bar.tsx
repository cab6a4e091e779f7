// The verbs one needs most on an incident, as buttons. Each opens its dialog.

import { useState } from "react";
import { run } from "../state/answers";
import { me } from "../state/session";
import type { Incident } from "../types";
import { incidentName } from "../words";
import { findVerb } from "./completion";
import { Confirm } from "./modal";

type Press = { verb: string; label: string; style?: "primary" | "danger"; confirm?: string };

const kOpen: Press[] = [
  { verb: "update", label: "Update", style: "primary" },
  { verb: "status", label: "State" },
  { verb: "severity", label: "Severity" },
  { verb: "role", label: "Roles" },
  { verb: "page", label: "Page" },
  { verb: "note", label: "Note" },
  { verb: "impact", label: "Impact" },
  { verb: "task", label: "Task" },
  { verb: "followup", label: "Follow-up" },
];
const kResolve: Press = { verb: "resolve", label: "Resolve" };
const kCancel: Press = { verb: "cancel", label: "False alarm" };
const kResolved: Press[] = [
  { verb: "close", label: "Close", style: "primary", confirm: "Close the incident? Its room stays readable." },
  { verb: "update", label: "Update" },
  { verb: "note", label: "Note" },
  { verb: "followup", label: "Follow-up" },
  { verb: "reopen", label: "Reopen" },
];
const kEnded: Press[] = [
  { verb: "note", label: "Note" },
  { verb: "followup", label: "Follow-up" },
  { verb: "reopen", label: "Reopen" },
];

function choose(incident: Pick<Incident, "open" | "state">): Press[] {
  if (incident.state === "resolved") return kResolved;
  if (!incident.open) return kEnded;
  if (incident.state === "triage") return [...kOpen, kCancel];
  const beforeFixing = incident.state === "investigating" || incident.state === "identified";
  return beforeFixing ? [...kOpen, kResolve, kCancel] : [...kOpen, kResolve];
}

export function VerbsBar({ incident, room = "" }: { incident: Incident; room?: string }) {
  const [asked, setAsked] = useState<Press | null>(null);
  const press = (what: Press) => {
    setAsked(null);
    void run(`${incidentName(incident.number)} ${what.verb}`, { incident: incident.number, ...(room ? { room } : {}) });
  };
  return (
    <div className="button-row verbs" role="group" aria-label={`What to do with ${incidentName(incident.number)}`}>
      {choose(incident).filter((p) => findVerb(me(), p.verb)).map((p) => (
        <button key={p.verb} type="button" className={`button small ${p.style ?? ""}`}
                title={findVerb(me(), p.verb)?.help} onClick={() => (p.confirm ? setAsked(p) : press(p))}>
          {p.label}
        </button>
      ))}
      {asked && <Confirm question={asked.confirm!} yes={asked.label} onYes={() => press(asked)} onNo={() => setAsked(null)} />}
    </div>
  );
}
