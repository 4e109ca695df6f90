import { expect, test } from 'vitest';
import { choosePassword, enterPassword, signInByPassword } from '../support/directory-login.js';
import { givenAcmeDirectory, givenDirectory } from '../support/directory-world.js';
import { forest } from '../support/forest.js';
import type { ForestUser } from '../support/forest-users.js';
import { textOf } from '../support/form.js';
import { type Portal, startPortal } from '../support/portal.js';
import { everyAddressOf, newAddress } from './leaver-world.js';

const ROUNDS = 5;
/** Each signs in by password, and somebody else by email token, in every round: 100 sign-ins in all. */
const PEOPLE = 10;
const UNREACHABLE = 'Your directory cannot be reached right now';

test('while Acme’s controller hangs, a hundred sign-ins of Globex end before any of Acme’s', {
  timeout: 120_000,
}, async () => {
  const { portal, controller, globex } = await givenAcmeAndGlobex();
  for (let round = 0; round < ROUNDS; round++) {
    await controller.hang();
    const acme = signInAtAcme(portal, 8);
    expect(await signInAtGlobex(portal, globex)).toEqual(Array(2 * PEOPLE).fill('/'));
    expect(acme.answered(), 'of Acme’s sign-ins').toBe(0);
    controller.resume();
    await acme.all;
    await leaveBreakersClosed(portal);
  }
});

test('while Acme’s controller is dead, a hundred sign-ins of Globex go on, and Acme is told so', {
  timeout: 120_000,
}, async () => {
  const { portal, controller, globex } = await givenAcmeAndGlobex();
  await controller.kill();
  for (let round = 0; round < ROUNDS; round++) {
    const acme = signInAtAcme(portal, 8);
    expect(await signInAtGlobex(portal, globex)).toEqual(Array(2 * PEOPLE).fill('/'));
    for (const answer of await acme.all) expect(textOf(answer)).toContain(UNREACHABLE);
  }
});

test('emails that wait for what Acme’s directory says hold up none of Globex', async () => {
  const { portal, controller } = await givenAcmeAndGlobex();
  await controller.hang();
  const acme = Array.from({ length: 25 }, () => newAddress());
  await Promise.all(acme.map((address) => askForMail(portal, address)));
  const gina = newAddress('globex.example');
  await askForMail(portal, gina);
  await portal.tokenMailed(gina);
  expect(portal.sink.envelopes.flatMap(({ to }) => to)).toEqual([gina]);
  await portal.ctx.outbox.idle();
  expect(portal.sink.envelopes.flatMap(({ to }) => to).sort()).toEqual([gina, ...acme].sort());
});

test('the portal stops while a directory hangs, and what it had not sent is sent by the next one', async () => {
  const { portal, controller } = await givenAcmeAndGlobex();
  await controller.hang();
  const people = Array.from({ length: 12 }, () => newAddress());
  await Promise.all(people.map((address) => askForMail(portal, address)));
  await portal.restart();
  controller.resume();
  portal.ctx.outbox.wake();
  await portal.ctx.outbox.idle();
  expect(portal.sink.envelopes.flatMap(({ to }) => to).sort()).toEqual(people.sort());
  expect(portal.logs()).not.toContain('"level":50');
});

/** Acme, whose controller is the test's own, and Globex with its people. Both protect from leavers. */
async function givenAcmeAndGlobex() {
  const portal = await startPortal();
  const globex = await forest('globex');
  const controller = await (await forest('acme')).startController();
  await givenAcmeDirectory(portal, { addresses: everyAddressOf(controller), leaverProtection: true });
  const wanted = { name: 'Globex', domains: ['globex.example'], sids: [globex.domainSid] };
  const companyId = await portal.given.company(wanted);
  await givenDirectory(portal, companyId, globex, { leaverProtection: true });
  const people: ForestUser[] = [];
  while (people.length < PEOPLE) people.push(await globex.addUser());
  for (const { mail } of people) await portal.given.contact(companyId, mail);
  return { portal, controller, globex: { companyId, people } };
}

/** Everybody of Globex by password, and as many others by email token, all at once; answers where they were led to. */
async function signInAtGlobex(portal: Portal, { companyId, people }: { companyId: string; people: ForestUser[] }) {
  const others = people.map(() => newAddress('globex.example'));
  for (const address of others) await portal.given.contact(companyId, address);
  const answers = await Promise.all([
    ...people.map((person) => signInByPassword(portal, portal.visitor(), person)),
    ...others.map((address) => signInByToken(portal, address)),
  ]);
  return answers.map(({ headers, status }) => headers.location ?? status);
}

async function signInByToken(portal: Portal, address: string) {
  const visitor = await askForMail(portal, address);
  const { code } = await portal.tokenMailed(address);
  return visitor.post('/login/token', { token: code });
}

async function askForMail(portal: Portal, address: string) {
  const visitor = portal.visitor();
  await visitor.post('/login', { email: address });
  await visitor.post('/login/options', { way: 'email-token' });
  return visitor;
}

/** People whom Acme’s directory does not know type passwords; `answered` tells how many have had an answer. */
function signInAtAcme(portal: Portal, count: number) {
  let answered = 0;
  const signIn = async () => {
    const visitor = portal.visitor();
    await choosePassword(visitor, newAddress());
    const answer = await enterPassword(portal, visitor, 'Wr0ng Passw0rd');
    answered += 1;
    return answer;
  };
  return { all: Promise.all(Array.from({ length: count }, signIn)), answered: () => answered };
}

/** A slow machine may have let some time-outs pass: the next round begins with a directory that is asked again. */
async function leaveBreakersClosed(portal: Portal): Promise<void> {
  await portal.ctx.outbox.idle();
  portal.passMs(30_000);
  for (let probe = 0; probe < 2; probe++) await signInAtAcme(portal, 1).all;
}
