// The words and marks of states, severities, entry types and emoji.

import type { Incident, PostmortemState, State } from "./types";

export const stateName: Record<State, string> = {
  triage: "Triage",
  investigating: "Investigating",
  identified: "Identified",
  fixing: "Fixing",
  monitoring: "Monitoring",
  resolved: "Resolved",
  closed: "Closed",
  canceled: "Canceled",
  merged: "Merged",
};

export const lifecycle: State[] = [
  "triage", "investigating", "identified", "fixing", "monitoring", "resolved", "closed",
];

export const postmortemName: Record<PostmortemState, string> = {
  none: "Not started",
  draft: "Draft",
  in_review: "In review",
  published: "Published",
  waived: "Waived",
};

export const incidentName = (number: number): string => `INC-${number}`;

// Drills and tests are told apart everywhere: nobody should be woken by one.
export const kindMark = (incident: Pick<Incident, "kind">): string =>
  incident.kind === "drill" ? "Drill" : incident.kind === "test" ? "Test" : "";

// Emoji go over the wire by name, without colons.
const kEmoji: Record<string, string> = {
  pushpin: "📌", star: "⭐", eyes: "👀", white_check_mark: "✅", ballot_box_with_check: "☑️", mega: "📣",
  "+1": "👍", thumbsup: "👍", "-1": "👎", heart: "❤️", tada: "🎉", pray: "🙏", fire: "🔥", question: "❓",
  warning: "⚠️", raised_hands: "🙌", thinking_face: "🤔", hourglass: "⏳", rocket: "🚀",
};
export const emojiMark = (name: string): string => kEmoji[name] ?? `:${name}:`;

export const pickable: { emoji: string; means: string }[] = [
  { emoji: "pushpin", means: "Put on the timeline" },
  { emoji: "+1", means: "Agree" },
  { emoji: "eyes", means: "Looking at it" },
  { emoji: "white_check_mark", means: "Done" },
  { emoji: "question", means: "Unclear" },
  { emoji: "fire", means: "It burns" },
  { emoji: "pray", means: "Thank you" },
  { emoji: "tada", means: "Celebrate" },
];

export type EntryGroup = { id: string; name: string; types: string[] };
export const entryGroups: EntryGroup[] = [
  { id: "state", name: "State & severity",
    types: ["declared", "state", "severity", "impact", "reopened", "canceled", "merged", "clock", "dr"] },
  { id: "notes", name: "Notes & decisions", types: ["note", "decision", "message", "fact"] },
  { id: "updates", name: "Updates", types: ["update", "cadence", "hold"] },
  { id: "people", name: "People", types: ["role", "handoff", "page", "ack"] },
  { id: "signals", name: "Alerts & changes", types: ["alert", "report", "change", "freeze", "vendor", "link"] },
  { id: "after", name: "Tasks & follow-ups", types: ["task", "action", "postmortem"] },
];

const kEntryNames: Record<string, string> = {
  declared: "Declared", state: "State", severity: "Severity", impact: "Impact", note: "Note", decision: "Decision",
  message: "Pinned", update: "Update", role: "Role", handoff: "Hand-off", page: "Page", ack: "Acknowledged",
  alert: "Alert", report: "Report", change: "Change", link: "Link", action: "Follow-up", postmortem: "Postmortem",
  reopened: "Reopened", canceled: "Canceled", merged: "Merged", cadence: "Promise", fact: "Fact", task: "Task",
  refused: "Refused", vendor: "Vendor", freeze: "Freeze", hold: "Hold", dr: "Recovery", clock: "Clock",
};
export const entryName = (type: string): string =>
  kEntryNames[type] ?? type.charAt(0).toUpperCase() + type.slice(1).replaceAll("_", " ");
export const entryGroup = (type: string): string =>
  entryGroups.find((group) => group.types.includes(type))?.id ?? "other";
