// A modal on the browser's own <dialog>: it traps focus, closes on Esc and gives focus back where it was.

import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { Icon } from "./icons";

type Props = { title: string; onClose: () => void; children: ReactNode; wide?: boolean; onSubmit?: () => void };

// What one has to write first; else the first field, or the button that answers.
function firstToFill(dialog: HTMLElement | null): HTMLElement | null {
  if (!dialog) return null;
  const written = [...dialog.querySelectorAll<HTMLInputElement>("input[type=text], textarea")];
  return written.find((field) => field.getAttribute("aria-required") === "true" && !field.value) ??
    dialog.querySelector<HTMLElement>(".modal-body input:checked, .modal-body :is(input, textarea, select), [data-first]");
}

export function Modal({ title, onClose, children, wide, onSubmit }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.showModal();
    firstToFill(ref.current)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const keys = (event: KeyboardEvent) => {
    event.stopPropagation();                         // the page's shortcuts rest meanwhile
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSubmit?.();
    }
  };
  return createPortal(
    <dialog ref={ref} className={`modal ${wide ? "wide" : ""}`} aria-labelledby={titleId} onKeyDown={keys}
            onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <header className="modal-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}><Icon name="close" /></button>
      </header>
      {children}
    </dialog>, document.body);
}

type ConfirmProps = { question: string; yes: string; danger?: boolean; onYes: () => void; onNo: () => void };

export function Confirm({ question, yes, danger, onYes, onNo }: ConfirmProps) {
  return (
    <Modal title="Are you sure?" onClose={onNo} onSubmit={onYes}>
      <div className="modal-body"><p>{question}</p></div>
      <footer className="modal-foot">
        <button type="button" className="button" onClick={onNo}>Cancel</button>
        <button type="button" className={`button ${danger ? "danger" : "primary"}`} data-first onClick={onYes}>{yes}</button>
      </footer>
    </Modal>
  );
}
