// The open Dialog of the server: what it asks, sent back as one submission; a refusal is shown at its field.

import { useEffect, useRef, useState, type FormEvent } from "react";
import { api, newId, sayOf } from "../api";
import { openDialog, receiveAnswer, type OpenDialog } from "../state/answers";
import { followDeclared, knownIncidents } from "../state/declared";
import { draftOf, dropDraft, keepDraft } from "../state/dialog_drafts";
import { useStore } from "../store";
import type { Dialog, Field } from "../types";
import { BlockView } from "./message_view";
import { DialogField } from "./dialog_field";
import { Modal } from "./modal";

function startValue(field: Field): string {
  if (field.kind === "flag") return field.initial || "no";
  const soleChoice = field.kind === "choice" && field.required && field.options.length === 1;
  return field.initial || (soleChoice ? field.options[0]!.id : "");
}

const startValues = (dialog: Dialog) => Object.fromEntries(dialog.fields.map((field) => [field.id, startValue(field)]));

function missing(dialog: Dialog, values: Record<string, string>): Field | undefined {
  return dialog.fields.find((field) => field.required && !values[field.id]?.trim());
}

function Form({ open }: { open: OpenDialog }) {
  const { dialog } = open;
  const [draft, setDraft] = useState(() => draftOf(dialog, startValues(dialog), open.again ?? false));
  const [values, setValues] = useState(() => draft ?? startValues(dialog));
  const [refusal, setRefusal] = useState({ field: "", say: "" });
  const [sending, setSending] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const attempt = useRef({ id: newId(), what: "" });

  const refuse = (field: string, say: string) => {
    const known = dialog.fields.some((f) => f.id === field);
    setRefusal({ field: known ? field : "", say });
  };
  // What is wrong is brought into view, wherever the form is scrolled to.
  useEffect(() => {
    if (!refusal.say) return;
    const place = form.current?.querySelector<HTMLElement>(
      refusal.field ? `[data-field="${CSS.escape(refusal.field)}"]` : ".modal-error");
    place?.scrollIntoView({ block: "center" });
    (refusal.field ? place?.querySelector<HTMLElement>("input,textarea,select") : place)?.focus({ preventScroll: true });
  }, [refusal]);
  const change = (id: string, value: string) => {
    const next = { ...values, [id]: value };
    setValues(next);
    keepDraft(dialog, next);
    if (refusal.field === id) setRefusal({ field: "", say: "" });
  };
  const afresh = () => {
    dropDraft(dialog);
    setDraft(null);
    setValues(startValues(dialog));
  };
  const close = () => openDialog.set(null);
  const { back } = open;

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (sending) return;
    const gap = missing(dialog, values);
    if (gap) return refuse(gap.id, "This is needed.");
    // The same answers sent again are the same submission; changed ones are a new one.
    const what = JSON.stringify(values);
    if (attempt.current.what !== what) attempt.current = { id: newId(), what };
    setSending(true);
    setRefusal({ field: "", say: "" });
    const known = knownIncidents();
    try {
      const answer = await api.dialog({
        id: attempt.current.id, dialog: dialog.name, incident: dialog.incident, room: open.room, message: open.message,
        fields: { ...dialog.hidden, ...values },
      });
      if (answer.refused && !answer.dialog) {
        attempt.current.what = "";                   // a refused one may be tried again as it is
        return refuse(answer.refused_field ?? "", answer.refused_say || answer.message?.text || "That was refused.");
      }
      if (openDialog.get()?.key === open.key) close();
      if (!answer.dialog) dropDraft(dialog);           // a preview has sent nothing yet
      receiveAnswer(answer, open.room, open.message, open);
      if (dialog.name === "declare") followDeclared(answer, known);
    } catch (error) {
      refuse("", sayOf(error));
    } finally {
      setSending(false);
    }
  };

  return (
    <Modal title={dialog.title} onClose={close} onSubmit={() => void submit()}>
      <form ref={form} className="modal-form" onSubmit={(e) => void submit(e)} noValidate>
        <div className="modal-body">
          {refusal.say && !refusal.field && <p className="modal-error" role="alert" tabIndex={-1}>{refusal.say}</p>}
          {draft && !open.again && (
            <p className="draft-back">Your unsent text is back.{" "}
              <button type="button" className="link-button" onClick={afresh}>Start afresh</button></p>
          )}
          {dialog.intro.length > 0 && (
            <div className="dialog-intro message-view">
              {dialog.intro.map((block, i) => (
                <BlockView key={i} block={block} where={{ room: open.room, incident: dialog.incident }} />
              ))}
            </div>
          )}
          {dialog.fields.map((field) => (
            <DialogField key={field.id} field={field} value={values[field.id] ?? ""}
                         error={refusal.field === field.id ? refusal.say : ""}
                         onChange={(value) => change(field.id, value)} />
          ))}
        </div>
        <footer className="modal-foot">
          <small className="modal-keys"><kbd>Esc</kbd> cancel · <kbd>Ctrl</kbd> <kbd>Enter</kbd> {dialog.submit || "send"}</small>
          {back && (
            <button type="button" className="button" onClick={() => openDialog.set({ ...back, key: newId(), again: true })}>Back</button>
          )}
          <button type="button" className="button" onClick={close}>Cancel</button>
          <button type="submit" className="button primary" disabled={sending}>
            {sending ? "Sending …" : dialog.submit || "Send"}
          </button>
        </footer>
      </form>
    </Modal>
  );
}

export function DialogHost() {
  const open = useStore(openDialog);
  useEffect(() => () => openDialog.set(null), []);
  return open ? <Form key={open.key} open={open} /> : null;
}
