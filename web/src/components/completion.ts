// What can be typed next: verbs after "/", their arguments by the verb's usage line, people after "@".

import type { Me, PersonRef, Verb } from "../types";
import { matchPeople } from "./person_picker";

export type Suggestion = { insert: string; label: string; detail: string };
export type Completion = {
  from: number;                // the suggestion replaces the text from here to the caret
  items: Suggestion[];
  usage: Verb | null;          // the verb being typed, for its usage line
};

const roots = (command: string): string[] => [command, "/incident", "@muster"];

// The text without the root command; null when it is an ordinary message. "/sev 1" is read as "/inc sev 1".
export function commandText(text: string, command: string): string | null {
  const trimmed = text.trimStart();
  for (const root of roots(command)) {
    if (trimmed === root || trimmed.startsWith(`${root} `)) return trimmed.slice(root.length).trimStart();
  }
  return /^\/[a-z-]*(\s|$)/i.test(trimmed) ? trimmed.slice(1) : null;
}

// What is sent: commands always with their root.
export function outgoingText(text: string, command: string): string {
  const rest = commandText(text, command);
  return rest === null ? text.trim() : `${command} ${rest}`.trim();
}

export const findVerb = (me: Me, word: string): Verb | undefined =>
  me.verbs.find((v) => v.verb === word.toLowerCase() || v.aliases.includes(word.toLowerCase()));

// "resolve" or "page @bob" without the slash: a verb alone, or one followed by what only a command has.
export function meantAsCommand(me: Me, text: string): Verb | undefined {
  const [first = "", second = ""] = text.trim().split(/\s+/);
  const verb = findVerb(me, first);
  return verb && (second === "" || /^(@|--|sev\d|inc-\d)/i.test(second) || /^(severity|declare|update)$/i.test(first)) ? verb : undefined;
}

export function matchVerbs(me: Me, typed: string, inIncident: boolean): Verb[] {
  const want = typed.toLowerCase();
  const rank = (v: Verb): number => {
    if (v.verb.startsWith(want)) return 0;
    if (v.aliases.some((alias) => alias.startsWith(want))) return 1;
    return want.length > 2 && v.help.toLowerCase().includes(want) ? 2 : 3;
  };
  const useful = (v: Verb): number => (v.in_incident === inIncident ? 0 : 1);
  return me.verbs.filter((v) => rank(v) < 3)
    .sort((a, b) => rank(a) - rank(b) || (want ? 0 : useful(a) - useful(b)));
}

const fromList = (list: PersonRef[], typed: string): Suggestion[] =>
  list.filter((x) => [x.id, x.name].some((n) => n.toLowerCase().startsWith(typed.toLowerCase())))
    .slice(0, 8).map((x) => ({ insert: `${x.id} `, label: x.id, detail: x.name }));

const people = (me: Me, typed: string): Suggestion[] =>
  matchPeople(me.people, typed.replace(/^@/, "")).map((p) => ({ insert: `@${p.id} `, label: `@${p.id}`, detail: p.name }));

function severities(me: Me, typed: string): Suggestion[] {
  return me.severities
    .map((s) => ({ insert: `${s.label.toLowerCase()} `, label: s.label, detail: s.meaning }))
    .filter((s) => s.insert.startsWith(typed.toLowerCase()));
}

// Words of a usage line that may be typed as they are: "degraded|partial|full" → those three.
function literals(slot: string, typed: string): Suggestion[] {
  if (!slot.includes("|")) return [];
  return slot.replace(/[[\]()]/g, "").split("|")
    .filter((w) => /^[a-z][a-z0-9_-]*$/i.test(w) && w.startsWith(typed.toLowerCase()))
    .map((w) => ({ insert: `${w} `, label: w, detail: "" }));
}

function forSlot(me: Me, slot: string, typed: string): Suggestion[] {
  const name = slot.toLowerCase();
  if (/sev/.test(name)) return severities(me, typed);
  if (/service/.test(name)) return fromList(me.services, typed);
  if (/audience|--to/.test(name)) return fromList(me.audiences, typed);
  const roles = /role/.test(name) ? fromList(me.roles, typed) : [];
  const somebody = /@|person|owner/.test(name) && typed === "" ? people(me, "") : [];
  const found = [...somebody, ...roles];
  return found.length ? found : literals(slot, typed);
}

function forArguments(me: Me, verb: Verb, words: string[]): Suggestion[] {
  const typed = words[words.length - 1] ?? "";
  const before = words[words.length - 2] ?? "";
  if (typed.startsWith("--")) {
    const options = [...new Set(verb.usage.match(/--[a-z-]+/g) ?? [])];
    return options.filter((o) => o.startsWith(typed)).map((o) => ({ insert: `${o} `, label: o, detail: "" }));
  }
  if (before.startsWith("--")) return forSlot(me, before, typed);
  const slots = verb.usage.split(" | ")[0]!.split(/\s+/).slice(1).filter((slot) => !slot.includes("--"));
  const place = words.filter((w, i) => i < words.length - 1 && !w.startsWith("--") && !words[i - 1]?.startsWith("--")).length;
  return slots[place] ? forSlot(me, slots[place]!, typed) : [];
}

export function complete(me: Me, text: string, caret: number, inIncident: boolean): Completion | null {
  const head = text.slice(0, caret);
  const word = /\S*$/.exec(head)![0];
  const command = commandText(head, me.command);
  if (word.startsWith("@") && word !== "@muster") {
    const items = people(me, word);
    return items.length ? { from: caret - word.length, items, usage: null } : null;
  }
  if (command === null) return null;
  // A command that names its incident first: INC-7 severity …
  const words = command.replace(/^(inc-|#)\d+\s+/i, "").split(/\s+/);
  if (words.length <= 1) {
    const named = words[0] !== command;              // the incident stands in front and is kept
    const root = head.slice(0, head.length - command.length).trim();
    const start = roots(me.command).includes(root) ? root : me.command;
    const items = matchVerbs(me, words[0] ?? "", inIncident)
      .map((v) => ({ insert: named ? `${v.verb} ` : `${start} ${v.verb} `, label: v.verb, detail: v.help }));
    return items.length ? { from: named ? caret - word.length : 0, items, usage: null } : null;
  }
  const verb = findVerb(me, words[0]!);
  if (!verb) return null;
  return { from: caret - word.length, items: forArguments(me, verb, words.slice(1)), usage: verb };
}
