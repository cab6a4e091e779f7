// The unmodified @slack/web-api against fake_slack.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LogLevel, WebClient } from '@slack/web-api';
import { appToken, botToken, startFake } from './fake.mjs';

let fake;
let slack;

before(async () => {
  fake = await startFake();
  slack = client();
});
after(async () => {
  const undeclared = (await fake.get('ledger?kind=call')).entries.filter((entry) => entry.undeclared_error);
  await fake.stop();
  assert.deepEqual(undeclared.map(({ method, error }) => [method, error]), []);
});

function client(token = botToken, options = {}) {
  return new WebClient(token, { slackApiUrl: fake.api_url, logLevel: LogLevel.ERROR, retryConfig: { retries: 0 }, ...options });
}

const fails = (word) => (error) => {
  assert.equal(error.data?.error, word);
  return true;
};

test('auth.test tells who the bot is and which scopes it has', async () => {
  const who = await slack.auth.test();
  assert.equal(who.user_id, 'U0BOT');
  assert.equal(who.bot_id, 'B0BOT');
  assert.ok(who.response_metadata.scopes.includes('chat:write'));
});

test('tokens of the wrong kind are refused', async () => {
  await assert.rejects(client('xoxb-other').auth.test(), fails('invalid_auth'));
  await assert.rejects(client('').auth.test(), fails('not_authed'));
  await assert.rejects(client(appToken).chat.postMessage({ channel: 'C0INCIDENTS', text: 'x' }), fails('not_allowed_token_type'));
  await assert.rejects(slack.apps.connections.open(), fails('not_allowed_token_type'));
});

test('a missing scope is named', async () => {
  const { config } = await fake.get('state');
  await fake.post('config', { scopes: ['chat:write'] });
  await assert.rejects(slack.pins.list({ channel: 'C0INCIDENTS' }), (error) => {
    assert.deepEqual([error.data.error, error.data.needed, error.data.provided], ['missing_scope', 'pins:read', 'chat:write']);
    return true;
  });
  await fake.post('config', { scopes: config.scopes });
});

test('channels: names, create, invite, topic, archive', async () => {
  const bad = { '': 'invalid_name_required', 'Upper': 'invalid_name_specials', '---': 'invalid_name_punctuation' };
  for (const [name, word] of Object.entries(bad)) await assert.rejects(slack.conversations.create({ name }), fails(word));
  await assert.rejects(slack.conversations.create({ name: 'a'.repeat(81) }), fails('invalid_name_maxlength'));
  const { channel } = await slack.conversations.create({ name: 'inc-1-db-down' });
  assert.equal(channel.creator, 'U0BOT');
  await assert.rejects(slack.conversations.create({ name: 'inc-1-db-down' }), fails('name_taken'));
  await slack.conversations.invite({ channel: channel.id, users: 'U0ANN,U0BOB' });
  await assert.rejects(slack.conversations.invite({ channel: channel.id, users: 'U0ANN' }), fails('already_in_channel'));
  await assert.rejects(slack.conversations.invite({ channel: channel.id, users: 'U0BOT' }), fails('cant_invite_self'));
  const forced = await slack.conversations.invite({ channel: channel.id, users: 'U0CAT,U0NONE', force: true });
  assert.deepEqual(forced.errors, [{ user: 'U0NONE', ok: false, error: 'user_not_found' }]);
  const { members } = await slack.conversations.members({ channel: channel.id });
  assert.deepEqual(members, ['U0BOT', 'U0ANN', 'U0BOB', 'U0CAT']);
  await assert.rejects(slack.conversations.setTopic({ channel: channel.id, topic: 'x'.repeat(251) }), fails('too_long'));
  assert.equal((await slack.conversations.setTopic({ channel: channel.id, topic: 'SEV1' })).topic, 'SEV1');
  await slack.conversations.archive({ channel: channel.id });
  await assert.rejects(slack.conversations.archive({ channel: channel.id }), fails('already_archived'));
  await assert.rejects(slack.chat.postMessage({ channel: channel.id, text: 'x' }), fails('is_archived'));
  await assert.rejects(slack.conversations.create({ name: 'inc-1-db-down' }), fails('name_taken'));
});

