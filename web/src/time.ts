// How times are said: in the reader's own zone, with UTC beside it for whoever compares logs.

import { useEffect, useState } from "react";

const kMinute = 60_000;

export const msOf = (at: string): number => Date.parse(at);

const clockFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const shortDayFormat = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const yearFormat = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });

export const clock = (at: string): string => clockFormat.format(msOf(at));

const dayKey = (ms: number): string => new Date(ms).toDateString();
export const sameDay = (a: string, b: string): boolean => dayKey(msOf(a)) === dayKey(msOf(b));

export function dayName(at: string, now = Date.now()): string {
  const ms = msOf(at);
  if (dayKey(ms) === dayKey(now)) return "Today";
  if (dayKey(ms) === dayKey(now - 24 * 60 * kMinute)) return "Yesterday";
  return dayFormat.format(ms);
}

// "14:05" today, "24 Nov, 14:05" on another day, with the year when it is another one.
export function moment(at: string, now = Date.now()): string {
  const ms = msOf(at);
  if (Number.isNaN(ms)) return at;
  if (dayKey(ms) === dayKey(now)) return clock(at);
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return `${(sameYear ? shortDayFormat : yearFormat).format(ms)}, ${clock(at)}`;
}

// "2026-11-24 05:44:50 UTC"
export const utc = (at: string): string => `${at.replace("T", " ").replace(/(\.\d+)?Z$/, "")} UTC`;

// "4 min", "2 h 05", "3 d"
export function span(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / kMinute);
  if (minutes < 1) return "under 1 min";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, "0")}`;
  return `${Math.floor(hours / 24)} d`;
}

export function ago(at: string, now: number): string {
  const ms = now - msOf(at);
  return ms < kMinute ? "just now" : `${span(ms)} ago`;
}

// Now, refreshed often enough for minutes.
export function useNow(everyMs = 15_000): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
