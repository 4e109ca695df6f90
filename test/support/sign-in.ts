import type { Response } from 'supertest';
import type { Portal } from './portal.js';
import type { Fields, Visitor } from './visitor.js';

export interface MailedToken {
  code: string;
  link: string;
}

/** A code that looks right and is nobody's. */
export const WRONG_CODE = '0000-0000';
export const ALICE = 'alice@acme.example';

/** Acme with its domain and Alice: the world that most sign-ins start in. */
export async function givenAlice(portal: Portal): Promise<{ companyId: string; contactId: string }> {
  const companyId = await portal.given.company({ domains: ['acme.example'] });
  return { companyId, contactId: await portal.given.contact(companyId, ALICE) };
}

/** Types the address into the dialog and waits for the mail. */
export async function askForToken(
  portal: Portal,
  visitor: Visitor,
  address = ALICE,
  fields: Fields = {},
): Promise<MailedToken> {
  return mailAfter(portal, address, () => visitor.post('/login', { email: address, ...fields }));
}

/** Types the address, waits until the worker has nothing left to do, and answers the status. */
export async function statusOfAsking(portal: Portal, visitor: Visitor, address = ALICE): Promise<number> {
  const { status } = await visitor.post('/login', { email: address });
  await portal.ctx.outbox.idle();
  return status;
}

/** Lets the cool-down pass, presses Resend and waits for the mail. */
export async function resendToken(portal: Portal, visitor: Visitor, address = ALICE): Promise<MailedToken> {
  portal.passMs(30_000);
  return mailAfter(portal, address, () => visitor.post('/login/resend'));
}

/** Signs in by pasting the code; answers what came back for it. */
export async function signIn(
  portal: Portal,
  visitor: Visitor,
  address = ALICE,
  fields: Fields = {},
): Promise<Response> {
  const { code } = await askForToken(portal, visitor, address, fields);
  return visitor.post('/login/token', { token: code, ...fields });
}

/** True when this browser is signed in as a contact. */
export async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get('/')).status === 200;
}

export async function contactSessions(portal: Portal) {
  return portal.ctx.db.selectFrom('sessions').selectAll().where('kind', '=', 'contact').execute();
}

/** What was recorded, as `kind outcome: trace`, the oldest first; of one moment in any order. */
export async function recorded(portal: Portal): Promise<string[]> {
  const events = await portal.ctx.db.selectFrom('audit_events').selectAll().orderBy('id').execute();
  return events.map(({ kind, outcome, trace }) => `${kind} ${outcome}${trace && `: ${trace}`}`);
}

/** Holds the portal's clock at one millisecond. */
export function stopClockAt(portal: Portal, at: number): void {
  portal.ctx.clock = () => at;
}

async function mailAfter(portal: Portal, address: string, ask: () => Promise<Response>): Promise<MailedToken> {
  const before = portal.sink.mailsTo(address).length;
  const asked = await ask();
  if (asked.status !== 303) throw new Error(`Asking for a token answered ${asked.status}`);
  const token = await portal.tokenMailed(address, before + 1);
  // The mail is here before the worker has noted so; a clock moved in between would make it send the mail again.
  await portal.ctx.outbox.idle();
  return token;
}
