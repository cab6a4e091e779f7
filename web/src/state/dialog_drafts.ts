// What is half written in a dialog: kept for its incident until it is sent, over Esc, Cancel and reloads.

import { keep, kept } from "../store";
import type { Dialog, Field } from "../types";

type Values = Record<string, string>;

const isText = (field: Field): boolean => field.kind === "line" || field.kind === "paragraph";
const wrote = (field: Field, value: string): boolean => isText(field) && value.trim() !== "" && value !== field.initial;

// The preview belongs to the update it shows.
const keyOf = (dialog: Dialog): string => `muster.dialog.${dialog.incident}.${dialog.name.replace(/_preview$/, "")}`;

export function keepDraft(dialog: Dialog, values: Values): void {
  const written = dialog.fields.some((field) => wrote(field, values[field.id] ?? ""));
  keep(keyOf(dialog), written ? JSON.stringify(values) : "");
}

export function dropDraft(dialog: Dialog): void {
  keep(keyOf(dialog), "");
}

// `whole`: the form as it was left; otherwise it is a new form, and what it brings along itself counts, as does the
// state of today.
export function draftOf(dialog: Dialog, start: Values, whole: boolean): Values | null {
  const text = kept(keyOf(dialog));
  if (!text) return null;
  try {
    const draft = JSON.parse(text) as Values;
    const back = dialog.fields.filter((field) => {
      if (!(field.id in draft)) return false;
      if (whole) return true;
      if (isText(field)) return field.initial === "";
      return field.id !== "state" && field.kind !== "flag";
    });
    if (!whole && !back.some((field) => wrote(field, draft[field.id]!))) return null;
    return { ...start, ...Object.fromEntries(back.map((field) => [field.id, draft[field.id]!])) };
  } catch { return null; }
}
