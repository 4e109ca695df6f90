import { domainOf } from '../address/login-email.js';
import { type Account, accountOf } from '../attempt/account.js';
import type { Attempt } from '../attempt/attempt-store.js';
import { findCompanyByDomain } from '../companies/company-store.js';
import { listSids } from '../companies/entry-store.js';
import {
  type ContactAtCompany,
  findContactAtCompany,
  isInactiveThereOnly,
  listContactsByAddress,
} from '../contacts/contact-store.js';
import { knownOf, type Match, type Resolved, resolveContact } from '../contacts/resolve.js';
import type { Db } from '../db/schema.js';
import { findLinkOfAccount, isLinkOf, listLinksOfAddress } from '../directory/account-store.js';
import { findActiveDirectory } from '../directory/sign-in-store.js';

/** An account that still counts, with the directory that vouches for it. */
export type LiveAccount = Account & { companyId: string; directoryName: string };
type OwnedAccount = Pick<LiveAccount, 'companyId' | 'directoryId' | 'objectGuid'>;

export interface Matched {
  resolved: Resolved;
  account: LiveAccount | undefined;
  /** The company at which the right password was enough: the directory's own, or the linked contact's. */
  vouchedFor?: string;
}

/**
 * Who a proven attempt is: by its account when that is linked, else by its address together with the account's domain SID.
 * Undefined when a directory alone has proven it, and vouches for it no more.
 */
export async function matchAttempt(trx: Db, attempt: Attempt): Promise<Matched | undefined> {
  const account = await findLiveAccount(trx, accountOf(attempt));
  const { address } = attempt;
  if (attempt.proven_by !== 'directory') {
    if (account?.elsewhere) return { account: undefined, resolved: await matchElsewhere(trx, account, address) };
    return { account, resolved: await resolveContact(trx, address, account?.domainSid) };
  }
  if (!account) return undefined;
  const linked = await matchLinked(trx, account);
  if (linked) return linked;
  const resolved = await matchClaimed(trx, account, address);
  return resolved && { account, resolved, vouchedFor: account.companyId };
}

/** The account while its directory is switched on and its domain SID is one of the company's. */
export async function findLiveAccount(trx: Db, account: Account | undefined): Promise<LiveAccount | undefined> {
  const directory = account && (await findActiveDirectory(trx, account.directoryId));
  if (!directory) return undefined;
  const sids = await listSids(trx, directory.company_id);
  if (!sids.includes(account.domainSid)) return undefined;
  return { ...account, companyId: directory.company_id, directoryName: directory.name };
}

/** The contact that an account is linked to, while the contact's company still bears the account's domain SID. */
export async function findLinkedContact(trx: Db, account: Account): Promise<ContactAtCompany | undefined> {
  const link = await findLinkOfAccount(trx, account.directoryId, account.objectGuid);
  const contact = link && (await findContactAtCompany(trx, link.contact_id));
  return contact && (await listSids(trx, contact.company_id)).includes(account.domainSid) ? contact : undefined;
}

/**
 * Whether the mail that a directory claims for an account is an address of its company: in one of the email domains, or a
 * contact's, and linked to no other account. Any other has to be proven by email token.
 */
export async function isOwnAddress(trx: Db, account: OwnedAccount, mail: string): Promise<boolean> {
  const links = await listLinksOfAddress(trx, mail);
  // Its own link may be a moment old: of a first click, or of another browser.
  if (links.some((link) => !isLinkOf(link, account))) return false;
  const { companyId } = account;
  const owner = await findCompanyByDomain(trx, domainOf(mail));
  if (owner) return owner.id === companyId;
  return (await listContactsByAddress(trx, mail)).some((contact) => contact.company_id === companyId);
}

/** Perhaps another person's account: its domain says something only about an address that nothing else is known of. */
async function matchElsewhere(trx: Db, { domainSid }: LiveAccount, address: string): Promise<Resolved> {
  const resolved = await resolveContact(trx, address);
  return resolved.kind === 'unmatched' ? resolveContact(trx, address, domainSid) : resolved;
}

async function matchLinked(trx: Db, account: LiveAccount): Promise<Matched | undefined> {
  const contact = await findLinkedContact(trx, account);
  const known = contact && knownOf([contact], 'linked contact');
  if (!known) return undefined;
  const returning = await matchReturning(trx, account, contact);
  const resolved = { ...(returning ?? known), domainCompanyId: undefined };
  return { account, vouchedFor: contact.company_id, resolved };
}

/** Whoever has an account comes back where their address and its domain would make them a new contact. */
async function matchReturning(
  trx: Db,
  { domainSid }: LiveAccount,
  contact: ContactAtCompany,
): Promise<Match | undefined> {
  if (!isInactiveThereOnly(contact)) return undefined;
  const resolved = await resolveContact(trx, contact.address, domainSid);
  return resolved.kind === 'returning' && resolved.contact.id === contact.id ? resolved : undefined;
}

/** A directory speaks for the email domains of its company; for another address only as far as its own contacts go. */
async function matchClaimed(trx: Db, account: LiveAccount, address: string): Promise<Resolved | undefined> {
  if (!(await isOwnAddress(trx, account, address))) return undefined;
  const resolved = await resolveContact(trx, address, account.domainSid);
  if (resolved.domainCompanyId === account.companyId) return resolved;
  if (resolved.kind === 'inactive' || resolved.kind === 'returning') return resolved;
  if (resolved.kind !== 'known') return undefined;
  const [first, ...others] = resolved.contacts.filter((contact) => contact.company_id === account.companyId);
  return first && { ...resolved, contacts: [first, ...others] };
}
