import type { SearchOptions } from 'ldapts';
import type { Response } from 'supertest';
import { expect } from 'vitest';
import type { Forest } from './forest.js';
import { asAdministrator } from './forest-client.js';
import type { ForestUser } from './forest-users.js';
import { textOf } from './form.js';
import type { Portal } from './portal.js';
import type { MailedToken } from './sign-in.js';
import type { Fields, Visitor } from './visitor.js';

/** Somebody with an address to begin with, and a password. */
export interface Typist {
  mail: string;
  password: string;
}

/** Types the address and chooses the Windows account. */
export async function choosePassword(visitor: Visitor, address: string, fields: Fields = {}): Promise<void> {
  const asked = await visitor.post('/login', { email: address, ...fields });
  const chosen = await visitor.post('/login/options', { way: 'directory' });
  if (chosen.headers.location !== '/login/password')
    throw new Error(`The Windows account was not offered: ${asked.status} ${asked.headers.location}`);
}

/** Types a password, which must come back in no answer, and be found in no log and no database after the test. */
export async function enterPassword(
  portal: Portal,
  visitor: Visitor,
  password: string,
  fields: Fields = {},
): Promise<Response> {
  portal.secrets.push(password);
  const answer = await visitor.post('/login/password', { password, ...fields });
  if (password !== '') expect(answer.text, 'the password in the page').not.toContain(password);
  return answer;
}

/** From the address to what the password led to. */
export async function signInByPassword(
  portal: Portal,
  visitor: Visitor,
  { mail, password }: Typist,
  fields: Fields = {},
): Promise<Response> {
  await choosePassword(visitor, mail);
  return enterPassword(portal, visitor, password, fields);
}

/** The same by user name, from an address of Acme that is nobody's. */
export function signInByName(
  portal: Portal,
  visitor: Visitor,
  { userName, password }: Pick<ForestUser, 'userName' | 'password'>,
): Promise<Response> {
  return signInByPassword(portal, visitor, { mail: 'someone@acme.example', password }, { user_name: userName });
}

/** Chooses the email token instead, and reads it from the mail. */
export async function tokenInstead(portal: Portal, visitor: Visitor, address: string): Promise<MailedToken> {
  return mailedAfter(portal, address, () => visitor.post('/login/options', { way: 'email-token' }));
}

/** Names the own address for an account that has none to be believed, and reads the token from the mail. */
export async function proveAddress(portal: Portal, visitor: Visitor, address: string): Promise<MailedToken> {
  return mailedAfter(portal, address, () => visitor.post('/login/address', { email: address }));
}

/** A password that is nobody's, another one each time. */
export function wrongPassword(): string {
  return `Wr0ng ${crypto.randomUUID()}`;
}

/** How many wrong passwords the directory has seen for this user since the last right one. */
export async function wrongPasswordsSeen(acme: Forest, { dn }: ForestUser): Promise<number> {
  const wanted: SearchOptions = { scope: 'base', attributes: ['badPwdCount'] };
  const { searchEntries } = await asAdministrator(acme, (client) => client.search(dn, wanted));
  return Number(searchEntries[0]?.badPwdCount);
}

/** The latest events as the company's page tells them, the newest first, without when and from where. */
export async function storyOf(portal: Portal, companyId: string): Promise<string[]> {
  const page = await portal.administrator.get(`/admin/companies/${companyId}`);
  const [, list = ''] = /<ol class="events">([\s\S]*?)<\/ol>/.exec(page.text) ?? [];
  return list.split('</li>').flatMap((item) => {
    const told = /<p>([^<·]*[^<·\s])/.exec(item)?.[1];
    const trace = /<span dir="auto">([^<]*)/.exec(item)?.[1];
    return told === undefined ? [] : [decoded(trace === undefined ? told : `${told}: ${trace}`)];
  });
}

async function mailedAfter(portal: Portal, address: string, ask: () => Promise<Response>): Promise<MailedToken> {
  const before = portal.sink.mailsTo(address).length;
  const { status, headers } = await ask();
  if (headers.location !== '/login/token') throw new Error(`Asking for a token answered ${status}`);
  const token = await portal.tokenMailed(address, before + 1);
  await portal.ctx.outbox.idle();
  return token;
}

function decoded(html: string): string {
  return textOf({ text: `<main>${html}` } as Response).trim();
}
