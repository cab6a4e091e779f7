// The control API itself: what it refuses, what it waits for, what survives.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { connector } from './bot.mjs';
import { program, startFake } from './fake.mjs';
import { spawnSync } from 'node:child_process';

const incidents = '19:incidents@thread.tacv2';

test('calls that make no sense are refused with words', async () => {
  const fake = await startFake();
  const refused = (path, body, status, pattern) => assert.rejects(fake.post(path, body), (error) => {
    assert.equal(error.status, status);
    assert.match(error.answer.error, pattern);
    return true;
  });
  await refused('nonsense', {}, 404, /no such control call/);
  await refused('message', { user: 'zoe', channel: 'incidents', text: 'x' }, 422, /no such user: zoe/);
  await refused('message', { user: 'ann', channel: 'nowhere', text: 'x' }, 422, /no such channel: nowhere/);
  await refused('message', { user: 'dan', channel: 'incidents', text: 'x' }, 422, /not in the team/);
  await refused('message', { user: 'dan', personal: true, text: 'x' }, 422, /not installed/);
  await refused('message', { user: 'ann', channel: 'incidents', text: 'x', thread: '1' }, 422, /no such thread/);
  await refused('config', { colour: 'red' }, 422, /no such setting/);
  await refused('config', { token: 'magic' }, 422, /unknown token/);
  await refused('fail', { method: 'send' }, 422, /one of/);
  await refused('keys', { lie: 'big' }, 422, /unknown lie/);
  await refused('submit', { user: 'ann' }, 422, /no dialog open/);
  await refused('channel_created', { name: 'a/b' }, 422, /not allowed/);
  await refused('message', { user: ['ann'], mentions: 5 }, 422, /no such user|malformed/);
  await assert.rejects(fake.wait('nonsense'), /cannot wait for/);
  await assert.rejects(fake.wait('message', { channel: 'incidents', text: 'x', timeout_ms: 10 }), (error) => error.status === 408);
  await fake.stop();
});

test('people are found by name, 29: id, object id and UPN; channels by name and id', async () => {
  const fake = await startFake();
  const { user } = await fake.post('users', { name: 'eve', tz: 'Europe/Paris' });
  for (const id of ['eve', user.id, user.aadObjectId, 'EVE@example.com']) {
    const { id: message } = await fake.post('message', { user: id, channel: 'incidents', text: `from ${id}` });
    await fake.wait('message', { channel: incidents, from: 'eve', id: message });
  }
  const { user: renamed } = await fake.post('users', { id: user.id, in_team: false });
  assert.deepEqual([renamed.name, renamed.in_team], ['eve', false]);
  await fake.stop();
});

test('--state, and a world that outlives a kill', async () => {
  const state = join(mkdtempSync(join(tmpdir(), 'fake-teams-')), 'state.json');
  writeFileSync(state, JSON.stringify({ users: [{ name: 'eve' }], channels: [{ name: 'ops' }], config: { rsc_messages: true } }));
  const fake = await startFake({ args: ['--state', state, '--rate-limits', 'off'] });
  const posted = await connector(fake).conversations.sendToConversation(incidents, { type: 'message', text: 'before' });
  await fake.post('keys', { rotate: true });
  const before = await fake.get('state');
  assert.ok(before.config.rsc_messages && before.users.some((user) => user.name === 'eve') && before.channels.some((channel) => channel.name === 'ops'));
  await fake.stop('SIGKILL');
  const again = await startFake({ ledger: fake.ledger });
  const { clock, ...rest } = await again.get('state');
  delete before.clock;
  assert.deepEqual(rest, before);
  assert.ok(clock.now_ms >= Number(posted.id), 'its clock does not go back');
  const { id } = await connector(again).conversations.sendToConversation(incidents, { type: 'message', text: 'after' });
  assert.ok(Number(id) > Number(posted.id));
  await again.stop();
});

test('a command line that is wrong ends with words', () => {
  for (const args of [['--nonsense'], ['--port'], ['--rate-limits', 'some'], ['--state', '/nonexistent']]) {
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, /^fake_teams: /);
  }
});

test('a redelivered activity is the same one, or has a new id', async () => {
  const fake = await startFake();
  const { activities: [{ activity_id }] } = await fake.post('activity', { activity: { type: 'message', text: 'x' }, no_retry: true, wait_ms: 5000 });
  const same = await fake.post('redeliver', { activity_id });
  assert.equal(same.activities[0].activity_id, activity_id);
  const fresh = await fake.post('redeliver', { activity_id, new_id: true });
  assert.notEqual(fresh.activities[0].activity_id, activity_id);
  await fake.stop();
});
