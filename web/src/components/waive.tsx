// Asks why a postmortem is waived: the reason goes on the timeline.

import { useState, type FormEvent } from "react";
import { Modal } from "./modal";

export function Waive({ onWaive, onClose }: { onWaive: (why: string) => void; onClose: () => void }) {
  const [why, setWhy] = useState("");
  const [error, setError] = useState("");
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (why.trim()) onWaive(why.trim());
    else setError("Say why: the reason goes on the timeline.");
  };
  return (
    <Modal title="Waive the postmortem" onClose={onClose} onSubmit={() => submit()}>
      <form className="modal-form" onSubmit={submit} noValidate>
        <div className="modal-body">
          <div className={`field ${error ? "bad" : ""}`}>
            <label className="label" htmlFor="waive-why">Why is none needed?</label>
            <textarea id="waive-why" rows={3} value={why} onChange={(e) => setWhy(e.target.value)} aria-invalid={error !== ""} />
            {error && <p className="field-error" role="alert">{error}</p>}
          </div>
        </div>
        <footer className="modal-foot">
          <button type="button" className="button" onClick={onClose}>Cancel</button>
          <button type="submit" className="button primary">Waive</button>
        </footer>
      </form>
    </Modal>
  );
}
