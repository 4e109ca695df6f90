import { expect, test } from 'vitest';
import { findAccounts } from '../../src/directory/find-accounts.js';
import { type Forest, forest } from '../support/forest.js';
import { directoryOf, testControllers } from './directory-of.js';

const LONG_BEFORE = Date.UTC(2012, 0, 1);
const NOW = Date.UTC(2026, 10, 23);

function find(acme: Forest, address: string, { objectGuids = [] as string[], now = NOW, change = {} } = {}) {
  const { controllers } = testControllers();
  return findAccounts(controllers, directoryOf(acme, change), { address, objectGuids, now }, 2_000);
}

test('whoever bears an address as mail, alias or UPN is found, in any case of letters', async () => {
  const acme = await forest('acme');
  const alias = `${crypto.randomUUID()}@acme.example`;
  const jo = await acme.addUser({ proxyAddresses: [`SMTP:${alias.toUpperCase()}`] });
  const accounts = [{ objectGuid: jo.objectGuid, disabled: false, bears: true }];
  for (const address of [jo.mail, jo.upn, alias]) {
    expect(await find(acme, address)).toEqual({ kind: 'found', accounts });
  }
});

test.each([
  [{ disabled: true }, true],
  [{ expired: true }, true],
  [{ passwordExpired: true }, false],
  [{ mustChange: true }, false],
  [{ locked: true }, false],
  [{ noLogonHours: true }, false],
] as const)('an account that is %o: switched off is %s', async (state, disabled) => {
  const acme = await forest('acme');
  const jo = await acme.addUser(state);
  const accounts = [{ objectGuid: jo.objectGuid, disabled, bears: true }];
  expect(await find(acme, jo.mail)).toEqual({ kind: 'found', accounts });
});

test('an account is not switched off before its date of expiry', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser({ expired: true });
  expect(await find(acme, jo.mail, { now: LONG_BEFORE })).toMatchObject({ accounts: [{ disabled: false }] });
});

test('a linked account is found whatever its addresses are by now', async () => {
  const acme = await forest('acme');
  const [linked, heir] = [await acme.addUser({ disabled: true }), await acme.addUser()];
  const found = await find(acme, heir.mail, { objectGuids: [linked.objectGuid] });
  expect(found).toMatchObject({ kind: 'found' });
  expect(new Set(found.kind === 'found' ? found.accounts : [])).toEqual(
    new Set([
      { objectGuid: linked.objectGuid, disabled: true, bears: false },
      { objectGuid: heir.objectGuid, disabled: false, bears: true },
    ]),
  );
});

test('a leaver who was moved out of the base DN is found all the same', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser({ disabled: true });
  const baseDn = `CN=Computers,${acme.baseDn}`;
  expect(await find(acme, jo.mail, { change: { baseDn } })).toMatchObject({ accounts: [{ disabled: true }] });
});

test.each(['nobody@acme.example', '*@acme.example', '*)(objectClass=*'])('%s is nobody', async (address) => {
  const acme = await forest('acme');
  await acme.addUser();
  expect(await find(acme, address)).toEqual({ kind: 'found', accounts: [] });
});

test('it does not ask without a service account, or with one that is not let in', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const refused = { ...acme.serviceAccount, password: 'wrong' };
  expect(await find(acme, jo.mail, { change: { serviceAccount: undefined } })).toEqual({
    kind: 'no-answer',
    reason: 'it has no service account',
  });
  const change = { serviceAccount: { ...refused, userName: 'nobody@acme.test' } };
  expect(await find(acme, jo.mail, { change })).toEqual({
    kind: 'no-answer',
    reason: 'it does not let its service account in',
    serviceRefused: true,
  });
});

test('no answer comes within two seconds from a controller that hangs', async () => {
  const acme = await forest('acme');
  const controller = await acme.startController();
  await controller.hang();
  const before = performance.now();
  const found = await find(acme, 'jo@acme.example', { change: { addresses: [controller.ldaps] } });
  expect(found).toEqual({ kind: 'no-answer', reason: 'no answer in time' });
  expect(performance.now() - before).toBeLessThan(2_500);
});
