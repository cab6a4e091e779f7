// PagerDuty's own client, as it is, understands the PagerDuty that the other tests send to. It speaks TLS only.
import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

function fake(folder) {
  const cert = path.join(folder, "cert.pem");
  const key = path.join(folder, "key.pem");
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2",
    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], { stdio: "ignore" });
  const child = spawn(process.env.FAKE_PAGERDUTY, [cert, key], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.stdout.once("data", (port) => resolve({ child, cert, server: `localhost:${String(port).trim()}` }));
    child.once("exit", (code) => reject(new Error(`the fake ended with ${code}`)));
  });
}

test("event() and api() are answered as PagerDuty answers", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "muster-pdjs-"));
  const { child, cert, server } = await fake(folder);
  try {
    const told = await new Promise((resolve, reject) => {
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: cert };
      execFile(process.execPath, ["call_pdjs.mjs", server], { env, timeout: 60000 }, (error, stdout, stderr) =>
        error ? reject(new Error(`${error.message}\n${stderr}`)) : resolve(JSON.parse(stdout)));
    });
    for (const action of ["trigger", "acknowledge", "resolve"]) {
      assert.equal(told[action].status, 202, action);
      assert.deepEqual([told[action].data.status, told[action].data.dedup_key], ["success", "muster/INC-42/P1/checkout"]);
    }
    assert.equal(told.wrongKey.status, 400);
    assert.equal(told.wrongKey.data.status, "invalid event");
    assert.equal(told.opened.status, 201);
    assert.equal(told.opened.data.incident.id, "PINC1");
    assert.equal(told.again.status, 400);
    assert.match(told.again.data.error.errors[0], /matching dedup key/);
    assert.equal(told.set.data.incident.status, "acknowledged");
    assert.equal(told.wrongToken.status, 401);
    assert.deepEqual(told.oncalls, ["PANN", "PEVE"], "both pages of the list");
  } finally {
    child.removeAllListeners("exit");
    child.kill();
    fs.rmSync(folder, { recursive: true });
  }
});
