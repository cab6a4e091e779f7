// An incident as one page: what it is, what happened, who does what.

import { useEffect, type ReactNode } from "react";
import { postmortemPath, roomPath } from "../router";
import { loadPage, pages } from "../state/incidents";
import { rooms } from "../state/rooms";
import { useStore } from "../store";
import type { IncidentPage, Message } from "../types";
import { moment, utc } from "../time";
import { incidentName, postmortemName } from "../words";
import { KindMark, Lasting, NextUpdate, Severity, StateMark } from "../components/badges";
import { Actions, Impact, Lifecycle, Links, Pages, Roles, Tasks, Updates } from "../components/incident_sections";
import { Link } from "../components/link";
import { Loading } from "../components/message_list";
import { MessageView } from "../components/message_view";
import { Timeline } from "../components/timeline";
import { VerbsBar } from "../components/verbs_bar";

// The buttons above say the same and more.
function withoutCommands(card: Message): Message {
  return { ...card, blocks: card.blocks.filter((block) => block.type !== "buttons" || block.buttons.every((b) => b.url)) };
}

function Head({ page }: { page: IncidentPage }) {
  const room = useStore(rooms, (all) => all.find((r) => r.id === page.room));
  return (
    <header className="incident-head">
      <p className="incident-marks"><b className="incident-number">{incidentName(page.number)}</b> <Severity incident={page} />
        <StateMark state={page.state} /> <KindMark incident={page} /> <NextUpdate incident={page} /></p>
      <h1>{page.title}</h1>
      <p className="muted">
        Declared <span title={utc(page.declared_at)}>{moment(page.declared_at)}</span>, {page.open ? "open for " : "lasted "}
        <Lasting incident={page} /> · {page.commander ? `commanded by ${page.commander.name}` : "no incident commander"}
        {page.services.length > 0 && <> · {page.services.join(", ")}</>}
      </p>
      {page.description && <p className="description">{page.description}</p>}
      <div className="incident-ways">
        {room && <Link to={roomPath(room.id)} className="button small">#{room.name}</Link>}
        <Link to={postmortemPath(page.number)} className="button small">Postmortem · {postmortemName[page.postmortem]}</Link>
        <VerbsBar incident={page} />
      </div>
      <Lifecycle page={page} />
    </header>
  );
}

export function IncidentDetails({ number }: { number: number }) {
  const loaded = useStore(pages, (all) => all[number]);
  const page = loaded?.value;
  useEffect(() => void loadPage(number), [number]);
  useEffect(() => { document.title = page ? `${incidentName(number)} ${page.title} · muster` : "muster"; }, [page, number]);
  if (!page) {
    if (!loaded?.error) return <Loading />;
    return (
      <div className="empty">
        <h2>{loaded.missing ? `There is no ${incidentName(number)}` : "This did not load"}</h2>
        <p>{loaded.missing ? "The number is wrong, or the incident is private and you are not part of it." : loaded.error}</p>
        <Link to="/incidents" className="button">All incidents</Link>
      </div>
    );
  }
  return (
    <div className="page incident-page">
      <Head page={page} />
      {loaded.error && <p className="inline-error" role="alert">{loaded.error}</p>}
      <div className="incident-columns">
        <div className="incident-main">
          <Section title="Timeline"><Timeline number={number} /></Section>
        </div>
        <aside className="incident-side" aria-label="About the incident">
          <div className="card"><MessageView message={withoutCommands(page.card)} where={{ incident: number }} /></div>
          <Roles page={page} />
          <Impact page={page} />
          <Updates page={page} />
          <Tasks page={page} />
          <Actions page={page} />
          <Pages page={page} />
          <Links page={page} />
          {page.head_hash && <p className="head-hash" title="The hash of the timeline's last entry: muster verify checks the chain">
            Timeline sealed at <code>{page.head_hash.slice(0, 16)}</code></p>}
        </aside>
      </div>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return <section className="main-section"><h2>{title}</h2>{children}</section>;
}
