import { expect, test } from 'vitest';
import { type Portal, startPortal } from '../support/portal.js';
import { contactSessions, recorded, signIn } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';
import { givenProtectedAcme, mailsAfterAsking, SWITCHED_OFF, tokenFor } from './leaver-world.js';

const EVE = 'eve@private.example';
const BOB = 'bob@private.example';
const ALIAS = 'jo.alias@acme.example';

test('by “Another company” nobody gets from a further address to where only the contact’s own one leads', async () => {
  const portal = await startPortal();
  const acme = await portal.given.company({ name: 'Acme' });
  const globex = await portal.given.company({ name: 'Globex' });
  const initech = await portal.given.company({ name: 'Initech' });
  const eveAtAcme = await portal.given.contact(acme, EVE);
  const bobAtGlobex = await portal.given.contact(globex, BOB);
  const bobAtInitech = await portal.given.contact(initech, BOB);
  await givenFurther(portal, globex, bobAtGlobex, EVE);
  const eve = portal.visitor();
  await signIn(portal, eve, EVE);
  await eve.post('/login/company', { contact: eveAtAcme });
  expect(await signedInAs(portal)).toEqual([{ contact_id: eveAtAcme, address_proven: 1 }]);
  await switchTo(eve, bobAtGlobex);
  expect(await signedInAs(portal)).toEqual([{ contact_id: bobAtGlobex, address_proven: 0 }]);
  expect((await eve.get('/')).text).not.toContain('Another company');
  await switchTo(eve, bobAtInitech);
  expect(await signedInAs(portal)).toEqual([{ contact_id: bobAtGlobex, address_proven: 0 }]);
});

test('a leaver gets no mail at a further address either, which their directory need not know', async () => {
  const { portal, acme, companyId } = await givenProtectedAcme();
  const jo = await acme.addUser({ disabled: true });
  await givenFurther(portal, companyId, await portal.given.contact(companyId, jo.mail), ALIAS);
  expect(await mailsAfterAsking(portal, ALIAS)).toBe(0);
  expect(await recorded(portal)).toContain(`token-mail withheld: ${SWITCHED_OFF}`);
});

test('somebody switched off since the mail to a further address is refused when it is redeemed', async () => {
  const { portal, acme, companyId } = await givenProtectedAcme();
  const jo = await acme.addUser();
  await givenFurther(portal, companyId, await portal.given.contact(companyId, jo.mail), ALIAS);
  const visitor = portal.visitor();
  const { code } = await tokenFor(portal, visitor, ALIAS);
  await acme.change(jo, { disabled: true });
  expect((await visitor.post('/login/token', { token: code })).status).toBe(403);
  expect(await contactSessions(portal)).toEqual([]);
});

test('somebody in good standing signs in by a further address', async () => {
  const { portal, acme, companyId } = await givenProtectedAcme();
  const jo = await acme.addUser();
  const contactId = await portal.given.contact(companyId, jo.mail);
  await givenFurther(portal, companyId, contactId, ALIAS);
  const visitor = portal.visitor();
  const { code } = await tokenFor(portal, visitor, ALIAS);
  await visitor.post('/login/token', { token: code });
  expect(await signedInAs(portal)).toEqual([{ contact_id: contactId, address_proven: 0 }]);
});

async function givenFurther(portal: Portal, company_id: string, contact_id: string, address: string): Promise<void> {
  await portal.ctx.db.insertInto('further_addresses').values({ company_id, contact_id, address }).execute();
}

async function switchTo(visitor: Visitor, contact: string): Promise<void> {
  await visitor.get('/');
  await visitor.post('/login/another-company');
  await visitor.post('/login/company', { contact });
}

function signedInAs(portal: Portal) {
  return portal.ctx.db
    .selectFrom('sessions')
    .select(['contact_id', 'address_proven'])
    .where('kind', '=', 'contact')
    .execute();
}
