// What one does as oneself: invite somebody, help, sign out.

import { useEffect, useRef, useState } from "react";
import { api, sayOf } from "../api";
import { askPermission, permission } from "../state/paged";
import { signOut } from "../state/session";
import { useStore } from "../store";
import { Icon } from "./icons";
import { Modal } from "./modal";
import { openHelp } from "./help";

function Invite({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [error, setError] = useState("");
  const [copied, setCopied] = useState(false);
  const make = async () => {
    setError("");
    try {
      setUrl((await api.invite(name.trim())).url);
    } catch (failure) {
      setError(sayOf(failure));
    }
  };
  const copy = async () => {
    await navigator.clipboard.writeText(url).then(() => setCopied(true), () => setError("Select the link and copy it by hand."));
  };
  return (
    <Modal title="Invite somebody" onClose={onClose} onSubmit={() => void make()}>
      <form className="modal-form" onSubmit={(e) => { e.preventDefault(); void make(); }}>
        <div className="modal-body">
          <p>Makes a link that signs one person in, once. Send it only to that person.</p>
          <div className="field">
            <label className="label" htmlFor="invite-name">Their name <small>optional; they are asked otherwise</small></label>
            <input id="invite-name" type="text" value={name} onChange={(e) => setName(e.target.value)} />
          </div>
          {error && <p className="modal-error" role="alert">{error}</p>}
          {url && (
            <div className="field">
              <label className="label" htmlFor="invite-url">Sign-in link</label>
              <input id="invite-url" type="text" readOnly value={url} onFocus={(e) => e.target.select()} />
            </div>
          )}
        </div>
        <footer className="modal-foot">
          {url && <button type="button" className="button" onClick={() => void copy()}>{copied ? "Copied" : "Copy link"}</button>}
          <button type="submit" className="button primary">{url ? "Make another" : "Make the link"}</button>
        </footer>
      </form>
    </Modal>
  );
}

export function PersonMenu() {
  const [open, setOpen] = useState(false);
  const [inviting, setInviting] = useState(false);
  const canAsk = useStore(permission);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const entry = (label: string, act: () => void) => (
    <button type="button" role="menuitem" onClick={() => { setOpen(false); act(); }}>{label}</button>
  );
  return (
    <div className="menu" ref={box} onKeyDown={(e) => { if (open && e.key === "Escape") { e.stopPropagation(); setOpen(false); } }}>
      <button type="button" className="icon-button" aria-label="Menu" aria-haspopup="menu" aria-expanded={open}
              onClick={() => setOpen(!open)}><Icon name="menu" /></button>
      {open && (
        <div className="menu-list" role="menu">
          {entry("Invite somebody …", () => setInviting(true))}
          {canAsk === "default" && entry("Notify me when I am paged", () => void askPermission())}
          {entry("Keyboard and commands", openHelp)}
          {entry("Sign out", () => void signOut())}
        </div>
      )}
      {inviting && <Invite onClose={() => setInviting(false)} />}
    </div>
  );
}
