// The left side: declare, the lists, open incidents with their rooms, who one is.

import { useState } from "react";
import { incidentPath, kStartRoom, roomPath, useRoute } from "../router";
import { connection } from "../state/connection";
import { incidents } from "../state/incidents";
import { lastMessage, lastRead, rooms } from "../state/rooms";
import { me } from "../state/session";
import { useStore } from "../store";
import type { Incident, Room } from "../types";
import { incidentName, kindMark, stateName } from "../words";
import { Avatar, NextUpdate, severityClass } from "./badges";
import { DeclareButton } from "./declare";
import { Icon, Logo } from "./icons";
import { Link } from "./link";
import { PersonMenu } from "./person_menu";

export function useUnread(): (room: string) => boolean {
  const newest = useStore(lastMessage);
  const read = useStore(lastRead);
  return (room) => (newest[room] ?? "") > (read[room] ?? "");
}

function RoomLink({ room, current, unread }: { room: Room; current: boolean; unread: boolean }) {
  return (
    <Link to={roomPath(room.id)} className={`room-link ${unread && !current ? "unread" : ""}`} aria-current={current ? "page" : undefined}>
      <Icon name={room.is_private ? "lock" : "hash"} size={15} />
      <span className="room-name">{room.name}</span>
      {unread && !current && <span className="unread-dot"><em className="unseen">unread</em></span>}
    </Link>
  );
}

function IncidentLink({ incident, current, unread }: { incident: Incident; current: boolean; unread: boolean }) {
  const to = incident.room ? roomPath(incident.room) : incidentPath(incident.number);
  return (
    <Link to={to} className={`incident-link ${unread && !current ? "unread" : ""}`} aria-current={current ? "page" : undefined}>
      <span className={severityClass(incident.severity_level)}>{incident.severity ?? "–"}</span>
      <span className="incident-link-text">
        <span className="room-name">{incident.title}</span>
        <small>{kindMark(incident) && <b>{kindMark(incident)}</b>} {incidentName(incident.number)} · {stateName[incident.state]} <NextUpdate incident={incident} /></small>
      </span>
      {unread && !current && <span className="unread-dot"><em className="unseen">unread</em></span>}
    </Link>
  );
}

const kEndedShown = 5;

export function RoomLists() {
  const allRooms = useStore(rooms);
  const all = useStore(incidents).value;
  const route = useRoute();
  const unread = useUnread();
  const [more, setMore] = useState(false);
  const here = route.page === "room" ? route.room : route.page === "home" ? kStartRoom : "";
  const open = (all ?? []).filter((i) => i.open)
    .sort((a, b) => Number(a.kind !== "normal") - Number(b.kind !== "normal") || (a.severity_level ?? 9) - (b.severity_level ?? 9) || b.number - a.number);
  const ended = (all ?? []).filter((i) => !i.open);
  const shown = more ? ended : ended.slice(0, kEndedShown);
  const plain = allRooms.filter((r) => !r.incident);
  return (
    <>
      <section aria-label="Open incidents">
        <h2 className="list-head">Open incidents {open.length > 0 && <span className="count">{open.length}</span>}</h2>
        {all && open.length === 0 && <p className="empty-line">All quiet. If something is broken, declare it: it costs nothing and can be canceled.</p>}
        {open.map((i) => <IncidentLink key={i.number} incident={i} current={here !== "" && here === i.room} unread={unread(i.room)} />)}
      </section>
      <section aria-label="Rooms">
        <h2 className="list-head">Rooms</h2>
        {plain.map((room) => <RoomLink key={room.id} room={room} current={here === room.id} unread={unread(room.id)} />)}
      </section>
      {ended.length > 0 && (
        <section aria-label="Ended incidents" className="ended">
          <h2 className="list-head">Ended</h2>
          {shown.map((i) => <IncidentLink key={i.number} incident={i} current={here !== "" && here === i.room} unread={unread(i.room)} />)}
          {ended.length > kEndedShown && (
            <button type="button" className="link-button" onClick={() => setMore(!more)}>
              {more ? "Fewer" : `${ended.length - kEndedShown} more`}
            </button>
          )}
        </section>
      )}
    </>
  );
}

export function Sidebar({ onPalette }: { onPalette: () => void }) {
  const route = useRoute();
  const live = useStore(connection, (c) => c.live);
  const self = me();
  return (
    <nav className="sidebar" aria-label="Rooms and incidents">
      <header className="brand">
        <Link to="/" aria-label="muster, start"><Logo size={28} /></Link>
        <div><b>muster</b><small>{self.organisation !== "muster" ? self.organisation : "incident console"}</small></div>
        <span className={`live-dot ${live ? "on" : ""}`} title={live ? "Live" : "Not connected"} />
      </header>
      <DeclareButton />
      <button type="button" className="search-button" onClick={onPalette}>
        <Icon name="search" size={16} /> Find or run <kbd>Ctrl K</kbd>
      </button>
      <Link to="/incidents" className="nav-link" aria-current={route.page === "incidents" ? "page" : undefined}>
        <Icon name="list" size={17} /> All incidents
      </Link>
      <Link to="/oncall" className="nav-link" aria-current={route.page === "oncall" ? "page" : undefined}>
        <Icon name="clock" size={17} /> On call
      </Link>
      <Link to="/report" className="nav-link" aria-current={route.page === "report" ? "page" : undefined}>
        <Icon name="chart" size={17} /> Report
      </Link>
      <div className="sidebar-lists"><RoomLists /></div>
      <footer className="self">
        <Avatar person={self.person} size="small" />
        <span className="self-name">{self.person.name}</span>
        <PersonMenu />
      </footer>
    </nav>
  );
}
