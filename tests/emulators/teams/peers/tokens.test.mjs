// Tokens both ways: CloudAdapter judges what the fake sends, the fake judges what it is given.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBot } from './bot.mjs';
import { ask, startFake, token, tokenAnswer } from './fake.mjs';

let fake;
let bot;
before(async () => {
  fake = await startFake();
  bot = await startBot(fake);
});
after(async () => {
  bot.stop();
  await fake.stop();
});

const send = async (kind, more = {}) => {
  const { answer } = await fake.post('activity', { activity: { type: 'message', text: kind }, token: kind, no_retry: true, wait_ms: 5000, ...more });
  return answer?.status;
};

test("Microsoft's adapter accepts the good token, and refuses the forged ones", async () => {
  for (const kind of ['valid', 'just_expired']) assert.equal(await send(kind), 200, kind);
  const refused = ['missing', 'garbage', 'expired', 'not_yet', 'wrong_audience', 'no_audience', 'audience_list', 'wrong_issuer', 'wrong_serviceurl',
    'no_serviceurl', 'camel_serviceurl', 'unknown_kid', 'no_kid', 'rogue_key', 'other_endorsement', 'alg_none', 'hs256', 'tampered', 'lower_bearer'];
  const turns = bot.turns.length;
  // Some of them make the library throw, which is a 500.
  for (const kind of refused) assert.match(String(await send(kind)), /^(401|500)$/, kind);
  assert.equal(bot.turns.length, turns, 'none of them reached the bot');
  // What the library lets through although nobody should: the fake signs these properly, so they are the same token otherwise.
  for (const kind of ['no_exp', 'no_endorsements', 'rs512']) assert.equal(await send(kind), 200, kind);
});

test('a serviceUrl other than the token vouches for is refused', async () => {
  assert.equal(await send('valid', { activity: { type: 'message', text: 'x', serviceUrl: 'https://evil.example.com/' } }), 200, 'the token names the same');
  assert.equal(await send('wrong_serviceurl'), 401);
});

test('a new key, published beside the old one in a document as large as the real one', async () => {
  const before = (await fake.get('state')).keys.find((key) => key.current).kid;
  const { keys } = await fake.post('keys', { rotate: true, padding_bytes: 1_000_000 });
  assert.notEqual(keys.find((key) => key.current).kid, before);
  const other = await startBot(fake);
  assert.equal(await send('valid'), 200);
  other.stop();
  const [document] = (await fake.entries('keys')).filter((entry) => entry.what === 'keys').slice(-1);
  assert.ok(document.bytes > 1_000_000);
});

test('lying metadata', async () => {
  for (const lie of ['no_keys', 'other_key', 'not_json', 'no_jwks_uri']) {
    await fake.post('keys', { lie, padding_bytes: 0 });
    const other = await startBot(fake);
    assert.notEqual(await send('valid'), 200, lie);
    other.stop();
  }
  await fake.post('keys', { lie: 'none' });
  const again = await startBot(fake);
  assert.equal(await send('valid'), 200);
  again.stop();
});

test('the token endpoint', async () => {
  const good = await tokenAnswer(fake, {});
  assert.equal(good.status, 200);
  assert.deepEqual([good.body.token_type, good.body.expires_in], ['Bearer', 3599]);
  const denied = async (number, status, form, tenant) => {
    const answer = await tokenAnswer(fake, form, tenant);
    assert.equal(answer.status, status, answer.body.error_description);
    assert.match(answer.body.error_description, new RegExp(`^AADSTS${number}: `));
    assert.deepEqual(answer.body.error_codes, [number]);
  };
  await denied(7000215, 401, { client_secret: 'no' });
  await denied(700016, 400, { client_id: '11111111-1111-4111-8111-111111111111' });
  await denied(90002, 400, {}, 'elsewhere.example.com');
  await denied(70003, 400, { grant_type: 'password' });
  await denied(1002012, 400, { scope: 'https://api.botframework.com/user' });
  await denied(500011, 400, { scope: 'https://example.com/.default' });
  const json = await fetch(`${fake.login_url}/${fake.tenant}/oauth2/v2.0/token`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  assert.match((await json.json()).error_description, /AADSTS900144/);
  await fake.post('fail', { method: 'token', status: 503 });
  assert.equal((await tokenAnswer(fake, {})).status, 503);
  await fake.post('fail', { method: 'token', error: 'invalid_client', status: 401 });
  assert.deepEqual((({ status, body }) => [status, body.error])(await tokenAnswer(fake, {})), [401, 'invalid_client']);
  for (const call of await fake.entries('call', 'token')) assert.ok(!JSON.stringify(call).includes('s3cret'));
});

test('access tokens: audience, life, revocation, the legacy authority', async () => {
  const members = `${fake.service_url}v3/conversations/${encodeURIComponent('19:incidents@thread.tacv2')}/pagedmembers`;
  const bearer = await token(fake, 'https://api.botframework.com');
  assert.equal((await ask(members, bearer)).status, 200);
  const wrong = await ask(members, await token(fake, 'https://graph.microsoft.com'));
  assert.equal(wrong.status, 401);
  assert.deepEqual(wrong.body, { message: 'Authorization has been denied for this request.' });
  assert.equal((await ask(members, undefined)).status, 401);
  const legacy = (await tokenAnswer(fake, {}, 'botframework.com')).body.access_token;
  assert.equal((await ask(members, legacy)).status, 401, 'a single-tenant bot needs its own tenant');
  await fake.post('clock', { advance_ms: 3_600_000 });
  assert.equal((await ask(members, bearer)).status, 401, 'expired');
  const next = await token(fake, 'https://api.botframework.com');
  await fake.post('revoke_tokens');
  assert.equal((await ask(members, next)).status, 401, 'revoked');
});
