import { z } from 'zod';
import type { PsaCompany, PsaContact } from '../connector.js';

const Id = z.int().positive();
const text = z.string().nullish();

const Item = z.object({
  type: z.object({ name: text }).nullish(),
  value: text,
  defaultFlag: z.boolean().nullish(),
  communicationType: text,
});

/** A contact without one of the two flags that may shut it out is none that we can read. */
export const Contact = z.object({
  id: Id,
  firstName: text,
  lastName: text,
  company: z.object({ id: Id }).nullish(),
  inactiveFlag: z.boolean(),
  disablePortalLoginFlag: z.boolean(),
  defaultFlag: z.boolean().nullish(),
  /** Absent when there are none. */
  communicationItems: z.array(Item).nullish(),
});
export type Contact = z.output<typeof Contact>;
export const CONTACT_FIELDS = Object.keys(Contact.shape).join();

export const Company = z.object({
  id: Id,
  name: text,
  website: text,
  status: z.object({ id: Id }).nullish(),
  types: z.array(z.object({ name: text })).nullish(),
  deletedFlag: z.boolean().nullish(),
});
export type Company = z.output<typeof Company>;
export const COMPANY_FIELDS = Object.keys(Company.shape).join();

export const Status = z.object({ id: Id, inactiveFlag: z.boolean() });

export const CommunicationType = z.object({
  id: Id,
  description: z.string(),
  emailFlag: z.boolean(),
  defaultFlag: z.boolean(),
});
export type CommunicationType = z.output<typeof CommunicationType>;

/** Whatever it is. */
export const Numbered = z.looseObject({ id: Id });

export function toContact(record: Contact): PsaContact {
  const { id, firstName, lastName, company, communicationItems } = record;
  const own = (communicationItems ?? []).filter(
    (item) => item.communicationType === 'Email' && !isSharedMailbox(item.type?.name),
  );
  const defaultFirst = own.toSorted((a, b) => Number(b.defaultFlag ?? false) - Number(a.defaultFlag ?? false));
  return {
    id: String(id),
    companyId: company ? String(company.id) : undefined,
    firstName: firstName ?? '',
    lastName: lastName ?? '',
    addresses: defaultFirst.flatMap(({ value }) => (value ? [value] : [])),
    primary: record.defaultFlag ?? false,
    refusal: refusalOf(record),
  };
}

export function toCompany(record: Company, inactiveStatuses: ReadonlySet<number>): PsaCompany {
  const { id, name, website, status, types, deletedFlag } = record;
  return {
    id: String(id),
    name: name ?? '',
    website: website ?? '',
    types: (types ?? []).flatMap((type) => (type.name ? [type.name] : [])),
    domains: [], // it has no such field
    active: !deletedFlag && !inactiveStatuses.has(status?.id ?? 0),
  };
}

/** How new contacts' addresses are stored: the ids of the types differ from one ConnectWise to another. */
export function chooseEmailType(types: CommunicationType[]): CommunicationType | undefined {
  const forEmail = types.filter((type) => type.emailFlag && !isSharedMailbox(type.description));
  return forEmail.find((type) => type.defaultFlag) ?? forEmail[0];
}

/** Many people read it, so it is nobody's way in. */
function isSharedMailbox(type: string | null | undefined): boolean {
  return type?.trim().toLowerCase() === 'shared mailbox';
}

/** Of both the one that stays when somebody inactive comes back. */
function refusalOf({ inactiveFlag, disablePortalLoginFlag }: Contact): PsaContact['refusal'] {
  if (disablePortalLoginFlag) return 'login-disabled';
  return inactiveFlag ? 'inactive' : undefined;
}
