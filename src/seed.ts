import { insertAdministrator } from './admin/administrator-store.js';
import { addCompany, saveCompany } from './companies/company.js';
import { addContact } from './contacts/contact.js';
import type { Context } from './context.js';
import { newId } from './id.js';
import { markSetUp } from './installation/installation-store.js';
import { DEFAULTS } from './mail-token/settings.js';
import { saveMailTokenSettings } from './mail-token/settings-store.js';

export type Seeded = { kind: 'seeded' | 'there-already' } | { kind: 'refused'; reason: string };

export const DEMO_ADMINISTRATOR = { name: 'Robin Okafor', address: 'robin@msp.example' };
export const DEMO_CONTACT = 'amelia.hart@hartandsons.example';

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
  const people = PEOPLE.slice(0, 3 + (at % (PEOPLE.length - 2)));
  for (const [firstName, lastName] of people) {
    const address = `${plain(firstName)}.${plain(lastName)}@${domains[0]}`;
    await addContact(ctx, { companyId: id, address, firstName, lastName }, by);
  }
}

/** `Solène` as it stands in an address. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}
