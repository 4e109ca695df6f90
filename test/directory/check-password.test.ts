import { expect, test } from 'vitest';
import { checkPassword } from '../../src/directory/check-password.js';
import type { Directory } from '../../src/directory/directory.js';
import { parseUserName } from '../../src/directory/user-name.js';
import { forest } from '../support/forest.js';
import { directoryOf, openGuard, testControllers, within } from './directory-of.js';

async function check(directory: Directory, typed: string, password: string, guard = openGuard()) {
  const user = parseUserName(typed);
  if (user.kind === 'refused') throw new Error(`${typed} is refused`);
  return checkPassword(testControllers().controllers, directory, user, password, guard, within(10_000));
}

const without = { serviceAccount: undefined };

test.each([{}, without])('a right password proves the account, with %o', async (changed) => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  expect(await check(directoryOf(acme, changed), jo.upn, jo.password)).toEqual({
    kind: 'right',
    account: {
      objectGuid: jo.objectGuid,
      domainSid: acme.domainSid,
      userName: jo.userName,
      mail: jo.mail,
      firstName: 'Jo',
      lastName: 'Smith',
    },
  });
});

test.each([
  [{ disabled: true }, { kind: 'off', why: 'disabled' }],
  [{ expired: true }, { kind: 'off', why: 'account-expired' }],
  [{ locked: true }, { kind: 'not-now', why: 'locked' }],
  [{ passwordExpired: true }, { kind: 'not-now', why: 'password-expired' }],
  [{ mustChange: true }, { kind: 'not-now', why: 'password-must-change' }],
  [{ noLogonHours: true }, { kind: 'not-now', why: 'logon-hours' }],
] as const)('an account that is %o is told so', async (state, answer) => {
  const acme = await forest('acme');
  const jo = await acme.addUser(state);
  const seen = { objectGuid: jo.objectGuid, addresses: [jo.mail, jo.upn] };
  expect(await check(directoryOf(acme), jo.upn, jo.password)).toEqual({ ...answer, ...seen });
  expect(await check(directoryOf(acme, without), jo.upn, jo.password)).toEqual(answer);
});

test('of an account that is switched off every usable address is told once, and none when its password was wrong', async () => {
  const acme = await forest('acme');
  const [mail, alias] = [`${crypto.randomUUID()}@acme.example`, `${crypto.randomUUID()}@alias.example`];
  const proxyAddresses = [`SMTP:${mail.toUpperCase()}`, `smtp:${alias}`, 'smtp:jö@acme.example', 'x500:/o=Acme/cn=jo'];
  const jo = await acme.addUser({ mail, proxyAddresses, upn: mail, disabled: true });
  expect(await check(directoryOf(acme), alias, jo.password)).toMatchObject({ kind: 'off', addresses: [mail, alias] });
  expect(await check(directoryOf(acme), alias, 'wrong')).toEqual({ kind: 'wrong' });
});

test.each([{}, without])('a wrong password and an unknown name are answered alike, with %o', async (changed) => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const directory = directoryOf(acme, changed);
  expect(await check(directory, jo.upn, 'wrong')).toEqual({ kind: 'wrong' });
  expect(await check(directory, 'nobody@acme.test', 'wrong')).toEqual({ kind: 'wrong' });
  expect(await check(directory, 'ACME\\nobody', 'wrong')).toEqual({ kind: 'wrong' });
});

test.each([{}, without])('every name that Windows knows leads to the account, with %o', async (changed) => {
  const acme = await forest('acme');
  const jo = await acme.addUser({ upn: `${crypto.randomUUID()}@acme.example` });
  const directory = directoryOf(acme, changed);
  const names = [jo.upn, jo.upn.toUpperCase(), `${jo.userName}@acme.test`, `acme\\${jo.userName}`, jo.userName];
  for (const name of names) {
    expect(await check(directory, name, jo.password)).toMatchObject({ account: { objectGuid: jo.objectGuid } });
  }
});

test('the service account finds a person by an address that is no user name', async () => {
  const acme = await forest('acme');
  const [mail, alias] = [`${crypto.randomUUID()}@other.example`, `${crypto.randomUUID()}@alias.example`];
  const jo = await acme.addUser({ mail, proxyAddresses: [`SMTP:${mail}`, `smtp:${alias}`] });
  for (const address of [mail, alias, alias.toUpperCase()]) {
    expect(await check(directoryOf(acme), address, jo.password)).toMatchObject({ account: { userName: jo.userName } });
  }
});

test('a UPN goes before an address, and an address before a user name', async () => {
  const acme = await forest('acme');
  const byName = await acme.addUser();
  const typed = `${byName.userName}@acme.example`;
  const byAddress = await acme.addUser({ mail: typed });
  await acme.change(byName, { mail: '' });
  expect(await check(directoryOf(acme), typed, byAddress.password)).toMatchObject({
    account: { userName: byAddress.userName },
  });
  expect(await check(directoryOf(acme), typed, byName.password)).toEqual({ kind: 'wrong' });
  const byUpn = await acme.addUser({ upn: typed });
  expect(await check(directoryOf(acme), typed, byUpn.password)).toMatchObject({
    account: { userName: byUpn.userName },
  });
});

test('an address of two accounts is nobody’s, and no password is sent for it', async () => {
  const acme = await forest('acme');
  const mail = `${crypto.randomUUID()}@acme.example`;
  const jo = await acme.addUser({ mail });
  await acme.addUser({ mail });
  const guard = openGuard();
  expect(await check(directoryOf(acme), mail, jo.password, guard)).toEqual({ kind: 'not-one', found: 'several' });
  expect(guard.keys).toEqual([]);
});

