import type { Response } from 'supertest';
import { expect, test } from 'vitest';
import { signInByPassword } from '../support/directory-login.js';
import { givenAcmeDirectory } from '../support/directory-world.js';
import { answerOf, observe } from '../support/observed.js';
import { type Portal, startPortal } from '../support/portal.js';
import { ALICE } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

/** All of one length, so that even the length of an answer tells nothing. */
const OF_THE_DOMAIN = {
  'a contact': 'alice@acme.example',
  'an inactive contact': 'bobby@acme.example',
  'somebody with an account': 'linda@acme.example',
  'somebody new': 'newby@acme.example',
};

test('an attacker learns nothing of an address of the domain: same answers, rows and statements', async () => {
  const portal = await startPortal();
  const { acme, companyId } = await givenAcmeDirectory(portal);
  await portal.given.contact(companyId, ALICE);
  await portal.given.contact(companyId, 'bobby@acme.example', { active: false });
  const linda = await acme.addUser({ mail: OF_THE_DOMAIN['somebody with an account'] });
  await portal.given.contact(companyId, linda.mail);
  await signInByPassword(portal, portal.visitor(), linda, { user_name: linda.userName });
  for (const one of ['one', 'two']) await walk(portal.visitor(), `${one}@acme.example`);
  const seen: [who: string, observed: unknown][] = [];
  for (const [who, address] of Object.entries(OF_THE_DOMAIN)) {
    await portal.ctx.outbox.idle();
    seen.push([who, await observe(portal, address, walk)]);
  }
  const [[, first] = [], ...others] = seen;
  for (const [who, observed] of others) expect(observed, who).toEqual(first);
});

test('whose domain is not the company’s sees what was there before there was a directory', async () => {
  const portal = await startPortal();
  const others = [
    'x@globex.example',
    'x@sub.acme.example',
    'x@notacme.example',
    'x@acme.example.net',
    'x@mailbox.example',
  ];
  for (const email of ['w@globex.example', 'w@mailbox.example']) await portal.visitor().post('/login', { email });
  const before: unknown[] = [];
  for (const address of others) before.push(await seenBy(portal, address));
  await givenAcmeDirectory(portal);
  portal.passMinutes(61);
  for (const [at, address] of others.entries()) expect(await seenBy(portal, address)).toEqual(before[at]);
});

async function walk(visitor: Visitor, address: string): Promise<Response[]> {
  const asked = await visitor.post('/login', { email: address });
  const options = await visitor.get('/login/options');
  const again = await visitor.post('/login', { email: address });
  const chosen = await visitor.post('/login/options', { way: 'directory' });
  const password = await visitor.get('/login/password');
  const empty = await visitor.post('/login/password', { password: '' });
  const instead = await visitor.post('/login/options', { way: 'email-token' });
  return [asked, options, again, chosen, password, empty, instead];
}

async function seenBy(portal: Portal, address: string): Promise<unknown[]> {
  const visitor = portal.visitor();
  const asked = await visitor.post('/login', { email: address });
  return [asked, await visitor.get('/login/options'), await visitor.get('/login/token')].map((one) =>
    answerOf(one, address),
  );
}
