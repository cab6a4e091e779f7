// PagerDuty's OpenAPI documents judge what muster sends, through Prism. Three traps are stepped around: a schema that Prism
// cannot compile is not checked at all (so one bad request an operation must be refused), PagerDuty's media type is
// declared as application/json, and the details of an incident are declared an object where the example has a text.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { after, test } from "node:test";

import { probe } from "./probe.mjs";

const specs = process.env.MUSTER_SPECS ?? "";
const absent = fs.existsSync(path.join(specs, "pagerduty-rest.json"))
  ? false
  : "PagerDuty's OpenAPI documents are not here: set MUSTER_SPECS to a folder with pagerduty-rest.json";
const started = [];
const MEDIA = "application/vnd.pagerduty+json;version=2";

function tidy(node) {
  if (Array.isArray(node)) return node.forEach(tidy);
  if (node === null || typeof node !== "object") return undefined;
  if ("nullable" in node && !("type" in node)) delete node.nullable;
  Object.values(node).forEach(tidy);
  return undefined;
}

function sliced(name, wanted) {
  const spec = JSON.parse(fs.readFileSync(path.join(specs, name), "utf8"));
  spec.paths = Object.fromEntries(Object.entries(spec.paths).filter(([key]) => wanted.includes(key)));
  tidy(spec);
  delete spec.components?.schemas?.IncidentBody?.properties.details.type;
  for (const operations of Object.values(spec.paths)) {
    for (const operation of Object.values(operations)) {
      for (const response of Object.values(operation?.responses ?? {})) {
        const json = response.content?.["application/json"];
        if (json) response.content[MEDIA] = json;
      }
    }
  }
  const file = path.join(process.cwd(), `slice-${name}`);
  fs.writeFileSync(file, JSON.stringify(spec));
  return file;
}

const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function prism(file) {
  const port = await freePort();
  const child = spawn(process.execPath, ["node_modules/.bin/prism", "mock", "-h", "127.0.0.1", "-p", String(port), file]);
  started.push(child);
  await new Promise((resolve, reject) => {
    child.stdout.on("data", (text) => String(text).includes("Prism is listening") && resolve());
    child.on("exit", (code) => reject(new Error(`prism ended with ${code}`)));
  });
  return `http://127.0.0.1:${port}`;
}

after(() => started.forEach((child) => child.kill()));

test("events are as the Events API says", { skip: absent, timeout: 90000 }, async () => {
  const url = await prism(sliced("pagerduty-events-v2.json", ["/enqueue"]));
  const bad = await fetch(`${url}/enqueue`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ routing_key: "e93facc04764012d7bfb002500d5d1a6", event_action: "trigger", payload: { summary: "x", source: "y", severity: "terrible" } }),
  });
  assert.equal(bad.status, 400, "Prism must judge");
  const sent = await probe("pagerduty-events", url, "e93facc04764012d7bfb002500d5d1a6");
  assert.equal(sent.state, "accepted", JSON.stringify(sent));
  assert.equal(sent.settled, "acknowledged and over", JSON.stringify(sent));
});

test("calls are as the REST API says", { skip: absent, timeout: 90000 }, async () => {
  const url = await prism(sliced("pagerduty-rest.json", ["/incidents", "/incidents/{id}", "/incidents/{id}/notes", "/incidents/{id}/status_updates"]));
  const headers = { "Content-Type": "application/json", Accept: MEDIA, Authorization: "Token token=t", From: "bot@example.org" };
  const refuses = async (method, target, body) => {
    const answer = await fetch(url + target, { method, headers, body: JSON.stringify(body) });
    assert.ok([400, 422].includes(answer.status), `${method} ${target} must be judged, was ${answer.status}`);
  };
  await refuses("POST", "/incidents", { incident: { type: "incident" } });
  await refuses("PUT", "/incidents/PT4KHLK", { incident: { type: "incident_reference", status: "asleep" } });
  await refuses("POST", "/incidents/PT4KHLK/notes", { note: {} });
  await refuses("POST", "/incidents/PT4KHLK/status_updates", {});
  const sent = await probe("pagerduty-rest", url, "t0ken", "bot@example.org", "PWIXJZS");
  assert.equal(sent.state, "accepted", JSON.stringify(sent));
  assert.equal(sent.settled, "acknowledged and over", JSON.stringify(sent));
  assert.equal(sent.log, "", "nothing was refused on the way");
});
