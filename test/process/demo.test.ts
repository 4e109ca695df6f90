import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { PSA_KINDS } from '../../src/psa/connectors.js';
import { en } from '../../src/text/en.js';
import { freePort } from '../support/free-port.js';
import { startDemo, temporaryFolder } from '../support/process.js';
import { openVisitor, type Visitor } from '../support/visitor.js';

async function fresh() {
  const folder = temporaryFolder();
  return { PORT: String(await freePort()), DATA_DIR: path.join(folder, 'data'), TMPDIR: folder };
}

async function signedIn(portal: string, line: string): Promise<Visitor> {
  const visitor = openVisitor(portal);
  const link = line.split(portal)[1] ?? '';
  await visitor.get(link);
  await visitor.post(link);
  return visitor;
}

test('the demo shows companies and people, and keeps them', async () => {
  const env = await fresh();
  const demo = startDemo([], env);
  const visitor = await signedIn(`http://localhost:${env.PORT}`, await demo.line(/^Open the console: /));
  expect((await visitor.get('/admin/companies')).text).toContain('Hart &amp; Sons Joinery');
  expect(await demo.end()).toBe(0);
  expect(existsSync(path.join(env.DATA_DIR, 'demo', 'latchkey.sqlite'))).toBe(true);
});

test.each(PSA_KINDS)('the demo beside %s is connected with it, and nothing of it stays', async (kind) => {
  const env = await fresh();
  const vendor = en.psa.vendors[kind];
  const demo = startDemo(['--psa', kind], env);
  const [, site] = /: (http:\S+),/.exec(await demo.line(new RegExp(`^${vendor}: `))) ?? [];
  const visitor = await signedIn(`http://localhost:${env.PORT}`, await demo.line(/^Open the console: /));
  expect((await visitor.get('/admin/psa')).text).toContain(site);
  expect((await visitor.get('/admin/companies')).text).toContain('Castellan Insurance Brokers');
  const [, command = ''] = /(curl .*)/.exec(demo.output()) ?? [];
  const byHand = promisify(execFile)('bash', ['-c', command]);
  expect((await byHand).stdout).toContain('joel.stern@halcyon.example');

  expect(await demo.end()).toBe(0);
  expect([existsSync(env.DATA_DIR), readdirSync(env.TMPDIR).filter((name) => name.startsWith('latchkey-'))]).toEqual([
    false,
    [],
  ]);
});

test.each([
  [['--psa', 'salesforce'], '--psa knows no "salesforce"; it knows: connectwise, autotask, halopsa'],
  [['--psa'], "Option '--psa <value>' argument missing"],
])('the demo refuses %o in one line', async (args, said) => {
  const demo = startDemo(args, await fresh());
  await expect(demo.line(/listening/)).rejects.toThrow('ended with 1');
  expect(demo.output()).toBe(`${said}\n`);
});
