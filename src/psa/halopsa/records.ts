import { z } from 'zod';
import type { PsaCompany, PsaContact } from '../connector.js';

const Id = z.int().positive();
const text = z.string().nullish();

/** A user of whom nobody can tell where they belong, or whether they are inactive, is none that we can read. */
export const User = z.object({
  id: Id,
  name: text,
  firstname: text,
  surname: text,
  emailaddress: text,
  email2: text,
  email3: text,
  client_id: z.int().nullable(),
  inactive: z.boolean(),
});
export type User = z.output<typeof User>;

export const Client = z.object({
  id: Id,
  name: text,
  website: text,
  toplevel_name: text,
  domain: text,
  newclient_domain: text,
  inactive: z.boolean(),
});
export type Client = z.output<typeof Client>;

/** Only a single client says which of its sites is the main one. */
export const ClientWithSite = z.object({ id: Id, main_site_id: z.number().positive().nullish() });

export const Site = z.object({ id: z.number(), client_id: Id.nullish(), emaildomain: text });
export type Site = z.output<typeof Site>;

/** Halo may say where it has put somebody, and how. */
export const Saved = z.object({ id: Id, client_id: z.int().nullish(), inactive: z.boolean().nullish() });

/** Whatever it is. */
export const Numbered = z.looseObject({ id: z.int() });

/** As a list shows it, which may leave out further addresses. */
export function toContact(record: User): PsaContact {
  const { email2, email3 } = record;
  return { ...toWholeContact(record), ...((email2 === undefined || email3 === undefined) && { partial: true }) };
}

/** As it is shown by itself: what is not there is not there. */
export function toWholeContact(record: User): PsaContact {
  const { id, client_id, name, firstname, surname, emailaddress, email2, email3, inactive } = record;
  const named = firstname || surname;
  return {
    id: String(id),
    companyId: client_id && client_id > 0 ? String(client_id) : undefined,
    firstName: (named ? firstname : name) ?? '',
    lastName: surname ?? '',
    addresses: [emailaddress, email2, email3].flatMap((address) => address || []),
    primary: false, // it knows important contacts, but no first one
    refusal: inactive ? 'inactive' : undefined,
  };
}

/** `siteDomains`: the email domains of its sites, as they stand there. */
export function toCompany(record: Client, siteDomains: readonly string[]): PsaCompany {
  const { id, name, website, toplevel_name: type, domain, newclient_domain, inactive } = record;
  return {
    id: String(id),
    name: name ?? '',
    website: website ?? '',
    types: type ? [type] : [],
    domains: [...new Set([domain, newclient_domain, ...siteDomains].flatMap(split))],
    active: !inactive,
  };
}

/** Fields for one domain may hold several, and be written as the end of an address. */
function split(domains: string | null | undefined): string[] {
  const parts = (domains ?? '').split(/[\s,;]+/).map((domain) => domain.replace(/^@/, ''));
  return parts.filter((domain) => domain !== '');
}
