// Amazon's validator and muster judge the same envelopes alike: those of the unit tests, others signed here with a key of
// our own, and all of them spoiled in one place. The validator's way to the certificate is cut short: nobody is asked.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import crypto from "node:crypto";
import fs from "node:fs";
import https from "node:https";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { PassThrough } from "node:stream";
import MessageValidator from "sns-validator";

import { probe } from "./probe.mjs";

const bodies = process.env.SNS_BODIES;
const TOPIC = "arn:aws:sns:eu-west-1:1:alarms";
const AT = Date.UTC(2026, 11, 1, 14, 0, 0) / 1000;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "muster-sns-"));
const certificates = new Map(); // address -> file
let key;

before(() => {
  const pem = path.join(folder, "cert.pem");
  const file = path.join(folder, "key.pem");
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", file, "-out", pem, "-days", "3650",
    "-subj", "/CN=sns.amazonaws.com"], { stdio: "ignore" });
  key = fs.readFileSync(file);
  certificates.set("https://sns.eu-west-1.amazonaws.com/ours.pem", pem);
  https.get = (address, answer) => {
    const response = new PassThrough();
    response.statusCode = certificates.has(address) ? 200 : 404;
    answer(response);
    if (response.statusCode === 200) response.end(fs.readFileSync(certificates.get(address)));
    return { on() {} };
  };
});

after(() => fs.rmSync(folder, { recursive: true }));

function signed(more, version = "2") {
  const message = { Type: "Notification", MessageId: "m-1", TopicArn: TOPIC, Message: '{"AlarmName":"Wörter"}',
    Timestamp: "2026-12-01T14:00:00.000Z", SignatureVersion: version,
    SigningCertURL: "https://sns.eu-west-1.amazonaws.com/ours.pem", ...more };
  const keys = message.Type === "Notification"
    ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
  const text = keys.filter((each) => each in message).map((each) => `${each}\n${message[each]}\n`).join("");
  message.Signature = crypto.sign(version === "1" ? "RSA-SHA1" : "RSA-SHA256", Buffer.from(text), key).toString("base64");
  return message;
}

const amazon = (message) =>
  new Promise((resolve) => new MessageValidator().validate(structuredClone(message), (error) => resolve(error ? error.message : "")));

async function both(name, message) {
  const file = path.join(folder, "body.json");
  fs.writeFileSync(file, JSON.stringify(message));
  const pem = certificates.get(message.SigningCertURL) ?? certificates.get("https://sns.eu-west-1.amazonaws.com/ours.pem");
  const [theirs, ours] = [await amazon(message), await probe("sns", TOPIC, pem, file, AT)];
  assert.equal(ours.believed, theirs === "", `${name}: Amazon's validator says "${theirs}", muster "${ours.say}"`);
  return ours.believed;
}

const CONFIRMATION = { Type: "SubscriptionConfirmation", Token: "tok", SubscribeURL: "https://sns.eu-west-1.amazonaws.com/?Token=tok" };

test("what the unit tests sign is SNS", async () => {
  for (const name of ["sns_notification", "sns_confirmation"]) {
    const message = JSON.parse(fs.readFileSync(path.join(bodies, `${name}.json`)));
    certificates.set(message.SigningCertURL, path.join(bodies, "sns_certificate.pem"));
    assert.ok(await both(name, message), name);
  }
});

test("both believe what is signed, with either digest", async () => {
  for (const version of ["1", "2"]) {
    assert.ok(await both("plain", signed({}, version)));
    assert.ok(await both("with a subject", signed({ Subject: "ALARM: \"Wörter\"\nin two lines" }, version)));
    assert.ok(await both("a confirmation", signed(CONFIRMATION, version)));
  }
});

test("both refuse what was changed", async () => {
  const subject = { Subject: "Hi" };
  const spoil = {
    "another message": { Message: "{}" },
    "another id": { MessageId: "m-2" },
    "a subject that was not there": { Subject: "Hi" },
    "another time": { Timestamp: "2026-12-01T14:00:01.000Z" },
    "another type": { Type: "UnsubscribeConfirmation", Token: "t", SubscribeURL: "https://sns.eu-west-1.amazonaws.com/" },
    "the other digest": { SignatureVersion: "1" },
    "a digest that does not exist": { SignatureVersion: "3" },
    "no version": { SignatureVersion: undefined },
    "no signature": { Signature: "" },
    "half a signature": { Signature: "aGFsZg==" },
    "a certificate of somebody else": { SigningCertURL: "https://sns.eu-west-1.amazonaws.com.evil.example/ours.pem" },
    "of a host that only sounds like it": { SigningCertURL: "https://sns.evil.example/sns.eu-west-1.amazonaws.com/ours.pem" },
    "without TLS": { SigningCertURL: "http://sns.eu-west-1.amazonaws.com/ours.pem" },
    "at another port": { SigningCertURL: "https://sns.eu-west-1.amazonaws.com:8443/ours.pem" },
    "no certificate": { SigningCertURL: "https://sns.eu-west-1.amazonaws.com/ours.txt" },
    "with a user": { SigningCertURL: "https://sns.eu-west-1.amazonaws.com@evil.example/ours.pem" },
  };
  for (const [name, change] of Object.entries(spoil))
    assert.equal(await both(name, { ...signed({}), ...change }), false, name);
  assert.equal(await both("without its subject", { ...signed(subject), Subject: undefined }), false);
  // SHA-1 under the name of a version that does not exist: its version is not signed.
  assert.equal(await both("version 3 over SHA-1", { ...signed({}, "1"), SignatureVersion: "3" }), false);
  assert.equal(await both("another token", { ...signed(CONFIRMATION), Token: "other" }), false);
  assert.equal(await both("another address", { ...signed(CONFIRMATION), SubscribeURL: "https://evil.example/" }), false);
});
