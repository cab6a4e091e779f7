// The unmodified @slack/bolt in Socket Mode against fake_slack.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import bolt from '@slack/bolt';
import { appToken, botToken, startFake } from './fake.mjs';

const channel = 'C0INCIDENTS';
const plain = (text) => ({ type: 'plain_text', text });
const form = {
  type: 'modal',
  callback_id: 'declare',
  title: plain('Declare'),
  submit: plain('Declare'),
  notify_on_close: true,
  blocks: [
    { type: 'input', block_id: 'title', label: plain('Title'), element: { type: 'plain_text_input', action_id: 'title' } },
    {
      type: 'input',
      block_id: 'sev',
      optional: true,
      label: plain('Severity'),
      element: { type: 'static_select', action_id: 'sev', options: ['SEV1', 'SEV2'].map((s) => ({ text: plain(s), value: s })) },
    },
  ],
};

let fake;
let app;
const seen = { messages: [], closed: [] };

before(async () => {
  fake = await startFake();
  app = new bolt.App({
    token: botToken,
    appToken,
    socketMode: true,
    ignoreSelf: false,
    logLevel: bolt.LogLevel.ERROR,
    clientOptions: { slackApiUrl: fake.api_url },
  });
  app.command('/inc', async ({ command, ack, client }) => {
    if (command.text === 'form') {
      await ack();
      await client.views.open({ trigger_id: command.trigger_id, view: form });
    } else {
      await ack(`you said ${command.text}`);
    }
  });
  app.event('app_mention', async ({ event, say }) => say({ text: `hello <@${event.user}>`, thread_ts: event.ts }));
  app.message(async ({ message }) => seen.messages.push(message));
  app.action('press', async ({ ack, respond, action }) => {
    await ack();
    await respond({ replace_original: true, text: `pressed ${action.value}` });
  });
  app.view('declare', async ({ ack, view }) => {
    const title = view.state.values.title.title.value;
    if (title === 'bad') return ack({ response_action: 'errors', errors: { title: 'Say what is broken' } });
    if (title === 'more') return ack({ response_action: 'update', view: { ...form, callback_id: 'second' } });
    seen.severity = view.state.values.sev.sev.selected_option?.value;
    return ack();
  });
  app.view({ callback_id: 'declare', type: 'view_closed' }, async ({ ack, view }) => {
    await ack();
    seen.closed.push(view.id);
  });
  app.error(async (error) => assert.fail(error));
  await app.start();
  await fake.wait('sockets', { count: 1 });
});
after(async () => {
  await app.stop();
  await fake.stop();
});

test('a slash command is acknowledged with text, for the user alone', async () => {
  const done = await fake.post('command', { user: 'ann', channel: 'general', command: '/inc', text: 'status', wait_ms: 5000 });
  assert.equal(done.reply.text, 'you said status');
  await fake.wait('message', { channel: 'general', ephemeral: 'true', user: 'ann', text: 'you said status' });
});

test('a mention arrives as message and app_mention; the answer mentions back', async () => {
  const { ts, envelopes } = await fake.post('mention', { user: 'bob', channel, text: 'help' });
  assert.deepEqual(envelopes.map((e) => e.event_type), ['message', 'app_mention']);
  await fake.wait('message', { channel, thread_ts: ts, text: 'hello <@U0BOB>' });
  assert.deepEqual((await fake.calls('chat.postMessage')).at(-1).mentions, ['U0BOB']);
  await fake.wait('quiet');
  assert.ok(seen.messages.some((message) => message.ts === ts));
  assert.ok(seen.messages.some((message) => message.bot_id === 'B0BOT'), 'its own message comes back');
});

