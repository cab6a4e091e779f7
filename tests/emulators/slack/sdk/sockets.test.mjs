// Socket Mode on the wire: tickets, limits, refusals, frames.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { WebClient } from '@slack/web-api';
import WebSocket from 'ws';
import { appToken, botToken, startFake } from './fake.mjs';

let fake;

before(async () => {
  fake = await startFake();
});
after(() => fake.stop());

const open = async () => (await new WebClient(appToken, { slackApiUrl: fake.api_url }).apps.connections.open()).url;

async function connect(url) {
  const socket = new WebSocket(url);
  const frames = [];
  socket.on('message', (data) => frames.push(JSON.parse(data)));
  socket.on('error', () => {});
  await once(socket, 'message');
  return { socket, frames };
}

async function refusal(url) {
  const socket = new WebSocket(url);
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response');
  return response.statusCode;
}

test('hello, single-use tickets, ordered refusals', async () => {
  const url = await open();
  const { socket, frames } = await connect(url);
  assert.equal(frames[0].type, 'hello');
  assert.equal(frames[0].num_connections, 1);
  assert.equal(frames[0].connection_info.app_id, 'A0APP');
  assert.equal(await refusal(url), 403);
  await fake.post('fail', { method: 'socket.open', status: 408 });
  assert.equal(await refusal(await open()), 408);
  const ping = once(socket, 'ping');
  await fake.post('socket/ping', { payload: 'Ping from applink-7' });
  assert.equal(String((await ping)[0]), 'Ping from applink-7');
  socket.close();
  await fake.wait('sockets', { count: 0 });
});

test('ten sockets; the eleventh is one too many; each envelope goes to one', async () => {
  const all = [];
  for (let i = 0; i < 10; ++i) all.push(await connect(await open()));
  const last = await connect(await open());
  assert.deepEqual([last.frames[0].type, last.frames[0].reason], ['disconnect', 'too_many_websockets']);
  for (let i = 0; i < 10; ++i) await fake.post('message', { user: 'ann', channel: 'incidents', text: `m${i}` });
  await Promise.all(all.map(async ({ socket, frames }) => {
    while (frames.length < 2) await once(socket, 'message');
  }));
  const ids = all.map(({ frames }) => frames[1].payload.event_id);
  assert.equal(new Set(ids).size, 10);
  await fake.post('socket/kill');
  await fake.wait('sockets', { count: 0 });
});

test('retries: at once, a minute, five minutes; same event, then given up', async () => {
  const { socket, frames } = await connect(await open());
  const { envelopes } = await fake.post('message', { user: 'ann', channel: 'incidents', text: 'nobody acks' });
  for (const ms of [3001, 3000 + 60001, 3000 + 300001, 3001]) await fake.post('clock', { advance_ms: ms });
  const root = envelopes[0].envelope_id;
  while (frames.filter((f) => f.payload?.event_id === envelopes[0].event_id).length < 4) await once(socket, 'message');
  const ours = frames.filter((f) => f.payload?.event_id === envelopes[0].event_id);
  assert.deepEqual(ours.map((f) => [f.retry_attempt, f.retry_reason]), [[0, ''], [1, 'timeout'], [2, 'timeout'], [3, 'timeout']]);
  assert.ok((await fake.get('ledger?kind=given_up')).entries.some((entry) => entry.envelope_id === root));
  socket.terminate();
  await fake.wait('sockets', { count: 0 });
});

test('late and double acknowledgements are told apart', async () => {
  const { socket, frames } = await connect(await open());
  const command = () => fake.post('command', { user: 'ann', channel: 'incidents', command: '/inc', text: '' });
  const ack = (id) => socket.send(JSON.stringify({ envelope_id: id, payload: { text: 'ok' } }));
  const first = await command();
  while (!frames.some((f) => f.envelope_id === first.envelope_id)) await once(socket, 'message');
  ack(first.envelope_id);
  ack(first.envelope_id);
  await fake.wait('ack', { envelope_id: first.envelope_id });
  const second = await command();
  await fake.post('clock', { advance_ms: 3001 });
  ack(second.envelope_id);
  await fake.wait('quiet');
  const acks = (await fake.get('ledger?kind=ack')).entries.slice(-3);
  assert.deepEqual(acks.map((a) => [a.late, a.duplicate]), [[false, false], [false, true], [true, false]]);
  const { messages } = await fake.get('messages?channel=incidents&ephemeral=true');
  assert.equal(messages.length, 1, 'the user sees only the answer that came in time');
  socket.terminate();
});

test('an event without an acknowledgement is sent again after a restart', async () => {
  const first = await startFake();
  const { envelopes } = await first.post('message', { user: 'ann', channel: 'incidents', text: 'before the crash' });
  await first.stop('SIGKILL');
  const second = await startFake({ ledger: first.ledger });
  const url = (await new WebClient(appToken, { slackApiUrl: second.api_url }).apps.connections.open()).url;
  const { socket, frames } = await connect(url);
  await second.post('clock', { advance_ms: 3001 });
  while (frames.length < 2) await once(socket, 'message');
  assert.equal(frames[1].payload.event_id, envelopes[0].event_id);
  assert.equal(frames[1].retry_attempt, 1);
  socket.terminate();
  await second.stop();
});

test('TLS and plain on one port; a kill is a reset', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fake-slack-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ed25519', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
  const secure = await startFake({ args: ['--tls-cert', cert, '--tls-key', key, '--host', 'localhost'] });
  const ca = readFileSync(cert);
  const read = async (method, token) => {
    const options = { ca, method: 'POST', family: 4, headers: { authorization: `Bearer ${token}` } };
    const [response] = await once(get(secure.api_url + method, options), 'response');
    return JSON.parse(Buffer.concat(await response.toArray()));
  };
  assert.match(secure.api_url, /^https:\/\/localhost:/);
  assert.equal((await read('auth.test', botToken)).ok, true);
  const { url } = await read('apps.connections.open', appToken);
  assert.match(url, /^wss:\/\/localhost:/);
  const socket = new WebSocket(url, { ca, family: 4 });
  const [hello] = await once(socket, 'message');
  assert.equal(JSON.parse(hello).type, 'hello');
  const failed = once(socket, 'close');
  socket.on('error', () => {});
  await secure.post('socket/kill');
  assert.equal((await failed)[0], 1006);
  await secure.stop();
});