test('what the bot may not see does not exist', async () => {
  const { channel } = await fake.post('channels', { name: 'secret', is_private: true, members: ['ann'] });
  await assert.rejects(slack.conversations.info({ channel: channel.id }), fails('channel_not_found'));
  await assert.rejects(slack.chat.postMessage({ channel: channel.id, text: 'x' }), fails('channel_not_found'));
  await assert.rejects(slack.conversations.create({ name: 'secret' }), fails('name_taken'));
  await assert.rejects(slack.conversations.history({ channel: 'C0GENERAL' }), fails('not_in_channel'));
});

test('messages: post, update, thread, history with metadata', async () => {
  const metadata = { event_type: 'incident_created', event_payload: { id: 'INC-1', tags: ['db'] } };
  const channel = 'C0INCIDENTS';
  const posted = await slack.chat.postMessage({ channel, text: 'one', metadata });
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'two' } }];
  await slack.chat.update({ channel, ts: posted.ts, text: 'two', blocks });
  await slack.chat.postMessage({ channel, text: 'reply', thread_ts: posted.ts });
  const { messages } = await slack.conversations.history({ channel, include_all_metadata: true, oldest: posted.ts, inclusive: true });
  assert.equal(messages.length, 1);
  assert.equal(messages[0].text, 'two');
  assert.equal(messages[0].blocks[0].text.text, 'two');
  assert.deepEqual(messages[0].metadata, metadata);
  assert.equal(messages[0].reply_count, 1);
  const plain = await slack.conversations.history({ channel, oldest: posted.ts, inclusive: true });
  assert.deepEqual(plain.messages[0].metadata, { event_type: 'incident_created' });
  const thread = await slack.conversations.replies({ channel, ts: posted.ts });
  assert.deepEqual(thread.messages.map((message) => message.text), ['two', 'reply']);
  await slack.chat.update({ channel, ts: posted.ts, text: 'three' });
  const after = await slack.conversations.replies({ channel, ts: posted.ts, limit: 1 });
  assert.equal(after.messages[0].blocks, undefined, 'text alone removes the blocks');
  const { permalink } = await slack.chat.getPermalink({ channel, message_ts: posted.ts });
  assert.equal(permalink, `https://acme.slack.com/archives/${channel}/p${posted.ts.replace('.', '')}`);
});

test('messages: what is refused', async () => {
  const channel = 'C0INCIDENTS';
  await assert.rejects(slack.chat.postMessage({ channel }), fails('no_text'));
  const { ts } = await slack.chat.postMessage({ channel, text: 'x' });
  await assert.rejects(slack.chat.update({ channel, ts, text: 'x'.repeat(4001) }), fails('msg_too_long'));
  await assert.rejects(slack.chat.update({ channel, ts: '1.000001', text: 'x' }), fails('message_not_found'));
  const theirs = await fake.post('message', { user: 'ann', channel, text: 'mine' });
  await assert.rejects(slack.chat.update({ channel, ts: theirs.ts, text: 'x' }), fails('cant_update_message'));
  await assert.rejects(slack.chat.postEphemeral({ channel, user: 'U0NONE', text: 'x' }), fails('user_not_in_channel'));
  const empty = [{ type: 'section', text: { type: 'mrkdwn', text: '' } }];
  await assert.rejects(slack.chat.postMessage({ channel, text: 'x', blocks: empty }), (error) => {
    assert.equal(error.data.error, 'invalid_blocks');
    assert.deepEqual(error.data.response_metadata.messages, ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]']);
    return true;
  });
  await slack.chat.delete({ channel, ts });
  await assert.rejects(slack.chat.delete({ channel, ts }), fails('message_not_found'));
});

