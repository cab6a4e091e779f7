// Mail to the npm package smtp-server: STARTTLS and AUTH required, refusals by recipient.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { SMTPServer } from "smtp-server";

import { probe } from "./probe.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "muster-mail-"));
const cert = path.join(folder, "cert.pem");
const key = path.join(folder, "key.pem");
const mails = [];
let server;

before(async () => {
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2",
    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], { stdio: "ignore" });
  server = new SMTPServer({
    cert: fs.readFileSync(cert),
    key: fs.readFileSync(key),
    authOptional: false,
    onAuth(auth, _session, done) {
      const good = auth.username === "muster" && (auth.password === "mail-pass" || auth.validatePassword?.("mail-pass"));
      done(good ? null : Object.assign(new Error("Invalid login"), { responseCode: 535 }), good ? { user: "muster" } : undefined);
    },
    onRcptTo(address, _session, done) {
      const code = { unknown: 550, grey: 451 }[address.address.split("@")[0]];
      done(code ? Object.assign(new Error("not today"), { responseCode: code }) : null);
    },
    onData(stream, _session, done) {
      let mail = "";
      stream.on("data", (piece) => (mail += piece));
      stream.on("end", () => {
        mails.push(mail);
        done();
      });
    },
  });
  server.on("error", () => {});
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
});

after(() => {
  server.close();
  fs.rmSync(folder, { recursive: true });
});

const send = (to, password = "mail-pass") =>
  probe("smtp", "localhost", server.server.address().port, cert, "muster", password, to);

test("a page arrives", async () => {
  const sent = await send("ann@example.org");
  assert.equal(sent.state, "accepted", JSON.stringify(sent));
  assert.match(mails[0], /^Auto-Submitted: auto-generated\r$/m);
  assert.ok(mails[0].includes(`Message-ID: <${sent.ref}>`));
});

test("4yz is tried again, 5yz and a bad password are final", async () => {
  assert.equal((await send("grey@example.org")).error, "unavailable");
  assert.equal((await send("unknown@example.org")).error, "rejected");
  const refused = await send("ann@example.org", "wrong-pass");
  assert.equal(refused.error, "forbidden");
  assert.ok(!JSON.stringify(refused).includes("wrong-pass"));
});
