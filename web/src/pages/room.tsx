// A room: its chat, and beside it the incident or a thread.

import { useEffect } from "react";
import { incidentPath } from "../router";
import { findIncident, incidents } from "../state/incidents";
import { rooms, roomsLoaded } from "../state/rooms";
import { remembered, Store, useStore } from "../store";
import type { Room } from "../types";
import { incidentName } from "../words";
import { NextUpdate, Severity, StateMark } from "../components/badges";
import { Composer } from "../components/composer";
import { Icon } from "../components/icons";
import { IncidentPanel } from "../components/incident_panel";
import { Link } from "../components/link";
import { Loading, MessageList } from "../components/message_list";
import { Thread } from "../components/thread";

export const panelShown = remembered("muster.panel", true);
// On a phone chat and incident are two tabs.
const tab = new Store<"chat" | "incident">("chat");

function Head({ room }: { room: Room }) {
  const incident = useStore(incidents, findIncident(room.incident));
  const shown = useStore(panelShown);
  return (
    <header className="room-head">
      <Link to="/rooms" className="icon-button back" aria-label="Back to the rooms"><Icon name="chevron" /></Link>
      <div className="room-title">
        <h1><Icon name={room.is_private ? "lock" : "hash"} size={17} />{room.name}</h1>
        <p>{incident
          ? <><Severity incident={incident} /> <StateMark state={incident.state} />
              <span className="room-commander">{incident.commander ? `IC ${incident.commander.name}` : "no commander"}</span>
              <NextUpdate incident={incident} /></>
          : <span className="muted">{room.topic}</span>}</p>
      </div>
      {incident && (
        <div className="room-actions">
          <Link to={incidentPath(incident.number)} className="button small wide-only">{incidentName(incident.number)} page</Link>
          <button type="button" className="icon-button wide-only" aria-pressed={shown} onClick={() => panelShown.update((s) => !s)}
                  aria-label="Incident beside the room" title="Incident beside the room (P)"><Icon name="panel" /></button>
        </div>
      )}
    </header>
  );
}

function Tabs() {
  const now = useStore(tab);
  const one = (id: "chat" | "incident", label: string) => (
    <button type="button" role="tab" aria-selected={now === id} onClick={() => tab.set(id)}>{label}</button>
  );
  return <div className="tabs phone-only" role="tablist" aria-label="Room">{one("chat", "Chat")}{one("incident", "Incident")}</div>;
}

export function RoomPage({ id, thread }: { id: string; thread: string }) {
  const room = useStore(rooms, (all) => all.find((r) => r.id === id));
  const loaded = useStore(roomsLoaded);
  const shown = useStore(panelShown);
  const now = useStore(tab);
  useEffect(() => tab.set("chat"), [id]);
  useEffect(() => { document.title = room ? `#${room.name} · muster` : "muster"; }, [room]);
  if (!room) {
    return loaded ? (
      <div className="empty">
        <h2>There is no such room</h2>
        <p>It may be private, or the address is wrong. Rooms you can see are on the left.</p>
        <Link to="/rooms" className="button">All rooms</Link>
      </div>
    ) : <Loading />;
  }
  const side = thread ? <Thread room={room} root={thread} />
    : room.incident > 0 && (shown || now === "incident") ? <IncidentPanel number={room.incident} room={room} /> : null;
  return (
    <div className={`room-page tab-${now} ${thread ? "in-thread" : ""} ${shown ? "" : "no-panel"}`}>
      <section className="chat" aria-label={`Room ${room.name}`}>
        <Head room={room} />
        {room.incident > 0 && <Tabs />}
        <MessageList room={room} />
        <Composer room={room.id} thread="" inIncident={room.incident > 0} placeholder={`Message #${room.name}`} />
      </section>
      {side}
    </div>
  );
}