test('Block Kit: limits', async () => {
  const refused = async (block, pattern) => {
    const error = await slack.chat.postMessage({ channel: 'C0INCIDENTS', text: 'x', blocks: [block] }).catch((e) => e);
    assert.equal(error.data?.error, 'invalid_blocks', JSON.stringify(block));
    assert.match(error.data.response_metadata.messages.join('\n'), pattern);
  };
  const plain = (text) => ({ type: 'plain_text', text });
  const button = (more) => ({ type: 'actions', elements: [{ type: 'button', action_id: 'a', text: plain('ok'), ...more }] });
  await refused({ type: 'header', text: plain('x'.repeat(151)) }, /less than 151/);
  await refused({ type: 'header', text: { type: 'mrkdwn', text: 'x' } }, /must be one of: plain_text/);
  await refused(button({ text: plain('x'.repeat(76)) }), /less than 76.*elements\/0\/text\/text/);
  await refused(button({ value: 'x'.repeat(2001) }), /less than 2001/);
  await refused(button({ style: 'default' }), /primary, danger/);
  await refused({ type: 'section', fields: Array(11).fill(plain('x')) }, /1 to 10/);
  await refused({ type: 'nonsense' }, /unsupported type: nonsense/);
  await refused({ type: 'actions', elements: [{ type: 'static_select', action_id: 'a', options: [] }] }, /1 to 100/);
  await refused({ type: 'image', image_url: 'https://example.com/x.png' }, /alt_text/);
  const twice = { type: 'divider', block_id: 'same' };
  await assert.rejects(slack.chat.postMessage({ channel: 'C0INCIDENTS', text: 'x', blocks: [twice, twice] }), fails('invalid_blocks'));
  const many = Array(51).fill({ type: 'divider' });
  await assert.rejects(slack.chat.postMessage({ channel: 'C0INCIDENTS', text: 'x', blocks: many }), fails('invalid_blocks'));
});

test('the ledger names the mentions and links a message made live', async () => {
  const text = '<@U0ANN> <!channel> &lt;!here&gt; <https://example.com/a|a> https://example.com/b `https://example.com/c`';
  const rich = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'here' }, { type: 'text', text: '<!everyone>' }] }] }];
  await slack.chat.postMessage({ channel: 'C0INCIDENTS', text, blocks: rich });
  const call = (await fake.calls('chat.postMessage')).at(-1);
  assert.deepEqual(call.mentions, ['U0ANN', '!channel', '!here']);
  assert.deepEqual(call.links, ['https://example.com/a', 'https://example.com/b']);
});

test('pins, bookmarks, reactions', async () => {
  const channel = 'C0INCIDENTS';
  const { ts } = await slack.chat.postMessage({ channel, text: 'pin me' });
  await slack.pins.add({ channel, timestamp: ts });
  await assert.rejects(slack.pins.add({ channel, timestamp: ts }), fails('already_pinned'));
  assert.equal((await slack.pins.list({ channel })).items[0].message.ts, ts);
  await slack.pins.remove({ channel, timestamp: ts });
  await assert.rejects(slack.pins.remove({ channel, timestamp: ts }), fails('no_pin'));
  await slack.reactions.add({ channel, timestamp: ts, name: 'eyes' });
  await assert.rejects(slack.reactions.add({ channel, timestamp: ts, name: 'eyes' }), fails('already_reacted'));
  await assert.rejects(slack.reactions.add({ channel, timestamp: ts, name: ':eyes:' }), fails('invalid_name'));
  assert.equal((await slack.reactions.get({ channel, timestamp: ts })).message.reactions[0].name, 'eyes');
  const link = { channel_id: channel, title: 'Runbook', type: 'link', link: 'https://example.com/runbook' };
  const { bookmark } = await slack.bookmarks.add(link);
  await slack.bookmarks.edit({ channel_id: channel, bookmark_id: bookmark.id, title: 'New' });
  assert.equal((await slack.bookmarks.list({ channel_id: channel })).bookmarks[0].title, 'New');
  await slack.bookmarks.remove({ channel_id: channel, bookmark_id: bookmark.id });
  await assert.rejects(slack.bookmarks.add({ ...link, link: 'ftp://x' }), fails('invalid_link'));
});

test('pagination gives everything once', async () => {
  for (let i = 0; i < 5; ++i) await fake.post('users', { name: `page${i}` });
  const seen = [];
  for await (const page of slack.paginate('users.list', { limit: 3 })) seen.push(...page.members.map((user) => user.id));
  assert.equal(new Set(seen).size, seen.length);
  const { users } = await fake.get('state');
  assert.equal(seen.length, users.length);
  await assert.rejects(slack.users.list({ limit: 3, cursor: 'nonsense' }), fails('invalid_cursor'));
});

