// Navigation on a phone.

import { incidents } from "../state/incidents";
import { useStore } from "../store";
import { useRoute } from "../router";
import { declare } from "./declare";
import { Icon } from "./icons";
import { Link } from "./link";
import { useUnread } from "./sidebar";
import { rooms } from "../state/rooms";

export function BottomBar({ onPalette, onHelp }: { onPalette: () => void; onHelp: () => void }) {
  const { page } = useRoute();
  const unread = useUnread();
  const any = useStore(rooms).some((room) => unread(room.id));
  const open = useStore(incidents).value?.filter((i) => i.open).length ?? 0;
  return (
    <nav className="bottom-bar" aria-label="Main">
      <Link to="/rooms" aria-current={page === "rooms" || page === "room" ? "page" : undefined}>
        <Icon name="chat" /> Rooms {any && <span className="unread-dot"><em className="unseen">unread</em></span>}
      </Link>
      <Link to="/incidents" aria-current={page === "incidents" || page === "incident" ? "page" : undefined}>
        <Icon name="list" /> Incidents {open > 0 && <span className="count">{open}</span>}
      </Link>
      <button type="button" className="bottom-declare" onClick={declare}><Icon name="alert" /> Declare</button>
      <button type="button" onClick={onPalette}><Icon name="search" /> Find</button>
      <button type="button" onClick={onHelp}><Icon name="help" /> Help</button>
    </nav>
  );
}
