// Starts fake_slack and speaks its control API.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const program = process.env.FAKE_SLACK;
export const botToken = 'xoxb-fake-bot';
export const appToken = 'xapp-fake-app';

export async function startFake({ args = [], ledger } = {}) {
  ledger ??= join(mkdtempSync(join(tmpdir(), 'fake-slack-')), 'ledger.jsonl');
  const child = spawn(program, ['--port', '0', '--ledger', ledger, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const urls = JSON.parse(line);
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
    wait: (what, query = {}) => call('GET', `wait?${new URLSearchParams({ for: what, ...query })}`),
    calls: async (method) => (await call('GET', `ledger?kind=call&method=${method}`)).entries,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}
