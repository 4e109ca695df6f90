import { z } from 'zod';
import type { PsaCompany, PsaContact } from '../connector.js';

/** The company that the MSP itself is has the id 0. */
const CompanyId = z.int().nonnegative();
const text = z.string().nullish();

/** What Autotask wants a contact without a last name to be called, as everybody does it. */
export const NO_LAST_NAME = '-';

/** A contact that does not say whether it is active is none that we can read. */
export const Contact = z.object({
  id: z.int().positive(),
  companyID: CompanyId.nullish(),
  firstName: text,
  lastName: text,
  emailAddress: text,
  emailAddress2: text,
  emailAddress3: text,
  isActive: z.literal([0, 1]),
  primaryContact: z.boolean().nullish(),
});
export type Contact = z.output<typeof Contact>;
export const CONTACT_FIELDS = Object.keys(Contact.shape);

/** Of a company the same flag is a boolean. */
export const Company = z.object({
  id: CompanyId,
  companyName: text,
  webAddress: text,
  companyType: z.int().nullish(),
  isActive: z.boolean(),
});
export type Company = z.output<typeof Company>;
export const COMPANY_FIELDS = Object.keys(Company.shape);

/** Whatever it is. */
export const Numbered = z.looseObject({ id: CompanyId });

/** What Autotask says about a field of its records. */
export const Field = z.object({
  name: z.string(),
  length: z.int().nullish(),
  picklistValues: z.array(z.object({ value: z.string(), label: text })).nullish(),
});
export type Field = z.output<typeof Field>;

export function toContact(record: Contact): PsaContact {
  const { id, companyID, firstName, lastName, emailAddress, emailAddress2, emailAddress3, isActive } = record;
  return {
    id: String(id),
    companyId: typeof companyID === 'number' ? String(companyID) : undefined,
    firstName: firstName ?? '',
    lastName: lastName?.trim() === NO_LAST_NAME ? '' : (lastName ?? ''),
    addresses: [emailAddress, emailAddress2, emailAddress3].flatMap((address) => address || []),
    primary: record.primaryContact ?? false,
    refusal: isActive === 1 ? undefined : 'inactive',
  };
}

/** `types`: what its company types are called, by their numbers. */
export function toCompany(record: Company, types: ReadonlyMap<string, string>): PsaCompany {
  const { id, companyName, webAddress, companyType, isActive } = record;
  const type = types.get(String(companyType));
  return {
    id: String(id),
    name: companyName ?? '',
    website: webAddress ?? '',
    types: type ? [type] : [],
    domains: [], // it has no such field
    active: isActive,
  };
}

/** What the values of a field are called. */
export function labelsOf(fields: Field[], name: string): Map<string, string> {
  const values = fields.find((field) => field.name === name)?.picklistValues ?? [];
  return new Map(values.map(({ value, label }) => [value, label ?? '']));
}
