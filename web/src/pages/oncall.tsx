// Who is on call: two weeks, a row a schedule. Shifts lie on a line of time; the same is a table for whoever reads it with
// a keyboard or a screen reader. Times are the reader's own.

import { useEffect, useState } from "react";
import { api, sayOf } from "../api";
import { Loading } from "../components/message_list";
import { me } from "../state/session";
import { moment, msOf, useNow } from "../time";
import type { Oncall, OncallSchedule, OncallShift } from "../types";

const kDay = 24 * 60 * 60_000;
const kDays = 14;
const columnFormat = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric" });
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });

// Midnight with which a day of the reader's begins; days may be 23 or 25 hours long.
function dayStart(ms: number, daysLater = 0): number {
  const day = new Date(ms);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + daysLater).getTime();
}

type Window = { from: number; until: number };

const part = (ms: number, w: Window): number => (100 * (ms - w.from)) / (w.until - w.from);
const clamp = (ms: number, w: Window): number => Math.min(Math.max(ms, w.from), w.until);

function bar(from: string, until: string, w: Window) {
  const left = part(clamp(msOf(from), w), w);
  return { left: `${left}%`, width: `${Math.max(part(clamp(msOf(until), w), w) - left, 0.3)}%` };
}

// Shifts that overlap stand below each other.
function lanes(shifts: OncallShift[]): OncallShift[][] {
  const all: OncallShift[][] = [];
  for (const shift of shifts) {
    const free = all.find((lane) => msOf(lane[lane.length - 1]!.until) <= msOf(shift.from));
    if (free) free.push(shift);
    else all.push([shift]);
  }
  return all.length > 0 ? all : [[]];
}

function names(people: { name: string }[]): string {
  return people.length === 0 ? "Nobody" : people.map((p) => p.name).join(", ");
}

function Line({ schedule, w, now, self }: { schedule: OncallSchedule; w: Window; now: number; self: string }) {
  return (
    <div className="oncall-line" aria-hidden="true">
      {lanes(schedule.shifts).map((lane, i) => (
        <div className="oncall-lane" key={i}>
          {lane.map((s) => (
            <span key={`${s.from}${s.person.id}`} className={`oncall-shift ${s.person.id === self ? "mine" : ""}`} style={bar(s.from, s.until, w)}
              title={`${s.person.name}: ${moment(s.from)} to ${moment(s.until)}`}>{s.person.name}</span>
          ))}
          {i === 0 && schedule.gaps.map((g) => (
            <span key={g.from} className="oncall-gap" style={bar(g.from, g.until, w)} title={`Nobody: ${moment(g.from)} to ${moment(g.until)}`}>Nobody</span>
          ))}
        </div>
      ))}
      {now > w.from && now < w.until && <span className="oncall-now" style={{ left: `${part(now, w)}%` }} />}
    </div>
  );
}