test.each([{}, without])(
  'what is one account’s UPN is not another’s user name with its domain, with %o',
  async (changed) => {
    const acme = await forest('acme');
    const named = await acme.addUser();
    const upn = `${named.userName}@acme.example`;
    await acme.change(named, { mail: '' });
    const owner = await acme.addUser({ upn });
    const directory = directoryOf(acme, changed);
    expect(await check(directory, upn, owner.password)).toMatchObject({ account: { objectGuid: owner.objectGuid } });
    expect(await check(directory, upn, named.password)).toEqual({ kind: 'wrong' });
  },
);

test('whose password it was decides, where a name leads outside the base DN', async () => {
  const acme = await forest('acme');
  const inside = await acme.addUser();
  const upn = `${inside.userName}@acme.example`;
  const outside = await acme.addUser({ upn });
  const directory = directoryOf(acme, { ...without, baseDn: inside.dn });
  const guard = openGuard();
  expect(await check(directory, upn, outside.password, guard)).toEqual({ kind: 'wrong' });
  expect(guard.keys).toEqual([[`name:${inside.userName}`], [`guid:${inside.objectGuid}`]]);
});

test('an account outside the base DN is not found, though its password is right', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const baseDn = `CN=Computers,${acme.baseDn}`;
  const none = { kind: 'not-one', found: 'none' };
  expect(await check(directoryOf(acme, { ...without, baseDn }), jo.upn, jo.password)).toEqual(none);
  expect(await check(directoryOf(acme, { baseDn }), jo.upn, jo.password)).toEqual(none);
});

test('an address that nobody bears does not lead to whoever has its first part as a user name', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const stranger = `${jo.userName}@elsewhere.example`;
  expect(await check(directoryOf(acme), stranger, jo.password)).toEqual({ kind: 'wrong' });
  for (let round = 0; round < acme.lockoutThreshold; round += 1) await check(directoryOf(acme), stranger, 'wrong');
  expect(await check(directoryOf(acme), jo.upn, jo.password)).toMatchObject({ kind: 'right' });
});

test('the tries are counted for the account, however its name is spelled', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const [seen, unseen] = [openGuard(), openGuard()];
  for (const name of [jo.upn, jo.mail, `ACME\\${jo.userName.toUpperCase()}`]) {
    await check(directoryOf(acme), name, 'wrong', seen);
    await check(directoryOf(acme, without), name, 'wrong', unseen);
  }
  expect(new Set(seen.keys.map(String))).toEqual(new Set([`guid:${jo.objectGuid},name:${jo.userName}`]));
  expect(new Set(unseen.keys.map(String))).toEqual(new Set([`name:${jo.userName}`]));
});

test.each([{}, without])('no password is sent when the guard says no, with %o', async (changed) => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const guard = Object.assign(async () => ({ kind: 'limited' as const, retryAfterMs: 7 }), { keys: [] });
  const answer = await check(directoryOf(acme, changed), jo.upn, jo.password, guard);
  expect(answer).toEqual({ kind: 'limited', retryAfterMs: 7 });
});

test('nobody is locked out by a service account that is not let in, and the log says so once', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const { controllers, logs } = testControllers();
  const serviceAccount = { ...acme.serviceAccount, password: 'n0t its password' };
  const directory = directoryOf(acme, { serviceAccount: { ...serviceAccount, userName: 'nobody@acme.test' } });
  const user = { kind: 'upn', name: jo.userName, suffix: 'acme.test' } as const;
  for (const _again of [1, 2]) {
    const answer = await checkPassword(controllers, directory, user, jo.password, openGuard(), within(10_000));
    expect(answer).toMatchObject({ kind: 'right', serviceRefused: true });
  }
  expect(logs().match(/service account of a directory is not let in/g)).toHaveLength(1);
  expect(logs()).not.toContain(serviceAccount.password);
  expect(logs()).not.toContain(jo.password);
});

test('letters beyond ASCII are part of names and passwords', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser({ name: 'jörg', givenName: 'Jörg', sn: 'Müßig', password: 'Пароль 密码 🔑 1aA' });
  for (const typed of [jo.userName, jo.userName.toUpperCase(), `ACME\\${jo.userName.normalize('NFD')}`]) {
    for (const directory of [directoryOf(acme), directoryOf(acme, without)]) {
      const answer = await check(directory, typed, jo.password);
      expect(answer).toMatchObject({
        kind: 'right',
        account: { firstName: 'Jörg', lastName: 'Müßig', userName: jo.userName },
      });
    }
  }
});

test.each(['', 'with\0NUL', 'x'.repeat(257)])('%j is sent to no directory', async (password) => {
  const acme = await forest('acme');
  const jo = await acme.addUser();
  const guard = openGuard();
  expect(await check(directoryOf(acme), jo.upn, password, guard)).toEqual({ kind: 'wrong' });
  expect(guard.keys).toEqual([]);
});

test('a password is not read as a filter, and neither are the characters that names may have', async () => {
  const acme = await forest('acme');
  const jo = await acme.addUser({ password: '*)(objectClass=*\\2a 1aA' });
  expect(await check(directoryOf(acme), jo.upn, jo.password)).toMatchObject({ kind: 'right' });
  expect(await check(directoryOf(acme), jo.upn, '*')).toEqual({ kind: 'wrong' });
  expect(await check(directoryOf(acme), "o'neil+x&y~^-@acme.test", '*')).toEqual({ kind: 'wrong' });
});
