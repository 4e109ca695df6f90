import { insertAdministrator } from '../../src/admin/administrator-store.js';
import { addCompany, saveCompany } from '../../src/companies/company.js';
import { addContact } from '../../src/contacts/contact.js';
import type { Context } from '../../src/context.js';
import { newId } from '../../src/id.js';
import { markSetUp } from '../../src/installation/installation-store.js';
import { DEFAULTS } from '../../src/mail-token/settings.js';
import { saveMailTokenSettings } from '../../src/mail-token/settings-store.js';

export type Seeded = { kind: 'seeded' | 'there-already' } | { kind: 'refused'; reason: string };

export const DEMO_ADMINISTRATOR = { name: 'Robin Okafor', address: 'robin@msp.example' };
export const DEMO_CONTACT = 'amelia.hart@hartandsons.example';

/** Each with some of the people below, under its first domain. */
const COMPANIES: [name: string, domains: string[], portalName: string][] = [
  ['Hart & Sons Joinery', ['hartandsons.example', 'hart-joinery.example'], ''],
  ['Bluewater Dental Group', ['bluewaterdental.example'], 'Bluewater Help'],
  ['Kaminski Logistics', ['kaminski-logistics.example', 'kaminski.example'], ''],
  ['Orchard Primary School', ['orchardschool.example'], ''],
  ['Solène Architectes', ['solene-architectes.example', 'xn--solne-6ra.example'], ''],
  ['Van der Meer Accountants', ['vdmeer.example'], 'VDM Service Desk'],
  ['Riverside Animal Clinic', ['riversidevets.example'], ''],
  ['Tanaka Precision Tools', ['tanaka-tools.example'], ''],
  ['Morgan, Ellis & Partners LLP', ['morganellis.example'], ''],
  ['Greenfield Farm Supplies', ['greenfieldfarm.example'], ''],
  ['St Brigid Hospice', ['stbrigid.example'], ''],
  ['Lindqvist Elektro AB', ['lindqvist.example'], ''],
];
const PEOPLE: [first: string, last: string][] = [
  ['Amelia', 'Hart'],
  ['Tomasz', 'Kaminski'],
  ['Priya', 'Nair'],
  ['Jonas', 'Weber'],
  ['Solène', 'Roux'],
  ['Daniel', 'Osei'],
  ['Yuki', 'Tanaka'],
  ['Maria', 'Fernandes'],
];

interface Person {
  firstName: string;
  lastName: string;
  address: string;
}

/** A company that the demo begins with. Undefined when it has none of this name. */
export function seededCompany(name: string): { domain: string; people: Person[] } | undefined {
  const at = COMPANIES.findIndex(([one]) => one === name);
  const domain = COMPANIES[at]?.[1][0];
  return domain === undefined ? undefined : { domain, people: peopleAt(at) };
}

/** Fills an empty portal with believable companies and contacts, through the same rules as the console. */
export async function seed(ctx: Context): Promise<Seeded> {
  const { db, clock, config } = ctx;
  if (config.production) return { kind: 'refused', reason: 'Demo data does not belong into production' };
  if (!(await markSetUp(db, clock()))) return { kind: 'there-already' };
  const id = newId(clock());
  await insertAdministrator(db, { id, ...DEMO_ADMINISTRATOR, created_at: clock(), last_signed_in_at: null });
  const settings = {
    portalName: 'Northwind IT',
    senderAddress: 'no-reply@msp.example',
    helpContact: '+44 20 7946 0018',
  };
  await saveMailTokenSettings(db, { ...DEFAULTS, ...settings, enabled: true }, clock());
  for (const [at, company] of COMPANIES.entries()) await seedCompany(ctx, id, at, company);
  return { kind: 'seeded' };
}

async function seedCompany(
  ctx: Context,
  administratorId: string,
  at: number,
  [name, domains, portalName]: (typeof COMPANIES)[number],
): Promise<void> {
  const by = { administratorId, name: DEMO_ADMINISTRATOR.name };
  const id = await addCompany(ctx, name, by);
  const sidsToAdd =
    at % 3 === 0 ? [`S-1-5-21-${1_004_336_348 + at}-${1_177_238_915 - at}-${682_003_330 + at * 7}`] : [];
  const change = {
    name,
    portalName,
    active: true,
    createsContacts: true,
    domainsToAdd: domains,
    domainsToRemove: [],
    sidsToAdd,
    sidsToRemove: [],
  };
  await saveCompany(ctx, id, change, by);
  for (const person of peopleAt(at)) await addContact(ctx, { companyId: id, ...person }, by);
}

/** Who has a contact at the company that stands there in the list. */
function peopleAt(at: number): Person[] {
  const domain = COMPANIES[at]?.[1][0] ?? '';
  return PEOPLE.slice(0, 3 + (at % (PEOPLE.length - 2))).map(([firstName, lastName]) => {
    return { firstName, lastName, address: `${plain(firstName)}.${plain(lastName)}@${domain}` };
  });
}

/** `Solène` as it stands in an address. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}