function Table({ schedule, self }: { schedule: OncallSchedule; self: string }) {
  const rows = [
    ...schedule.shifts.map((s) => ({ ...s, who: s.person.name + (s.person.id === self ? " (you)" : ""), gap: false })),
    ...schedule.gaps.map((g) => ({ ...g, who: "Nobody is on call", gap: true })),
  ].sort((a, b) => msOf(a.from) - msOf(b.from));
  return (
    <details className="oncall-table">
      <summary>Shifts of {schedule.name} as a list</summary>
      <table>
        <thead><tr><th scope="col">Who</th><th scope="col">From</th><th scope="col">Until</th></tr></thead>
        <tbody>
          {rows.map((r) => (
            <tr key={`${r.from}${r.who}`} className={r.gap ? "gap" : ""}>
              <th scope="row">{r.who}</th>
              <td><time dateTime={r.from}>{moment(r.from)}</time></td>
              <td><time dateTime={r.until}>{moment(r.until)}</time></td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function ScheduleRow({ schedule, w, now, self }: { schedule: OncallSchedule; w: Window; now: number; self: string }) {
  const nobody = schedule.on_call.length === 0;
  return (
    <section className="oncall-row" aria-label={schedule.name}>
      <header>
        <h2>{schedule.name}</h2>
        <p className={nobody ? "oncall-nobody" : ""}>
          {nobody && "⚠ "}{names(schedule.on_call)} now{schedule.next_at && <>, until {moment(schedule.next_at)}</>}
          <small> · hand-offs in {schedule.zone}</small>
        </p>
        {schedule.gaps.length > 0 && (
          <p className="oncall-nobody">⚠ Nobody is on call {schedule.gaps.length === 1 ? "once" : `${schedule.gaps.length} times`} in
            these two weeks, first from {moment(schedule.gaps[0]!.from)} to {moment(schedule.gaps[0]!.until)}.</p>
        )}
        {schedule.unknown.length > 0 && <p className="oncall-nobody">⚠ Its calendar names people unknown here: {schedule.unknown.join(", ")}.</p>}
      </header>
      <Line schedule={schedule} w={w} now={now} self={self} />
      <Table schedule={schedule} self={self} />
      {schedule.feed && <p className="oncall-feed"><a href={schedule.feed}>Calendar to subscribe to</a>: the address is yours, do not pass it on. <a href={`${schedule.feed}&mine=1`}>Only my shifts</a></p>}
    </section>
  );
}

function Days({ w }: { w: Window }) {
  const days = Array.from({ length: kDays }, (_, n) => dayStart(w.from, n));
  return (
    <div className="oncall-days" aria-hidden="true">
      {days.map((day) => <span key={day} style={{ left: `${part(day, w)}%` }}>{columnFormat.format(day)}</span>)}
    </div>
  );
}

function Notes({ oncall }: { oncall: Oncall }) {
  const name = (id: string) => oncall.schedules.find((s) => s.id === id)?.name ?? id;
  return (
    <>
      {oncall.double_bookings.length > 0 && (
        <section aria-label="In two schedules at once"><h2>In two schedules at once</h2><ul>
          {oncall.double_bookings.map((d) => <li key={`${d.from}${d.schedule}${d.other}`}>{d.person.name}: {name(d.schedule)} and {name(d.other)}, {moment(d.from)} to {moment(d.until)}</li>)}
        </ul></section>
      )}
      {oncall.covers.length > 0 && (
        <section aria-label="Covers"><h2>Covers</h2><ul>
          {oncall.covers.map((c) => <li key={c.id}>{c.id}: {c.by.name} for {c.person.name}, {moment(c.from)} to {moment(c.until)}{c.accepted ? "" : " (not accepted yet)"}</li>)}
        </ul></section>
      )}
    </>
  );
}

export function OncallPage() {
  const now = useNow(60_000);
  const [weeks, setWeeks] = useState(0);
  const [oncall, setOncall] = useState<Oncall | null>(null);
  const [error, setError] = useState("");
  const today = dayStart(now);
  const w: Window = { from: dayStart(today, weeks * kDays), until: dayStart(today, (weeks + 1) * kDays) };
  const self = me().person.id;
  useEffect(() => { document.title = "On call · muster"; }, []);
  useEffect(() => {
    let wanted = true;
    const at = (ms: number) => encodeURIComponent(new Date(ms).toISOString());
    api.oncall(`?from=${at(w.from)}&to=${at(w.until)}`).then(
      (got) => { if (wanted) { setOncall(got); setError(""); } },
      (failure) => { if (wanted) setError(sayOf(failure)); });
    return () => { wanted = false; };
  }, [w.from, w.until, now]);
  return (
    <div className="page oncall-page">
      <header className="oncall-head">
        <h1>On call</h1>
        <div className="oncall-ways" role="group" aria-label="Which two weeks">
          <button type="button" className="button" onClick={() => setWeeks(weeks - 1)}>Earlier</button>
          <button type="button" className="button" onClick={() => setWeeks(0)} disabled={weeks === 0}>Now</button>
          <button type="button" className="button" onClick={() => setWeeks(weeks + 1)}>Later</button>
        </div>
        <p aria-live="polite">{dayFormat.format(w.from)} to {dayFormat.format(w.until - kDay / 2)}, your time</p>
      </header>
      {error && <p className="inline-error" role="alert">{error}</p>}
      {!oncall && !error && <Loading />}
      {oncall && oncall.schedules.length === 0 && <p className="empty-line">No schedule is configured. The one who runs muster adds <code>schedules</code> to muster.yaml.</p>}
      {oncall && oncall.schedules.length > 0 && <Days w={w} />}
      {oncall?.schedules.map((s) => <ScheduleRow key={s.id} schedule={s} w={w} now={now} self={self} />)}
      {oncall && <Notes oncall={oncall} />}
      {oncall && oncall.schedules.length > 0 && <p className="empty-line">Away for a while? <code>/inc cover me until 18:00 @somebody</code> asks them to take over.</p>}
    </div>
  );
}
