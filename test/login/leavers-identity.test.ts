import { expect, test } from 'vitest';
import { choosePassword, enterPassword, proveAddress, signInByPassword } from '../support/directory-login.js';
import { contactSessions, recorded } from '../support/sign-in.js';
import {
  ASKED_BY_NOBODY,
  givenProtectedAcme,
  linkByPassword,
  mailAsUpn,
  mailsAfterAsking,
  signInByToken,
} from './leaver-world.js';

const WITH_AND_WITHOUT = [
  ['with a service account', {}],
  ['without', ASKED_BY_NOBODY],
] as const;

test.each([
  ['removed', undefined],
  ['switched off, and its mail was given to the new one', { disabled: true, mail: '' }],
] as const)(
  'somebody whose account was %s proves the new account and the mailbox, and is linked anew',
  async (_what, off) => {
    const { portal, acme, companyId } = await givenProtectedAcme();
    const old = await acme.addUser();
    const contactId = await linkByPassword(portal, companyId, old);
    await (off ? acme.change(old, off) : acme.remove(old));
    const fresh = await acme.addUser({ mail: old.mail });

    const visitor = portal.visitor();
    expect((await signInByPassword(portal, visitor, fresh)).headers.location).toBe('/login/address');
    expect(await contactSessions(portal), 'only the first sign-in').toHaveLength(1);
    const { code } = await proveAddress(portal, visitor, fresh.mail);
    expect((await visitor.post('/login/token', { token: code })).headers.location).toBe('/');
    expect(await recorded(portal)).toContain(
      `contact linked: ${fresh.userName} in ACME forest, before ${old.userName}`,
    );
    expect((await signInByPassword(portal, portal.visitor(), fresh)).headers.location).toBe('/');
    for (const session of await contactSessions(portal)) expect(session.contact_id).toBe(contactId);
  },
);

test.each(WITH_AND_WITHOUT)(
  'another person’s right password does not make a leaver welcome again: %s',
  async (_which, account) => {
    const { portal, acme, companyId } = await givenProtectedAcme(account);
    const jo = await acme.addUser({ ...mailAsUpn(), disabled: true });
    const bob = await acme.addUser();
    for (const address of [jo.mail, bob.mail]) await portal.given.contact(companyId, address);
    expect((await signInByPassword(portal, portal.visitor(), jo)).status).toBe(403);
    const visitor = portal.visitor();
    await choosePassword(visitor, jo.mail);
    const signedIn = await enterPassword(portal, visitor, bob.password, { user_name: `ACME\\${bob.userName}` });
    expect(signedIn.headers.location).toBe('/');
    expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
  },
);

test.each(WITH_AND_WITHOUT)(
  'an attacker with a switched-off account cannot keep anybody else out: %s',
  async (_which, account) => {
    const { portal, acme, companyId } = await givenProtectedAcme(account);
    const alice = await acme.addUser();
    await portal.given.contact(companyId, alice.mail);
    const gone = await acme.addUser({ disabled: true });
    for (const userName of [`ACME\\${gone.userName}`, gone.upn, gone.userName]) {
      const attacker = portal.visitor();
      await choosePassword(attacker, alice.mail);
      expect((await enterPassword(portal, attacker, gone.password, { user_name: userName })).status).toBe(403);
    }
    expect(
      await portal.ctx.db.selectFrom('directory_standings').selectAll().where('address', '=', alice.mail).execute(),
    ).toEqual([]);
    expect(await signInByToken(portal, alice.mail)).toBe('/');
  },
);

test('an attacker who knows no password cannot keep anybody out', async () => {
  const { portal, acme, companyId } = await givenProtectedAcme(ASKED_BY_NOBODY);
  const jo = await acme.addUser(mailAsUpn());
  await portal.given.contact(companyId, jo.mail);
  for (let tries = 0; tries < 5; tries++)
    await signInByPassword(portal, portal.visitor(), { ...jo, password: `Wr0ng ${tries}` });
  expect(await signInByToken(portal, jo.mail)).toBe('/');
});
