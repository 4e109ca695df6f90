import { type EmailDomainFault, parseEmailDomain } from '../address/email-domain.js';
import type { Db } from '../db/schema.js';
import type { Company } from './company-store.js';
import { type DomainSidFault, parseDomainSid } from './domain-sid.js';
import { type DomainOwner, listDomains, listOtherOwners, listSids } from './entry-store.js';
import { add, type Pending, readPending } from './pending.js';

/** A company as it stands in its form: saved, or changed there and not saved yet. */
export interface Draft {
  name: string;
  portalName: string;
  active: boolean;
  createsContacts: boolean;
  domains: Pending;
  sids: Pending;
  /** Typed beside Add, and not added yet. */
  typedDomain: string;
  typedSid: string;
}

/** What the form sends, as it was typed. */
export interface PostedDraft {
  name: string;
  portal_name: string;
  active: boolean;
  creates_contacts: boolean;
  domains_to_add: string;
  domains_to_remove: string;
  sids_to_add: string;
  sids_to_remove: string;
  email_domain: string;
  domain_sid: string;
}

export type DomainAdded =
  | { kind: 'pending'; draft: Draft }
  | { kind: 'refused'; reason: EmailDomainFault | 'already' }
  | { kind: 'taken'; owner: DomainOwner };
export type SidAdded = { kind: 'pending'; draft: Draft } | { kind: 'refused'; reason: DomainSidFault | 'already' };

/** The company as it is saved. */
export async function readSavedDraft(db: Db, company: Company): Promise<Draft> {
  const none = { toAdd: [], toRemove: [] };
  return {
    name: company.name,
    portalName: company.portal_name ?? '',
    active: company.active === 1,
    createsContacts: company.creates_contacts === 1,
    domains: { saved: await listDomains(db, company.id), ...none },
    sids: { saved: await listSids(db, company.id), ...none },
    typedDomain: '',
    typedSid: '',
  };
}

/** What was posted, over what is saved now. */
export function changedDraft(saved: Draft, posted: PostedDraft): Draft {
  const domains = { toAdd: posted.domains_to_add, toRemove: posted.domains_to_remove };
  const sids = { toAdd: posted.sids_to_add, toRemove: posted.sids_to_remove };
  return {
    name: posted.name,
    portalName: posted.portal_name,
    active: posted.active,
    createsContacts: posted.creates_contacts,
    domains: readPending(saved.domains.saved, domains, isStoredDomain),
    sids: readPending(saved.sids.saved, sids, isStoredSid),
    typedDomain: posted.email_domain,
    typedSid: posted.domain_sid,
  };
}

/** Whether anything in the form differs from what is saved. */
export function isUnsaved(saved: Draft, draft: Draft): boolean {
  const { domains, sids } = draft;
  const pending = [domains.toAdd, domains.toRemove, sids.toAdd, sids.toRemove].some((entries) => entries.length > 0);
  const fields = ['name', 'portalName', 'active', 'createsContacts'] as const;
  return pending || fields.some((field) => draft[field] !== saved[field]);
}

/** Puts the email domain that was typed into the list, not saved yet; refused with the reason, or with whose it is. */
export async function addTypedDomain(db: Db, companyId: string, draft: Draft): Promise<DomainAdded> {
  const parsed = parseEmailDomain(draft.typedDomain);
  if (parsed.kind === 'refused') return parsed;
  const [owner] = await listOtherOwners(db, companyId, [parsed.domain]);
  if (owner) return { kind: 'taken', owner };
  const added = add(draft.domains, parsed.domain);
  if (added.kind === 'already') return { kind: 'refused', reason: 'already' };
  return { kind: 'pending', draft: { ...draft, domains: added.list, typedDomain: '' } };
}

/** Puts the domain SID that was typed into the list, not saved yet. Several companies may share one. */
export function addTypedSid(draft: Draft): SidAdded {
  const parsed = parseDomainSid(draft.typedSid);
  if (parsed.kind === 'refused') return parsed;
  const added = add(draft.sids, parsed.sid);
  if (added.kind === 'already') return { kind: 'refused', reason: 'already' };
  return { kind: 'pending', draft: { ...draft, sids: added.list, typedSid: '' } };
}

function isStoredDomain(text: string): boolean {
  const parsed = parseEmailDomain(text);
  return parsed.kind === 'domain' && parsed.domain === text;
}

function isStoredSid(text: string): boolean {
  const parsed = parseDomainSid(text);
  return parsed.kind === 'sid' && parsed.sid === text;
}
