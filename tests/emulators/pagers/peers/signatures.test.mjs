// What muster signs, the vendors' own libraries believe; what they sign, muster makes too.
import assert from "node:assert/strict";
import http from "node:http";
import { test } from "node:test";
import { Webhook } from "standardwebhooks";
import twilio from "twilio";

import { probe } from "./probe.mjs";

const SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

test("a webhook of muster's is verified by the reference library", async () => {
  const calls = [];
  const server = http.createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    calls.push({ headers: request.headers, body });
    response.writeHead(204).end();
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const sent = await probe("webhook", `http://127.0.0.1:${server.address().port}/in`, SECRET);
  server.close();
  assert.equal(sent.state, "accepted");
  const event = new Webhook(SECRET).verify(calls[0].body, calls[0].headers);
  assert.equal(event.type, "page.sent");
  assert.equal(event.data.page, "INC-42/P2");
  const forged = calls[0].body.replace("INC-42", "INC-43");
  assert.throws(() => new Webhook(SECRET).verify(forged, calls[0].headers));
});

test("callbacks are signed as Twilio's library says", async () => {
  const url = "https://muster.example.org/hooks/twilio/key?page=a.b";
  const fields = { CallSid: "CA1", Digits: "4", From: "+4915100000001", Body: "ack é & more" };
  const { signature } = await probe("twilio-signature", "12345", url, ...Object.entries(fields).flat());
  assert.equal(twilio.validateRequest("12345", signature, url, fields), true);
  assert.equal(twilio.validateRequest("12346", signature, url, fields), false);
});