test('people', async () => {
  assert.equal((await slack.users.lookupByEmail({ email: 'ann@example.com' })).user.id, 'U0ANN');
  await assert.rejects(slack.users.lookupByEmail({ email: 'no@example.com' }), fails('users_not_found'));
  assert.equal((await slack.users.info({ user: 'U0CAT' })).user.tz, 'Asia/Tokyo');
  const dm = await slack.conversations.open({ users: 'U0ANN' });
  const posted = await slack.chat.postMessage({ channel: 'U0ANN', text: 'hello' });
  assert.equal(posted.channel, dm.channel.id);
});

test('files: three steps, through the library', async () => {
  await slack.filesUploadV2({ channel_id: 'C0INCIDENTS', filename: 'timeline.md', file: Buffer.from('# Timeline'), title: 'Timeline' });
  const { file } = await fake.wait('file', { name: 'timeline.md', channel: 'C0INCIDENTS' });
  assert.equal(file.content, '# Timeline');
  assert.equal((await slack.files.info({ file: file.id })).file.title, 'Timeline');
});

test('views: triggers live 3 s and work once; faults are explained', async () => {
  const view = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x' } }] };
  const trigger = async () => (await fake.post('shortcut', { user: 'ann', callback_id: 'c' })).trigger_id;
  const first = await trigger();
  const opened = await slack.views.open({ trigger_id: first, view });
  await assert.rejects(slack.views.open({ trigger_id: first, view }), fails('exchanged_trigger_id'));
  await assert.rejects(slack.views.open({ trigger_id: 'no', view }), fails('invalid_trigger_id'));
  const late = await trigger();
  await fake.post('clock', { advance_ms: 3100 });
  await assert.rejects(slack.views.open({ trigger_id: late, view }), fails('expired_trigger_id'));
  const input = { type: 'input', label: { type: 'plain_text', text: 'L' }, element: { type: 'plain_text_input', action_id: 'a' } };
  await assert.rejects(slack.views.open({ trigger_id: await trigger(), view: { ...view, blocks: [input] } }), (error) => {
    assert.equal(error.data.error, 'invalid_arguments');
    assert.match(error.data.response_metadata.messages[0], /submit.*json-pointer:\/view\/submit/);
    return true;
  });
  await assert.rejects(slack.views.open({ trigger_id: await trigger(), view: { ...view, private_metadata: 'x'.repeat(3001) } }), fails('invalid_arguments'));
  await assert.rejects(slack.views.open({ trigger_id: await trigger(), view: { ...view, private_metadata: 'x'.repeat(260000) } }), fails('view_too_large'));
  await assert.rejects(slack.views.update({ view_id: opened.view.id, view, hash: 'stale' }), fails('hash_conflict'));
  const updated = await slack.views.update({ view_id: opened.view.id, view, hash: opened.view.hash });
  assert.notEqual(updated.view.hash, opened.view.hash);
  await fake.post('close', { user: 'ann' });
  await assert.rejects(slack.views.update({ view_id: opened.view.id, view }), fails('not_found'));
  await slack.views.publish({ user_id: 'U0ANN', view: { type: 'home', blocks: view.blocks } });
  assert.equal((await fake.wait('view', { user: 'ann', home: 'true' })).view.type, 'home');
});

test('rate limits: the library waits for Retry-After and goes on', async () => {
  await fake.post('config', { rate_limits: 'real' });
  const channel = 'C0INCIDENTS';
  const limited = [];
  const patient = client(botToken, { retryConfig: { retries: 5 } });
  patient.on('rate_limited', (seconds) => limited.push(seconds));
  for (let i = 0; i < 7; ++i) await patient.chat.postMessage({ channel, text: `burst ${i}` });
  assert.ok(limited.length >= 1 && limited[0] >= 1, JSON.stringify(limited));
  await fake.post('config', { rate_limits: 'off' });
  await fake.wait('message', { channel, text: 'burst 6' });
});

