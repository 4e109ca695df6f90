import type { NewCompany, NewContact } from '../support/psa/connectwise/records.js';
import type { FakeConnectWise } from '../support/psa/connectwise/server.js';
import { seededCompany } from './seed.js';

/** `linked`: already so when the demo begins, with our company of this name or with a new one. */
type There = Partial<NewCompany> & { name: string; linked?: true; contacts?: Partial<NewContact>[] };

/** At two companies, and at home in neither domain. */
const INES = { firstName: 'Ines', lastName: 'Duarte', emails: ['ines@duarte-consulting.example'] };

/** Those that the portal has, too, have its people there besides these. */
const THERE: There[] = [
  {
    name: 'Hart & Sons Joinery',
    linked: true,
    contacts: [
      {
        firstName: 'Amelia',
        lastName: 'Hart',
        primary: true,
        phone: '+44 20 7946 0101',
        emails: ['amelia.hart@hartandsons.example', { value: 'amelia@hart-joinery.example', type: 'Personal' }],
      },
      { firstName: 'Priya', lastName: 'Nair', emails: ['priya.nair@hartandsons.example'], inactive: true },
      { firstName: 'Oliver', lastName: 'Hart', emails: ['oliver.hart@hartandsons.example'] },
      { firstName: 'Workshop', emails: [{ value: 'workshop@hartandsons.example', type: 'Shared Mailbox' }] },
    ],
  },
  {
    name: 'Bluewater Dental Group',
    linked: true,
    contacts: [
      {
        firstName: 'Jonas',
        lastName: 'Weber',
        emails: ['jonas.weber@bluewaterdental.example'],
        disablePortalLogin: true,
      },
      { firstName: 'Hannah', lastName: 'Cole', emails: ['reception@bluewaterdental.example'] },
      { firstName: 'Lucy', lastName: 'Park', emails: ['reception@bluewaterdental.example'] },
    ],
  },
  { name: 'Kaminski Logistics', linked: true, contacts: [INES] },
  { name: 'Orchard Primary School', linked: true, contacts: [INES] },
  {
    name: 'Castellan Insurance Brokers',
    linked: true,
    website: 'https://www.castellan.example',
    contacts: [
      { firstName: 'Ruth', lastName: 'Adeyemi', primary: true, emails: ['ruth.adeyemi@castellan.example'] },
      { firstName: 'Gareth', lastName: 'Pugh', emails: ['gareth.pugh@castellan.example'] },
    ],
  },
  { name: 'Solène Architectes' },
  { name: 'Van der Meer Accountants' },
  { name: 'Riverside Animal Clinic', status: 'Credit Hold' },
  {
    name: 'Pemberton Optics',
    website: 'pemberton-optics.example',
    contacts: [{ firstName: 'Nadia', lastName: 'Rahman', emails: ['nadia@pemberton-optics.example'] }],
  },
  {
    name: 'Fjordside Hotels',
    website: 'https://fjordside.example/en',
    types: ['Client', 'Vendor'],
    contacts: [
      { firstName: 'Ingrid', lastName: 'Moe', emails: ['ingrid.moe@fjordside.example'] },
      { firstName: 'Night desk' },
    ],
  },
  { name: 'Old Mill Printing', status: 'Inactive', website: 'https://oldmill.example' },
  {
    name: 'Halcyon Breweries',
    types: ['Prospect'],
    website: 'https://halcyon.example',
    contacts: [{ firstName: 'Joel', lastName: 'Stern', emails: ['joel.stern@halcyon.example'] }],
  },
  { name: 'Tall Ships Museum', deleted: true },
];

export const TO_TRY: [address: string, what: string][] = [
  ['amelia.hart@hartandsons.example', 'a contact of both; amelia@hart-joinery.example is hers, too'],
  ['oliver.hart@hartandsons.example', 'came from ConnectWise'],
  ['sam.newcomer@hartandsons.example', 'known nowhere: signs in, and is created there'],
  ['ines@duarte-consulting.example', 'at two companies: chooses'],
  ['reception@bluewaterdental.example', 'two contacts of one company: the older one signs in, the console says so'],
  ['priya.nair@hartandsons.example', 'inactive there: gets no mail'],
  ['jonas.weber@bluewaterdental.example', 'portal login disabled there: gets no mail'],
  ['joel.stern@halcyon.example', 'at a company that is not linked: gets no mail'],
];

/** Fills an empty ConnectWise, and answers which companies are to be linked when the demo begins. */
export function fillPsa(fake: FakeConnectWise): { psaId: string; name: string }[] {
  fake.contact({ firstName: 'Sam', lastName: 'Whitlock', emails: ['sam.whitlock@freelance.example'] });
  return THERE.flatMap(({ linked, contacts = [], ...company }) => {
    const ours = seededCompany(company.name);
    const { id, name } = fake.company({ ...(ours && { website: `https://www.${ours.domain}` }), ...company });
    const told = new Set(contacts.map(({ firstName, lastName }) => `${firstName} ${lastName}`));
    const people = (ours?.people ?? []).filter(({ firstName, lastName }) => !told.has(`${firstName} ${lastName}`));
    for (const { address, ...names } of people) fake.contact({ companyId: id, ...names, emails: [address] });
    for (const contact of contacts) fake.contact({ companyId: id, ...contact });
    return linked ? [{ psaId: String(id), name }] : [];
  });
}
