// call_pdjs.mjs HOST:PORT: what PagerDuty's own client makes of the fake's answers, as JSON. A process of its own, since node
// reads whom it trusts (NODE_EXTRA_CA_CERTS) only when it starts.
import { acknowledge, api, event, resolve } from "@pagerduty/pdjs";

const server = process.argv[2];
const ROUTING_KEY = "e93facc04764012d7bfb002500d5d1a6";
const payload = { summary: "Checkout is down", source: "muster", severity: "critical" };
const brief = ({ response, data }) => ({ status: response.status, data });

const rest = api({ server, token: "y_NbAkKc66ryYTWUXYEu", headers: { From: "bot@example.org" } });
const opening = { incident: { type: "incident", title: "x", incident_key: "k1", service: { id: "PSVC", type: "service_reference" } } };
const data = { routing_key: ROUTING_KEY, dedup_key: "muster/INC-42/P1/checkout" };

const told = {
  trigger: brief(await event({ server, data: { ...data, event_action: "trigger", payload } })),
  acknowledge: brief(await acknowledge({ server, data })),
  resolve: brief(await resolve({ server, data })),
  wrongKey: brief(await event({ server, data: { ...data, routing_key: "0".repeat(32), event_action: "trigger", payload } })),
  opened: brief(await rest.post("/incidents", { data: opening })),
  again: brief(await rest.post("/incidents", { data: opening })),
  set: brief(await rest.put("/incidents/PINC1", { data: { incident: { type: "incident_reference", status: "acknowledged" } } })),
  wrongToken: brief(await api({ server, endpoint: "/users", token: "wrong" })),
};
const first = await rest.get("/oncalls", { data: { limit: 100 } });
told.oncalls = [first.data, (await first.next()).data].flatMap((page) => page.oncalls.map((each) => each.user.id));
process.stdout.write(JSON.stringify(told));
