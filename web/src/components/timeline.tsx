// The timeline of an incident with its filters.

import { useEffect, useMemo, useState } from "react";
import { loadTimeline, timelines } from "../state/incidents";
import { useStore } from "../store";
import { clock, dayName, moment, sameDay, span, msOf, utc } from "../time";
import type { Entry } from "../types";
import { entryGroup, entryGroups, entryName } from "../words";
import { WebLink } from "./link";
import { Loading } from "./message_list";

type Filter = { groups: string[]; who: string; text: string; housekeeping: boolean };
const kAll: Filter = { groups: [], who: "", text: "", housekeeping: false };

function wanted(entry: Entry, filter: Filter): boolean {
  if (entry.housekeeping && !filter.housekeeping) return false;
  if (filter.groups.length && !filter.groups.includes(entryGroup(entry.type))) return false;
  if (filter.who && entry.who !== filter.who) return false;
  const want = filter.text.trim().toLowerCase();
  return !want || `${entry.text} ${entry.who} ${entryName(entry.type)}`.toLowerCase().includes(want);
}

function Filters({ filter, people, onChange }: { filter: Filter; people: string[]; onChange: (f: Filter) => void }) {
  const toggle = (group: string) => onChange({
    ...filter, groups: filter.groups.includes(group) ? filter.groups.filter((g) => g !== group) : [...filter.groups, group],
  });
  return (
    <div className="filters" role="search" aria-label="Filter the timeline">
      <div className="chips">
        {entryGroups.map((group) => (
          <button key={group.id} type="button" className="chip" aria-pressed={filter.groups.includes(group.id)}
                  onClick={() => toggle(group.id)}>{group.name}</button>
        ))}
      </div>
      <div className="filter-line">
        <input type="search" placeholder="Search the timeline" aria-label="Search the timeline" value={filter.text}
               onChange={(e) => onChange({ ...filter, text: e.target.value })} />
        <select aria-label="Person" value={filter.who} onChange={(e) => onChange({ ...filter, who: e.target.value })}>
          <option value="">Everybody</option>
          {people.map((who) => <option key={who}>{who}</option>)}
        </select>
        <label className="check">
          <input type="checkbox" checked={filter.housekeeping}
                 onChange={(e) => onChange({ ...filter, housekeeping: e.target.checked })} /> Housekeeping
        </label>
      </div>
    </div>
  );
}

// Promises come from the rules, whoever set them off; and some sentences begin with the name already.
const namesWho = (entry: Entry): boolean => entry.type !== "cadence" && !entry.text.startsWith(entry.who);

function EntryView({ entry }: { entry: Entry }) {
  const more = entry.back_dated || entry.revised || entry.files.length > 0 || entry.link !== "";
  const late = msOf(entry.recorded_at) - msOf(entry.at);
  return (
    <li className={`entry entry-${entryGroup(entry.type)} ${entry.housekeeping ? "housekeeping" : ""}`} id={`entry-${entry.seq}`}>
      <time dateTime={entry.at} title={utc(entry.at)}>{clock(entry.at)}</time>
      <span className="entry-dot" aria-hidden="true" />
      <div className="entry-body">
        <p><span className="entry-type">{entryName(entry.type)}</span> {namesWho(entry) && <b>{entry.who}</b>} {entry.text}</p>
        {more && <p className="entry-more">
          {entry.back_dated && <span className="tag" title={`Recorded ${utc(entry.recorded_at)}`}>recorded {span(late)} later, {moment(entry.recorded_at)}</span>}
          {entry.revised && <span className="tag">corrected</span>}
          {entry.files.map((file) => <WebLink key={file.link} url={file.link}>{file.name}</WebLink>)}
          {entry.link && <WebLink url={entry.link}>source</WebLink>}
        </p>}
      </div>
      <span className="entry-seq" title={`Entry ${entry.seq} of the timeline`}>#{entry.seq}</span>
    </li>
  );
}

export function Timeline({ number }: { number: number }) {
  const loaded = useStore(timelines, (all) => all[number]);
  const [filter, setFilter] = useState(kAll);
  useEffect(() => void loadTimeline(number), [number]);
  const entries = loaded?.value;
  const people = useMemo(() => [...new Set(entries?.map((e) => e.who) ?? [])].filter(Boolean).sort(), [entries]);
  const shown = useMemo(() => entries?.filter((e) => wanted(e, filter)) ?? [], [entries, filter]);
  if (!entries) return loaded?.error ? <p className="inline-error" role="alert">{loaded.error}</p> : <Loading />;
  return (
    <section className="timeline" aria-label="Timeline">
      <Filters filter={filter} people={people} onChange={setFilter} />
      <p className="muted timeline-count" role="status">
        {shown.length === entries.length ? `${entries.length} entries` : `${shown.length} of ${entries.length} entries`}
        {filter !== kAll && <> · <button type="button" className="link-button" onClick={() => setFilter(kAll)}>show all</button></>}
      </p>
      {shown.length === 0 && <p className="empty-line">Nothing matches. Take a filter away, or look at all of it.</p>}
      <ol className="entries">
        {shown.map((entry, i) => [
          (i === 0 || !sameDay(shown[i - 1]!.at, entry.at)) && <li key={`day-${entry.at}`} className="entry-day">{dayName(entry.at)}</li>,
          <EntryView key={entry.seq} entry={entry} />,
        ])}
      </ol>
    </section>
  );
}
