import { en } from '../../src/text/en.js';
import type { FakePsa, KeptOutBy, NewCompanyThere, NewContactThere } from '../support/psa/fake-psa.js';
import { seededCompany } from './seed.js';

/** `linked`: already so when the demo begins, with our company of this name or with a new one. */
type There = NewCompanyThere & { name: string; linked?: true; contacts?: Person[] };
type Person = NewContactThere & { keptOut?: KeptOutBy };

/** At two companies, and at home in neither domain. */
const INES = { firstName: 'Ines', lastName: 'Duarte', addresses: ['ines@duarte-consulting.example'] };

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
        addresses: ['amelia.hart@hartandsons.example', 'amelia@hart-joinery.example'],
      },
      { firstName: 'Priya', lastName: 'Nair', addresses: ['priya.nair@hartandsons.example'], inactive: true },
      { firstName: 'Oliver', lastName: 'Hart', addresses: ['oliver.hart@hartandsons.example'] },
      { firstName: 'Workshop', addresses: ['workshop@hartandsons.example'], keptOut: 'shared-mailbox' },
    ],
  },
  {
    name: 'Bluewater Dental Group',
    linked: true,
    contacts: [
      {
        firstName: 'Jonas',
        lastName: 'Weber',
        addresses: ['jonas.weber@bluewaterdental.example'],
        keptOut: 'portal-login',
      },
      { firstName: 'Hannah', lastName: 'Cole', addresses: ['reception@bluewaterdental.example'] },
      { firstName: 'Lucy', lastName: 'Park', addresses: ['reception@bluewaterdental.example'] },
    ],
  },
  { name: 'Kaminski Logistics', linked: true, contacts: [INES] },
  { name: 'Orchard Primary School', linked: true, contacts: [INES] },
  {
    name: 'Castellan Insurance Brokers',
    linked: true,
    website: 'https://www.castellan.example',
    domains: ['castellan.example', 'castellan-claims.example'],
    contacts: [
      { firstName: 'Ruth', lastName: 'Adeyemi', primary: true, addresses: ['ruth.adeyemi@castellan.example'] },
      { firstName: 'Gareth', lastName: 'Pugh', addresses: ['gareth.pugh@castellan.example'] },
    ],
  },
  { name: 'Solène Architectes' },
  { name: 'Van der Meer Accountants' },
  { name: 'Riverside Animal Clinic' },
  {
    name: 'Pemberton Optics',
    website: 'pemberton-optics.example',
    contacts: [{ firstName: 'Nadia', lastName: 'Rahman', addresses: ['nadia@pemberton-optics.example'] }],
  },
  {
    name: 'Fjordside Hotels',
    website: 'https://fjordside.example/en',
    types: ['Client', 'Vendor'],
    contacts: [
      { firstName: 'Ingrid', lastName: 'Moe', addresses: ['ingrid.moe@fjordside.example'] },
      { firstName: 'Night desk' },
    ],
  },
  { name: 'Old Mill Printing', active: false, website: 'https://oldmill.example' },
  {
    name: 'Halcyon Breweries',
    types: ['Prospect'],
    website: 'https://halcyon.example',
    contacts: [{ firstName: 'Joel', lastName: 'Stern', addresses: ['joel.stern@halcyon.example'] }],
  },
];

/** Addresses, and what becomes of who has them. */
export function toTry({ kind, keepOut }: FakePsa): [address: string, what: string][] {
  const there: [string, string][] = [
    ['amelia.hart@hartandsons.example', 'a contact of both; amelia@hart-joinery.example is hers, too'],
    ['oliver.hart@hartandsons.example', `came from ${en.psa.vendors[kind]}`],
    ['sam.newcomer@hartandsons.example', 'known nowhere: signs in, and is created there'],
    ['ines@duarte-consulting.example', 'at two companies: chooses'],
    ['reception@bluewaterdental.example', 'two contacts of one company: the older one signs in, the console says so'],
    ['priya.nair@hartandsons.example', 'inactive there: gets no mail, unless System > Contact creation lets them back'],
    ['joel.stern@halcyon.example', 'at a company that is not linked: gets no mail'],
  ];
  if (keepOut) there.push(['jonas.weber@bluewaterdental.example', 'portal login disabled there: gets no mail']);
  return there;
}

/** Fills an empty PSA, and answers which companies are to be linked when the demo begins. */
export function fillPsa(psa: FakePsa): { psaId: string; name: string }[] {
  if (psa.knows.noCompany)
    psa.contact({ firstName: 'Sam', lastName: 'Whitlock', addresses: ['sam.whitlock@freelance.example'] });
  return THERE.flatMap(({ linked, contacts = [], ...company }) => {
    const ours = seededCompany(company.name);
    const psaId = psa.company({ ...(ours && { website: `https://www.${ours.domain}` }), ...company });
    const told = new Set(contacts.map(({ firstName, lastName }) => `${firstName} ${lastName}`));
    const people = (ours?.people ?? []).filter(({ firstName, lastName }) => !told.has(`${firstName} ${lastName}`));
    for (const { address, ...names } of people) psa.contact({ companyId: psaId, ...names, addresses: [address] });
    for (const { keptOut, ...contact } of contacts) {
      const id = psa.contact({ companyId: psaId, ...contact });
      if (keptOut) psa.keepOut?.(id, keptOut);
    }
    return linked ? [{ psaId, name: company.name }] : [];
  });
}
