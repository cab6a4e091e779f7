// Deadlines, retries, restarts: how Teams brings activities to a bot that is slow, broken or away.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { startFake } from './fake.mjs';

// A bare endpoint: `answer` gets (activity, response) and may leave it open.
async function startEndpoint(fake, answer) {
  const endpoint = { seen: [], answer, waiting: [] };
  // Resolves once that many activities have arrived.
  endpoint.until = (count) => new Promise((resolve) => {
    if (endpoint.seen.length >= count) return resolve();
    endpoint.waiting.push({ count, resolve });
  });
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const activity = JSON.parse(Buffer.concat(chunks));
    endpoint.seen.push(activity);
    for (const { count, resolve } of endpoint.waiting) if (endpoint.seen.length >= count) resolve();
    endpoint.answer(activity, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint.url = `http://127.0.0.1:${server.address().port}/api/messages`;
  await fake.post('config', { bot_endpoint: endpoint.url });
  endpoint.stop = () => { server.closeAllConnections(); server.close(); };
  return endpoint;
}
const ok = (activity, response) => response.end();

test('an activity that fails is sent again after 15 s with the same id, then given up', async () => {
  const fake = await startFake();
  const endpoint = await startEndpoint(fake, (activity, response) => response.writeHead(500).end());
  await fake.post('clock', { frozen: true });
  const { activities: [{ activity_id }] } = await fake.post('message', { user: 'ann', personal: true, text: 'x' });
  for (const attempt of [1, 2, 3]) {
    await fake.wait('activity', { activity_id, attempt });
    await fake.post('clock', { advance_ms: 15_000 });
  }
  assert.equal((await fake.wait('answer', { activity_id })).state, 'given_up');
  const attempts = await fake.entries('activity');
  assert.deepEqual(attempts.map((entry) => [entry.activity_id, entry.attempt]), [1, 2, 3].map((attempt) => [activity_id, attempt]));
  assert.deepEqual(attempts[2].activity, attempts[0].activity);
  assert.equal((await fake.entries('given_up')).length, 1);
  endpoint.stop();
  await fake.stop();
});

test('an answer that comes too late is none; 4xx is final', async () => {
  const fake = await startFake();
  const endpoint = await startEndpoint(fake, () => {});
  await fake.post('clock', { frozen: true });
  const { activities: [late] } = await fake.post('message', { user: 'ann', personal: true, text: 'slow' });
  await endpoint.until(1);
  endpoint.answer = ok;
  await fake.post('clock', { advance_ms: 15_000 });
  const answer = await fake.wait('answer', { activity_id: late.activity_id });
  assert.deepEqual([answer.state, answer.attempt], ['answered', 2]);
  endpoint.answer = (activity, response) => response.writeHead(403).end();
  const { activities: [no] } = await fake.post('message', { user: 'ann', personal: true, text: 'no' });
  assert.equal((await fake.wait('answer', { activity_id: no.activity_id })).state, 'refused');
  endpoint.stop();
  await fake.stop();
});

test('an invoke without a usable answer comes again with a new id half a minute later', async () => {
  const fake = await startFake();
  const endpoint = await startEndpoint(fake, (activity, response) => response.writeHead(501).end());
  const opened = await fake.post('extension', { user: 'ann', command_id: 'declare', personal: true });
  assert.deepEqual([opened.result, opened.answer.status], ['error', 501]);
  await fake.post('clock', { advance_ms: 30_000 });
  const [{ activity_id: first_id }] = opened.activities;
  const { activity } = await fake.wait('activity', { first_id });
  assert.notEqual(activity.activity_id, first_id);
  await endpoint.until(2);
  assert.deepEqual(endpoint.seen[1].value, endpoint.seen[0].value);
  endpoint.stop();
  await fake.stop();
});

test('what the bot has not answered outlives a kill of the fake', async () => {
  const fake = await startFake();
  const silent = await startEndpoint(fake, () => {});
  const { id } = await fake.post('message', { user: 'ann', personal: true, text: 'survives' });
  const { keys } = await fake.get('state');
  await fake.stop('SIGKILL');
  silent.stop();
  const again = await startFake({ ledger: fake.ledger });
  const endpoint = await startEndpoint(again, ok);
  await again.post('clock', { advance_ms: 15_000 });
  assert.equal((await again.wait('answer', { activity_id: id })).state, 'answered');
  assert.equal(endpoint.seen[0].text, 'survives');
  const { messages } = await again.get('messages?user=ann&personal=true');
  assert.equal(messages[0].id, id);
  assert.deepEqual((await again.get('state')).keys, keys, 'it signs with the same key');
  const { activities: [{ activity_id }] } = await again.post('redeliver', { activity_id: id });
  await again.wait('answer', { activity_id });
  await again.wait('quiet');
  assert.ok(endpoint.seen.length >= 2);
  endpoint.stop();
  await again.stop();
});
