import { Client } from 'ldapts';
import { expect, onTestFinished, test } from 'vitest';
import { forest } from './forest.js';
import type { RunningForest } from './forest-client.js';

test('two forests run at once, and the SID of one is a text prefix of that of the other', async () => {
  const [acme, globex] = await Promise.all([forest('acme'), forest('globex')]);
  expect(globex.domainSid.startsWith(acme.domainSid)).toBe(true);
  expect(await lookUp(acme, `(objectSid=${acme.domainSid})`)).toMatchObject([{ dn: acme.baseDn }]);
  expect(await lookUp(globex, `(objectSid=${globex.domainSid})`)).toMatchObject([{ dn: globex.baseDn }]);
});

test('a user signs in by every name that Windows knows', async () => {
  const acme = await forest('acme');
  const suffix = crypto.randomUUID();
  const jo = await acme.addUser({ upn: `${suffix}@acme.example` });
  for (const name of [`${suffix}@acme.example`, `${jo.userName}@acme.test`, `ACME\\${jo.userName}`, jo.dn]) {
    expect(await bind(acme, name, jo.password)).toBe('right');
  }
});

test.each([
  [{}, 'right'],
  [{ disabled: true }, '533'],
  [{ passwordExpired: true }, '532'],
  [{ mustChange: true }, '773'],
  [{ expired: true }, '701'],
  [{ noLogonHours: true }, '530'],
  [{ locked: true }, '775'],
] as const)('a user who is %o is told %s, and only with the right password', async (wanted, code) => {
  const acme = await forest('acme');
  const jo = await acme.addUser(wanted);
  expect(await bind(acme, jo.upn, jo.password)).toBe(code);
  expect(await bind(acme, jo.upn, 'wrong')).toBe(code === '775' ? '775' : '52e');
});

test.each([
  [{ disabled: true }, { disabled: false }],
  [{ passwordExpired: true }, { password: 'N3w Passw0rd' }],
  [{ mustChange: true }, { mustChange: false }],
  [{ expired: true }, { expired: false }],
  [{ noLogonHours: true }, { noLogonHours: false }],
  [{ locked: true }, { locked: false }],
] as const)('a user may become %o, and well again', async (state, well) => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  await acme.change(jo, state);
  expect(await bind(acme, jo.upn, jo.password)).toMatch(/^\d{3}$/);
  await acme.change(jo, well);
  expect(await bind(acme, jo.upn, { ...jo, ...well }.password)).toBe('right');
});

test('a user gets other addresses, and another name under the same objectGUID', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  await acme.change(jo, { mail: '', proxyAddresses: ['SMTP:jo@acme.example'] });
  const dn = await acme.rename(jo, `Jones, Jo ${jo.userName}`);
  const found = await lookUp(acme, `(objectGUID=${jo.objectGuid})`);
  expect(found).toEqual([{ dn, mail: [], proxyAddresses: 'SMTP:jo@acme.example' }]);
});

test('a removed user is gone', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  await acme.remove(jo);
  expect(await lookUp(acme, `(sAMAccountName=${jo.userName})`)).toEqual([]);
});

test('a controller hangs, dies and comes back, and the others do not notice', async () => {
  const acme = await forest('acme');
  const controller = await acme.startController();
  const other = { ...acme, host: controller.host };
  const jo = await acme.addUser();
  expect(await bind(other, jo.upn, jo.password)).toBe('right');

  await controller.hang();
  expect(await bind(other, jo.upn, jo.password, 200)).toMatch('timeout');
  expect(await bind(acme, jo.upn, jo.password)).toBe('right');
  controller.resume();
  expect(await bind(other, jo.upn, jo.password)).toBe('right');

  await controller.kill();
  expect(await bind(other, jo.upn, jo.password)).toMatch('ECONNREFUSED');
  await controller.start();
  expect(await bind(other, jo.upn, jo.password)).toBe('right');
});

test('a certificate is good by the forest’s own authority only', async () => {
  const [acme, globex] = await Promise.all([forest('acme'), forest('globex')]);
  const jo = await acme.addUser();
  expect(await bind({ ...acme, ca: globex.ca }, jo.upn, jo.password)).toBe('unable to verify the first certificate');
});

/** `right`, the directory's own data code, or what else went wrong. */
async function bind(forest: RunningForest, name: string, password: string, timeout = 5000): Promise<string> {
  const client = clientOf(forest, timeout);
  try {
    await client.bind(name, password);
    return 'right';
  } catch (error) {
    const { message } = error as Error;
    return /data (\w+),/.exec(message)?.[1] ?? message;
  }
}

async function lookUp(forest: RunningForest, filter: string) {
  const client = clientOf(forest);
  const { userName, password } = forest.serviceAccount;
  await client.bind(userName, password);
  return (await client.search(forest.baseDn, { filter, attributes: ['mail', 'proxyAddresses'] })).searchEntries;
}

function clientOf({ host, ca }: RunningForest, timeout = 5000): Client {
  const client = new Client({ url: `ldaps://${host}`, tlsOptions: { ca }, timeout, connectTimeout: timeout });
  onTestFinished(() => client.unbind());
  return client;
}