test('ordered faults: accepted but unanswered, HTML, 429, delay', async () => {
  const channel = 'C0INCIDENTS';
  await fake.post('fail', { method: 'chat.postMessage', mode: 'accept_then_drop' });
  await assert.rejects(slack.chat.postMessage({ channel, text: 'lost answer' }), { code: 'slack_webapi_request_error' });
  await fake.wait('message', { channel, text: 'lost answer' });
  await fake.post('fail', { method: 'chat.postMessage', mode: 'drop' });
  await assert.rejects(slack.chat.postMessage({ channel, text: 'never arrived' }));
  await fake.wait('no_message', { channel, text: 'never arrived' });
  await fake.post('fail', { method: 'chat.postMessage', mode: 'cut_body' });
  await assert.rejects(slack.chat.postMessage({ channel, text: 'half an answer' }));
  await fake.wait('message', { channel, text: 'half an answer' });
  await fake.post('fail', { method: 'chat.postMessage', status: 503 });
  await assert.rejects(slack.chat.postMessage({ channel, text: 'x' }), { code: 'slack_webapi_http_error', statusCode: 503 });
  await fake.post('fail', { method: 'chat.postMessage', error: 'internal_error', skip: 1, channel });
  await slack.chat.postMessage({ channel, text: 'skipped' });
  await assert.rejects(slack.chat.postMessage({ channel, text: 'x' }), fails('internal_error'));
  await fake.post('fail', { method: 'chat.postMessage', delay_ms: 300 });
  const started = Date.now();
  await slack.chat.postMessage({ channel, text: 'slow' });
  assert.ok(Date.now() - started >= 290);
  assert.deepEqual((await fake.get('fail')).faults, []);
});

test('JSON bodies: taken where Slack takes them, ignored elsewhere', async () => {
  const json = async (method, body, type = 'application/json; charset=utf-8') => {
    const headers = { authorization: `Bearer ${botToken}`, 'content-type': type };
    return (await fetch(fake.api_url + method, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  assert.equal((await json('chat.postMessage', { channel: 'C0INCIDENTS', text: 'json' })).ok, true);
  assert.equal((await json('auth.test', {}, 'application/json')).warning, 'missing_charset');
  assert.equal((await json('conversations.info', { channel: 'C0INCIDENTS' })).error, 'invalid_arguments');
  assert.equal((await json('chat.postMessage', [])).error, 'json_not_object');
  assert.equal((await json('chat.postMessage', {}, 'text/csv')).error, 'invalid_post_type');
  assert.equal((await json('no.method', {})).error, 'unknown_method');
});

test('response_url: five times, half an hour', async () => {
  const { response_url } = await fake.post('command', { user: 'ann', channel: 'general', command: '/inc', text: '' });
  const answer = async (url, body) => (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).status;
  for (let i = 0; i < 5; ++i) assert.equal(await answer(response_url, { text: `answer ${i}` }), 200);
  assert.equal(await answer(response_url, { text: 'too often' }), 404);
  await fake.wait('message', { channel: 'general', ephemeral: 'true', user: 'ann', text: 'answer 4' });
  const second = (await fake.post('command', { user: 'ann', channel: 'general', command: '/inc', text: '' })).response_url;
  await fake.post('clock', { advance_ms: 31 * 60 * 1000 });
  assert.equal(await answer(second, { text: 'late' }), 404);
});

test('a killed fake comes back as it was', async () => {
  const first = await startFake();
  const before = new WebClient(botToken, { slackApiUrl: first.api_url, logLevel: LogLevel.ERROR });
  const { channel } = await before.conversations.create({ name: 'survivor' });
  const { ts } = await before.chat.postMessage({ channel: channel.id, text: 'still here' });
  await before.pins.add({ channel: channel.id, timestamp: ts });
  await first.stop('SIGKILL');
  const second = await startFake({ ledger: first.ledger });
  const again = new WebClient(botToken, { slackApiUrl: second.api_url, logLevel: LogLevel.ERROR, retryConfig: { retries: 0 } });
  assert.equal((await again.pins.list({ channel: channel.id })).items[0].message.text, 'still here');
  await assert.rejects(again.conversations.create({ name: 'survivor' }), fails('name_taken'));
  const next = await again.chat.postMessage({ channel: channel.id, text: 'later' });
  assert.ok(next.ts > ts);
  assert.equal((await second.calls('chat.postMessage')).length, 2);
  await second.stop();
});
