// Says when the connection is lost or a part of muster is unwell, and what still works.

import { connection, health } from "../state/connection";
import { reconnectNow } from "../state/sync";
import { useStore } from "../store";
import { useNow } from "../time";
import { Icon } from "./icons";

function Lost() {
  const { retryAt } = useStore(connection);
  const now = useNow(1000);
  const seconds = Math.max(0, Math.ceil((retryAt - now) / 1000));
  return (
    <div className="banner lost" role="alert">
      <Icon name="alert" size={17} />
      <p><b>The connection to muster is lost.</b> What you see may be old; what you write is kept.
        {seconds > 0 ? ` Trying again in ${seconds} s.` : " Trying now …"}</p>
      <button type="button" className="button small" onClick={reconnectNow}>Try now</button>
    </div>
  );
}

export function Banner() {
  const { live, everLive, retryAt } = useStore(connection);
  const state = useStore(health);
  if (!live && (everLive || retryAt > 0)) return <Lost />;
  const unwell = state?.parts.filter((part) => !part.ready) ?? [];
  if (unwell.length === 0) return null;
  return (
    <div className="banner unwell" role="status">
      <Icon name="alert" size={17} />
      <p>
        <b>{unwell.map((part) => part.name).join(", ")} {unwell.length === 1 ? "is" : "are"} not working.</b>{" "}
        {unwell.map((part) => part.reason).filter(Boolean).join(" ")} This console works: declare and run incidents here;
        what muster has to say elsewhere is kept and sent when it can be.
      </p>
    </div>
  );
}
