// Starts fake_teams and speaks its control API.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const program = process.env.FAKE_TEAMS;

export async function startFake({ args = [], ledger } = {}) {
  ledger ??= join(mkdtempSync(join(tmpdir(), 'fake-teams-')), 'ledger.jsonl');
  const child = spawn(program, ['--port', '0', '--ledger', ledger, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const urls = JSON.parse(line);
  // A test that fails before it stops the fake shall end all the same.
  child.unref();
  child.stdout.unref();
  process.once('exit', () => child.kill('SIGKILL'));
  const call = async (verb, path, body) => {
    const response = await fetch(urls.control_url + path, { method: verb, body: body && JSON.stringify(body) });
    const answer = await response.json();
    if (!answer.ok) throw Object.assign(new Error(`${verb} ${path}: ${answer.error}`), { status: response.status, answer });
    return answer;
  };
  return {
    ...urls,
    ledger,
    get: (path) => call('GET', path),
    post: (path, body = {}) => call('POST', path, body),
    drop: (path) => call('DELETE', path),
    wait: (what, query = {}) => call('GET', `wait?${new URLSearchParams({ for: what, ...query })}`),
    entries: async (kind, method = '') => (await call('GET', `ledger?kind=${kind}${method && `&method=${method}`}`)).entries,
    stop: async (signal = 'SIGTERM') => {
      child.ref();
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}

export async function tokenAnswer(fake, form, tenant = fake.tenant) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials', client_id: fake.app_id, client_secret: fake.app_secret, scope: 'https://api.botframework.com/.default', ...form,
  });
  const response = await fetch(`${fake.login_url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
  return { status: response.status, body: await response.json() };
}

export const token = async (fake, audience) => (await tokenAnswer(fake, { scope: `${audience}/.default` })).body.access_token;

// fetch() with a token; {status, body, headers}.
export async function ask(url, bearer, verb = 'GET', body = undefined) {
  const headers = { ...(bearer && { authorization: `Bearer ${bearer}` }), ...(body && { 'content-type': 'application/json' }) };
  const response = await fetch(url, { method: verb, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}
