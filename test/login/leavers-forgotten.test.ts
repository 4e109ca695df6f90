import { expect, test } from 'vitest';
import { signInByPassword } from '../support/directory-login.js';
import { freePort } from '../support/free-port.js';
import {
  ASKED_BY_NOBODY,
  givenProtectedAcme,
  mailAsUpn,
  mailsAfterAsking,
  newAddress,
  signInByToken,
} from './leaver-world.js';

const DAY = 24 * 60;

test('without a service account, what a password showed counts for thirty days: nobody can ask whether it still is so', async () => {
  const { portal, acme, companyId } = await givenProtectedAcme(ASKED_BY_NOBODY);
  const jo = await acme.addUser({ ...mailAsUpn(), disabled: true });
  await portal.given.contact(companyId, jo.mail);
  expect((await signInByPassword(portal, portal.visitor(), jo)).status).toBe(403);
  portal.passMinutes(29 * DAY);
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
  portal.passMinutes(2 * DAY);
  expect(await signInByToken(portal, jo.mail)).toBe('/');

  expect((await signInByPassword(portal, portal.visitor(), jo)).status).toBe(403);
  portal.passMinutes(1);
  expect(await mailsAfterAsking(portal, jo.mail), 'seen anew').toBe(1);
});

test('with a service account, what a directory said last counts for as long as it is silent', async () => {
  const { portal, acme, directoryId } = await givenProtectedAcme();
  const jo = await acme.addUser({ mail: newAddress(), disabled: true });
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
  const silent = `ldaps://127.0.0.1:${await freePort()}`;
  await portal.ctx.db.updateTable('directories').set({ addresses: silent }).where('id', '=', directoryId).execute();
  portal.passMinutes(60 * DAY);
  expect(await mailsAfterAsking(portal, jo.mail)).toBe(0);
});
