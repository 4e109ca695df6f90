import { expect, test } from 'vitest';
import { createLog } from '../src/log.js';

/** What the log makes of these fields, as text and parsed. */
function logged(fields: object): { text: string; line: Record<string, unknown> } {
  const lines: string[] = [];
  createLog('info', { write: (line) => void lines.push(line) }).info(fields, 'seen');
  const text = lines.join('');
  return { text, line: JSON.parse(text) };
}

test('an error keeps its name, its code, its message and its stack, and nothing that a library hung onto it', () => {
  const cause = { address: '192.0.2.7', parameters: ['jo@acme.example'], options: { password: 'hunter2' } };
  const error = Object.assign(new TypeError('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }, cause);
  const { line } = logged({ error });
  const stack = expect.stringContaining('log.test.ts');
  expect(line.error).toEqual({ name: 'TypeError', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED', stack });
});

test.each([
  ['550 <jo.smith+x@mail.acme.example> unknown', '550 <j…@mail.acme.example> unknown'],
  ['GET /now/AbC-_123.4.x-Y_z failed', 'GET /now/… failed'],
  ['https://portal.msp.example/admin/login/now/AbC.4.xYz?a', 'https://portal.msp.example/admin/login/now/…?a'],
])('of the error "%s" its message and its stack say "%s"', (said, written) => {
  const { line } = logged({ error: new Error(said) });
  expect(line.error).toMatchObject({ message: written, stack: expect.stringContaining(`Error: ${written}\n`) });
});

test('something thrown that is no error is written as text', () => {
  expect(logged({ error: 'just words' }).line.error).toEqual({ message: 'just words' });
});

test.each(['password', 'pass', 'token', 'link', 'cookie', 'authorization', 'auth'])(
  'a field named %s is withheld, within an object too',
  (name) => {
    const { text, line } = logged({ [name]: 'hunter2', server: { host: 'mail.msp.example', [name]: 'hunter2' } });
    expect(text).not.toContain('hunter2');
    expect(line.server).toMatchObject({ host: 'mail.msp.example' });
  },
);
