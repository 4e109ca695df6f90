import { randomUUID } from 'node:crypto';
import type { TypedDirectory } from '../../src/directory/typed-directory.js';
import { signInByPassword, tokenInstead } from '../support/directory-login.js';
import { type AcmeDirectory, givenAcmeDirectory, WITHOUT_SERVICE_ACCOUNT } from '../support/directory-world.js';
import type { Forest } from '../support/forest.js';
import { asAdministrator } from '../support/forest-client.js';
import type { ForestController } from '../support/forest-controller.js';
import type { ForestUser } from '../support/forest-users.js';
import { type Portal, startPortal } from '../support/portal.js';
import type { MailedToken } from '../support/sign-in.js';
import type { Visitor } from '../support/visitor.js';

/** The heading of the page that a leaver comes to. */
export const LEFT = 'Your Windows account is switched off';
/** What the record says of one. */
export const SWITCHED_OFF = 'ACME forest: the account is switched off';

/** Without a service account a directory tells of somebody only what their own password shows. */
export const ASKED_BY_NOBODY = {
  ...WITHOUT_SERVICE_ACCOUNT,
  leaverProtection: false,
  upnSuffixes: ['acme.test', 'acme.example'],
};

/** A portal where Acme's directory protects from leavers. */
export async function givenProtectedAcme(
  changed: Partial<TypedDirectory> = {},
): Promise<AcmeDirectory & { portal: Portal }> {
  const portal = await startPortal();
  return { portal, ...(await givenAcmeDirectory(portal, { leaverProtection: true, ...changed })) };
}

/** Whoever asks all four, one time-out after the other, waits ten seconds for a controller that hangs. */
export function everyAddressOf({ ldaps, ldap }: ForestController): string[] {
  return [ldaps, ldap, `${ldaps}:3269`, `${ldap}:3268`];
}

/** Asks for an email token as anybody does, and lets the worker decide; answers how many have been mailed by then. */
export async function mailsAfterAsking(
  portal: Portal,
  address: string,
  visitor: Visitor = portal.visitor(),
): Promise<number> {
  await visitor.post('/login', { email: address });
  const asked = await visitor.post('/login/options', { way: 'email-token' });
  if (asked.headers.location !== '/login/token') throw new Error(`Asking for a token answered ${asked.status}`);
  await portal.ctx.outbox.idle();
  return portal.sink.mailsTo(address).length;
}

/** Asks for an email token as anybody does, and reads it from the mail. */
export async function tokenFor(portal: Portal, visitor: Visitor, address: string): Promise<MailedToken> {
  await visitor.post('/login', { email: address });
  return tokenInstead(portal, visitor, address);
}

/** Signs in by email token from a new browser; answers where that led to, or with which status it was refused. */
export async function signInByToken(portal: Portal, address: string): Promise<string | number> {
  const visitor = portal.visitor();
  const { code } = await tokenFor(portal, visitor, address);
  const { headers, status } = await visitor.post('/login/token', { token: code });
  return headers.location ?? status;
}

/** Makes this account's person a contact, who signs in by password once, so that the two are linked. */
export async function linkByPassword(portal: Portal, companyId: string, user: ForestUser): Promise<string> {
  const contactId = await portal.given.contact(companyId, user.mail);
  const signedIn = await signInByPassword(portal, portal.visitor(), user);
  if (signedIn.headers.location !== '/') throw new Error(`The first sign-in answered ${signedIn.status}`);
  return contactId;
}

/** Moves an account to an OU of its own, beside the one in which people are. */
export async function moveOut(forest: Forest, user: ForestUser): Promise<void> {
  const unit = `OU=Leavers ${user.userName},${forest.baseDn}`;
  await asAdministrator(forest, async (client) => {
    await client.add(unit, { objectClass: 'organizationalUnit' });
    await client.modifyDN(user.dn, `CN=${user.userName},${unit}`);
  });
}

export function newAddress(domain = 'acme.example'): string {
  return `${randomUUID()}@${domain}`;
}

/** Somebody who signs in to Windows with their email address. */
export function mailAsUpn(): { mail: string; upn: string } {
  const address = newAddress();
  return { mail: address, upn: address };
}
