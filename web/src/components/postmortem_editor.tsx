// Writing a postmortem: Markdown with a preview beside it. When somebody else saved meanwhile nothing is lost: one's own
// text stays, theirs is shown, and the writer decides.

import { useEffect, useRef, useState, type KeyboardEvent, type UIEvent } from "react";
import { api, ApiError, sayOf } from "../api";
import type { Postmortem } from "../types";

type Props = {
  number: number; start: Postmortem; text: string; onText: (text: string) => void; newId: () => string;
  onSaved: (saved: Postmortem, stay: boolean) => void; onClose: () => void;
};

const kPreviewAfterMs = 250;

function usePreview(number: number, text: string, start: Postmortem): string {
  const [html, setHtml] = useState(start.html);
  const asked = useRef(start.markdown);
  useEffect(() => {
    if (asked.current === text) return;
    const timer = setTimeout(() => {
      asked.current = text;
      api.previewPostmortem(number, text).then(
        (answer) => { if (asked.current === text) setHtml(answer.html); },
        () => { asked.current = ""; });                // the next key asks again
    }, kPreviewAfterMs);
    return () => clearTimeout(timer);
  }, [number, text]);
  return html;
}

export function PostmortemEditor({ number, start, text, onText, newId, onSaved, onClose }: Props) {
  const [version, setVersion] = useState(start.version);
  const [theirs, setTheirs] = useState<Postmortem | null>(null);
  const [error, setError] = useState("");
  const [saving, setSaving] = useState(false);
  const [side, setSide] = useState<"write" | "preview">("write");
  const attempt = useRef({ id: newId(), what: "" });
  const html = usePreview(number, text, start);

  const [savedOnce, setSavedOnce] = useState(false);

  // Ctrl S saves and goes on writing; the button saves and shows the document.
  const save = async (stay: boolean) => {
    if (saving) return;
    const what = `${version} ${text}`;
    if (attempt.current.what !== what) attempt.current = { id: newId(), what };
    setSaving(true);
    setError("");
    try {
      const saved = await api.savePostmortem(number, attempt.current.id, text, version);
      setVersion(saved.version);
      setTheirs(null);
      setSavedOnce(true);
      onSaved(saved, stay);
    } catch (failure) {
      if (failure instanceof ApiError && failure.status === 409) {
        const newer = await api.postmortem(number).catch(() => null);
        if (newer) {
          setTheirs(newer);
          setVersion(newer.version);
        }
        setError("Somebody else saved this postmortem while you were writing. Your text is still here, unsaved.");
      } else {
        setError(sayOf(failure));
      }
    } finally {
      setSaving(false);
    }
  };
  const keys = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && (event.key === "s" || event.key === "Enter")) {
      event.preventDefault();
      void save(event.key === "s");
    }
  };
  // The preview goes along with the text.
  const preview = useRef<HTMLElement>(null);
  const follow = (event: UIEvent<HTMLTextAreaElement>) => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    const page = preview.current;
    if (page) page.scrollTop = (scrollTop / Math.max(scrollHeight - clientHeight, 1)) * (page.scrollHeight - page.clientHeight);
  };
  const changed = text !== start.markdown;
  return (
    <div className={`editor side-${side}`} onKeyDown={keys}>
      <div className="editor-bar">
        <div className="segments narrow-only" role="group" aria-label="Show">
          <button type="button" aria-pressed={side === "write"} onClick={() => setSide("write")}>Write</button>
          <button type="button" aria-pressed={side === "preview"} onClick={() => setSide("preview")}>Preview</button>
        </div>
        <span className="muted" role="status">{changed ? "Not saved yet" : savedOnce ? "Saved" : "No changes"} · <kbd>Ctrl</kbd> <kbd>S</kbd> saves</span>
        <span className="spacer" />
        <button type="button" className="button small" onClick={() => { if (!changed || confirm("Throw your changes away?")) onClose(); }}>
          {changed ? "Discard" : "Done"}</button>
        {theirs
          ? <button type="button" className="button small danger" disabled={saving} onClick={() => void save(false)}>
              {saving ? "Saving …" : "Save mine over theirs"}</button>
          : <button type="button" className="button small primary" disabled={saving || (!changed && start.version > 0)}
                    onClick={() => void save(false)}>{saving ? "Saving …" : "Save"}</button>}
      </div>
      {error && (
        <div className="inline-error" role="alert">
          <p>{error}</p>
          {theirs && (
            <>
              <p>Carry over what you need from theirs into your text, then save; or take theirs and drop your own.</p>
              <details><summary>Show what they saved</summary><pre className="theirs">{theirs.markdown}</pre></details>
              <button type="button" className="button small" onClick={() => onSaved(theirs, false)}>Take theirs, drop mine</button>
            </>
          )}
        </div>
      )}
      {text.includes("<!-- muster:") && (
        <p className="editor-note muted">Lines in <code>&lt;!-- … --&gt;</code> mark what muster wrote and are not shown to readers. Write
          between them as you like: text you changed is kept when the draft is refreshed.</p>
      )}
      <div className="editor-panes">
        <textarea className="markdown" aria-label="Postmortem in Markdown" value={text} spellCheck autoFocus onScroll={follow}
                  onChange={(e) => onText(e.target.value)} />
        <article ref={preview} className="document preview" aria-label="Preview" dangerouslySetInnerHTML={{ __html: html }} />
      </div>
    </div>
  );
}
