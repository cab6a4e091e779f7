// Help: the keys of the console and every command, from the same table as /inc help.

import { useState } from "react";
import { me } from "../state/session";
import { Store, useStore } from "../store";
import { matchVerbs } from "./completion";
import { Modal } from "./modal";

const showing = new Store(false);
export const openHelp = (): void => showing.set(true);

const kKeys: [string[], string][] = [
  [["Ctrl", "K"], "find a room or an incident, or run a command"],
  [["/"], "write; in the composer: the list of commands"],
  [["D"], "declare an incident"],
  [["I"], "all incidents; there J, K and Enter choose one"],
  [["P"], "show or hide the incident beside the room"],
  [["↑"], "in the empty composer: the last command again"],
  [["Alt", "↑ ↓"], "the open incident before or after this one"],
  [["Ctrl", "Enter"], "send a dialog"],
  [["Esc"], "close what is open"],
  [["?"], "this page"],
];

export function Help() {
  const open = useStore(showing);
  const [filter, setFilter] = useState("");
  if (!open) return null;
  const self = me();
  return (
    <Modal title="Keyboard and commands" wide onClose={() => showing.set(false)}>
      <div className="modal-body help">
        <dl className="keys">
          {kKeys.map(([keys, what]) => (
            <div key={what}><dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{what}</dd></div>
          ))}
        </dl>
        <h3>Commands</h3>
        <p className="muted">Type them in any room after <code>{self.command}</code>. Inside an incident's room no number is
          needed; elsewhere put it in front: <code>{self.command} INC-7 update …</code></p>
        <input type="search" placeholder="Find a command" aria-label="Find a command" value={filter}
               onChange={(e) => setFilter(e.target.value)} />
        <dl className="verb-list">
          {matchVerbs(self, filter, true).map((verb) => (
            <div key={verb.verb}>
              <dt><code>{verb.usage || verb.verb}</code></dt>
              <dd>{verb.help}{verb.aliases.length > 0 && <small> Also: {verb.aliases.join(", ")}.</small>}</dd>
            </div>
          ))}
        </dl>
        <p className="muted">muster {self.version}</p>
      </div>
    </Modal>
  );
}