test('a button is pressed and the message rewritten', async () => {
  const blocks = [{ type: 'actions', block_id: 'b', elements: [{ type: 'button', action_id: 'press', value: 'INC-1', text: plain('Press') }] }];
  const { ts } = await app.client.chat.postMessage({ channel, text: 'a button', blocks });
  const pressed = await fake.post('click', { user: 'ann', channel, ts, text: 'Press', wait_ms: 5000 });
  assert.equal(pressed.action.value, 'INC-1');
  assert.deepEqual(pressed.ack, {});
  await fake.wait('message', { channel, ts, text: 'pressed INC-1' });
  await assert.rejects(fake.post('click', { user: 'ann', channel, ts, text: 'Press' }), /no such control/);
});

test('a form: errors, update, success', async () => {
  await fake.post('command', { user: 'ann', channel, command: '/inc', text: 'form' });
  await fake.wait('view', { user: 'ann', callback_id: 'declare' });
  await assert.rejects(fake.post('submit', { user: 'ann' }), /required input is empty: title/);
  const bad = await fake.post('submit', { user: 'ann', values: { title: { title: 'bad' } } });
  assert.equal(bad.result, 'errors');
  assert.deepEqual(bad.errors, { title: 'Say what is broken' });
  const good = await fake.post('submit', { user: 'ann', values: { title: { title: 'DB down' }, sev: { sev: 'SEV1' } } });
  assert.equal(good.result, 'closed');
  assert.equal(seen.severity, 'SEV1');
  await fake.wait('no_view', { user: 'ann' });
  await fake.post('command', { user: 'ann', channel, command: '/inc', text: 'form' });
  await fake.wait('view', { user: 'ann', callback_id: 'declare' });
  const more = await fake.post('submit', { user: 'ann', values: { title: { title: 'more' } } });
  assert.equal(more.result, 'updated');
  assert.equal(more.view.callback_id, 'second');
});

test('closing a form is told to the app that asked for it', async () => {
  await fake.post('command', { user: 'bob', channel, command: '/inc', text: 'form' });
  const { view } = await fake.wait('view', { user: 'bob', callback_id: 'declare' });
  const closed = await fake.post('close', { user: 'bob', wait_ms: 5000 });
  assert.deepEqual(closed.ack, {});
  assert.ok(seen.closed.includes(view.id));
});

test('a refresh is followed by a new connection, and nothing is lost', async () => {
  const [{ id }] = (await fake.get('sockets')).sockets;
  await fake.post('socket/disconnect', { reason: 'refresh_requested' });
  await fake.wait('sockets', { newer_than: id, timeout_ms: 30000 });
  const done = await fake.post('command', { user: 'ann', channel, command: '/inc', text: 'again', wait_ms: 5000 });
  assert.equal(done.reply.text, 'you said again');
});

test('an event nobody acknowledged comes again on the next connection', async () => {
  const [{ id }] = (await fake.get('sockets')).sockets;
  await fake.post('clock', { frozen: true });
  await fake.post('socket/deafen');
  const { ts, envelopes } = await fake.post('message', { user: 'ann', channel, text: 'anybody there?' });
  assert.equal(envelopes[0].delivered, true, 'Slack believes in the dead socket');
  await fake.post('socket/kill', { socket: id });
  await fake.wait('sockets', { count: 1, timeout_ms: 30000 });
  await fake.post('clock', { advance_ms: 3500 });
  await fake.wait('ack', { envelope_id: envelopes[0].envelope_id });
  const { envelope } = await fake.wait('envelope', { root: envelopes[0].envelope_id, attempt: 1 });
  assert.equal(envelope.payload.event.ts, ts);
  await fake.post('clock', { frozen: false });
});

test('a command nobody acknowledges times out and is not repeated', async () => {
  const { sockets } = await fake.get('sockets');
  await fake.post('socket/deafen');
  const { envelope_id } = await fake.post('command', { user: 'ann', channel, command: '/inc', text: 'x' });
  await fake.post('clock', { advance_ms: 400000 });
  const { entries } = await fake.get('ledger?kind=operation_timeout');
  assert.equal(entries.at(-1).envelope_id, envelope_id);
  await fake.post('socket/kill', { socket: sockets[0].id });
  await fake.wait('sockets', { count: 1, timeout_ms: 30000 });
});
