import { sortKey } from '../../companies/search.js';
import type { Db, Flag } from '../../db/schema.js';
import { replaceNotPlain } from '../../plain-text.js';
import { readStatedDomains } from '../companies/stated-domain.js';
import type { PsaCompany, PsaContact } from '../connector.js';
import { usableAddresses } from '../exactly.js';
import {
  listCopiedCompanies,
  listCopiedContacts,
  markBringDue,
  type PsaCompanyRow,
  type ShownContact,
  upsertCompanies,
  upsertContacts,
} from './copy-store.js';

const LONGEST_NAME = 100;
const LONGEST_WEBSITE = 300;

/** Writes companies into the copy. Answers the ids of those that are new or changed. */
export async function copyCompanies(trx: Db, now: number, companies: PsaCompany[]): Promise<string[]> {
  const rows = lastOfEach(companies).map((company) => companyRow(company, now));
  const before = new Map((await listCopiedCompanies(trx, idsOf(rows))).map((row) => [row.psa_id, row]));
  await upsertCompanies(trx, rows);
  return idsOf(rows.filter((row) => !isSameCompany(before.get(row.psa_id), row)));
}

/** Writes contacts into the copy. Answers the ids of the PSA's companies that have, or had, one that is new or changed: due now. */
export async function copyContacts(trx: Db, now: number, contacts: PsaContact[]): Promise<string[]> {
  const shown = lastOfEach(contacts);
  const copied = await listCopiedContacts(
    trx,
    shown.map(({ id }) => id),
  );
  const before = new Map(copied.map((row) => [row.psa_id, row]));
  const rows = shown.map((contact) => contactRow(contact, before.get(contact.id), now));
  const concerned = rows.flatMap((row) => {
    const old = before.get(row.psa_id);
    if (old && isSameContact(old, row)) return [];
    return old ? [old.psa_company_id, row.psa_company_id] : [row.psa_company_id];
  });
  const due = [...new Set(concerned)].filter((id) => id !== '').toSorted();
  // The companies first, as bringOver does, so that two never wait for each other.
  await markBringDue(trx, due, 1);
  await upsertContacts(trx, rows);
  return due;
}

function companyRow({ id, name, website, types, domains, active }: PsaCompany, now: number) {
  const shown = plain(name, LONGEST_NAME) || id;
  return {
    psa_id: id,
    name: shown,
    name_sort: sortKey(shown),
    website: plain(website, LONGEST_WEBSITE),
    types: JSON.stringify(types.map((type) => plain(type, LONGEST_NAME))),
    domains: JSON.stringify(readStatedDomains(domains)),
    active: Number(active) as Flag,
    seen_at: now,
  };
}

/** Addresses that nobody can sign in with are left out. Further ones stay where they are only not shown. */
function contactRow(contact: PsaContact, before: ShownContact | undefined, now: number): ShownContact {
  const addresses = usableAddresses(contact);
  const kept = contact.partial && addresses.length > 0 ? (before?.addresses.slice(1) ?? []) : [];
  return {
    psa_id: contact.id,
    psa_company_id: contact.companyId ?? '',
    first_name: plain(contact.firstName, LONGEST_NAME),
    last_name: plain(contact.lastName, LONGEST_NAME),
    addresses: [...new Set([...addresses, ...kept])],
    is_primary: Number(contact.primary) as Flag,
    refusal: contact.refusal ?? null,
    seen_at: now,
  };
}

/** One line that reads as it stands: it came from outside and goes onto pages. */
function plain(text: string, longest: number): string {
  const line = replaceNotPlain(text, ' ').trim().slice(0, longest);
  return replaceNotPlain(line, '').trim(); // the cut may have left half of a pair
}

/** One statement writes a row once only, whatever a page says twice. */
function lastOfEach<T extends { id: string }>(records: T[]): T[] {
  return [...new Map(records.map((record) => [record.id, record])).values()];
}

function idsOf(rows: { psa_id: string }[]): string[] {
  return rows.map((row) => row.psa_id);
}

function isSameCompany(before: PsaCompanyRow | undefined, row: ReturnType<typeof companyRow>): boolean {
  const fields = ['name', 'website', 'types', 'domains', 'active'] as const;
  return before !== undefined && fields.every((field) => before[field] === row[field]);
}

function isSameContact(before: ShownContact, row: ShownContact): boolean {
  const fields = ['psa_company_id', 'first_name', 'last_name', 'is_primary', 'refusal'] as const;
  const sameAddresses = before.addresses.join(' ') === row.addresses.join(' ');
  return sameAddresses && fields.every((field) => before[field] === row[field]);
}
