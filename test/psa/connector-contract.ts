import { describe, expect, test } from 'vitest';
import type { PsaConnector } from '../../src/psa/connector.js';
import { PsaFault, type PsaFaultKind } from '../../src/psa/fault.js';

/** A vendor's fake in our words, with its connector. Ids are the PSA's, as the connector shows them. */
export interface FakePsa {
  connector: PsaConnector;
  /** What must be in no fault. */
  secrets: string[];
  company(company: { name: string; website?: string; types?: string[]; active?: boolean }): string;
  contact(contact: NewThere): string;
  rename(kind: 'company' | 'contact', id: string, name: string): void;
  remove(kind: 'company' | 'contact', id: string): void;
  /** The contacts as they are there, whatever the connector says. */
  contacts(): { companyId: string | undefined; firstName: string; addresses: string[]; maySignIn: boolean }[];
  /** How many requests came in, or how many of them would create somebody. */
  asked(what?: 'creations'): number;
  trouble(trouble: Trouble, what?: 'creations'): Promise<void>;
  wait(ms: number): void;
}

export interface NewThere {
  companyId?: string;
  firstName?: string;
  lastName?: string;
  addresses?: string[];
  primary?: boolean;
  inactive?: boolean;
}

export type Trouble =
  | 'dead'
  | 'wrong-secret'
  | 'forbidden'
  | 'throttled-for-7-seconds'
  | 'failing'
  | 'proxy-page'
  | 'redirect'
  | 'huge'
  | 'silent'
  | 'question-lost'
  | 'answer-lost'
  | 'says-our-secret';

const NOT_DONE: [Trouble, PsaFaultKind][] = [
  ['dead', 'unreachable'],
  ['wrong-secret', 'unauthorized'],
  ['forbidden', 'forbidden'],
  ['throttled-for-7-seconds', 'limited'],
  ['says-our-secret', 'refused'],
];
const PERHAPS_DONE: [Trouble, PsaFaultKind][] = [
  ['failing', 'broken'],
  ['proxy-page', 'broken'],
  ['redirect', 'redirected'],
  ['huge', 'too-large'],
  ['silent', 'no-answer'],
  ['question-lost', 'unreachable'],
  ['answer-lost', 'unreachable'],
];
const ADDRESSES = [
  'ann@acme.example',
  'ann+portal@acme.example',
  "o'neill@acme.example",
  'a*n@acme.example',
  'a&b=c@acme.example',
  '#1/{x}~|?$^@acme.example',
];

/** What every connector does alike, shown against its vendor's fake. */
export function connectorContract(vendor: string, start: () => Promise<FakePsa>): void {
  describe(`the connector to ${vendor}`, () => {
    test('says each step of a test as it succeeds', async () => {
      const psa = await start();
      const companyId = psa.company({ name: 'Acme' });
      psa.contact({ companyId });
      psa.contact({ companyId });
      const steps = await all(psa.connector.test());
      expect(steps.slice(0, 4)).toMatchObject([
        { kind: 'found', product: expect.stringContaining(vendor), account: expect.stringMatching(/./) },
        { kind: 'signed-in' },
        { kind: 'companies-read', count: 1 },
        { kind: 'contacts-read', count: 2 },
      ]);
    });

    test('lists companies as they are, inactive ones too', async () => {
      const psa = await start();
      const acme = psa.company({ name: 'Acme & Söhne', website: 'www.acme.example', types: ['Client', 'Vendor'] });
      const gone = psa.company({ name: 'Gone', active: false });
      expect((await all(psa.connector.listCompanies())).flat()).toMatchObject([
        { id: acme, name: 'Acme & Söhne', website: 'www.acme.example', types: ['Client', 'Vendor'], active: true },
        { id: gone, name: 'Gone', website: '', active: false },
      ]);
      expect(await psa.connector.findCompany(gone)).toMatchObject({ name: 'Gone', active: false });
    });

    test('lists contacts as they are: inactive, without a company, without an address', async () => {
      const psa = await start();
      const companyId = psa.company({ name: 'Acme' });
      const addresses = ['Ann@Acme.example', 'ann@home.example'];
      const ann = psa.contact({ companyId, firstName: 'Ann', lastName: 'Lee', addresses, primary: true });
      const bob = psa.contact({ firstName: 'Bob', inactive: true });
      const theirs = { id: ann, companyId, firstName: 'Ann', lastName: 'Lee', addresses, primary: true };
      expect((await all(psa.connector.listContacts())).flat()).toEqual([
        { ...theirs, refusal: undefined },
        expect.objectContaining({ id: bob, companyId: undefined, addresses: [], primary: false, refusal: 'inactive' }),
      ]);
      expect(await psa.connector.findContact(ann)).toEqual({ ...theirs, refusal: undefined });
    });

    test('lists 600 contacts once each, some at a time', async () => {
      const psa = await start();
      const companyId = psa.company({ name: 'Acme' });
      const ids = Array.from({ length: 600 }, () => psa.contact({ companyId }));
      const pages = await all(psa.connector.listContacts());
      expect(pages.length).toBeGreaterThan(1);
      expect(pages.flat().map(({ id }) => id)).toEqual(ids);
    });

    test('lists what changed since a moment, which is nothing when nothing did', async () => {
      const psa = await start();
      const { connector } = psa;
      const [acme] = [psa.company({ name: 'Acme' }), psa.company({ name: 'Bell' })];
      const [ann] = [psa.contact({ firstName: 'Ann' }), psa.contact({ firstName: 'Bob' })];
      psa.wait(5_000);
      const since = Date.UTC(2026, 0, 5) + 5_000;
      expect([await all(connector.listCompanies(since)), await all(connector.listContacts(since))]).toEqual([[], []]);
      psa.rename('company', acme, 'Acme Ltd');
      psa.rename('contact', ann, 'Anna');
      expect((await all(connector.listCompanies(since))).flat()).toMatchObject([{ id: acme, name: 'Acme Ltd' }]);
      expect((await all(connector.listContacts(since))).flat()).toMatchObject([{ id: ann, firstName: 'Anna' }]);
    });

    test('a record that was removed is not there any more', async () => {
      const psa = await start();
      const [acme, ann] = [psa.company({ name: 'Acme' }), psa.contact({})];
      psa.remove('contact', ann);
      psa.remove('company', acme);
      expect(await psa.connector.findContact(ann)).toBeUndefined();
      expect(await psa.connector.findCompany(acme)).toBeUndefined();
    });

    test.each(['', '0', '1/../2', '1?x=', '%31', '-1', 'abc'])(
      'asks nothing about "%s", which is no id',
      async (id) => {
        const psa = await start();
        const contact = { companyId: id, firstName: 'Ann', lastName: '', address: 'ann@acme.example' };
        expect((await faultOf(psa.connector.findContact(id))).kind).toBe('refused');
        expect((await faultOf(psa.connector.findCompany(id))).kind).toBe('refused');
        expect(psa.asked()).toBe(0);
        await faultOf(psa.connector.createContact(contact));
        expect(psa.asked('creations')).toBe(0);
      },
    );

    test.each(ADDRESSES)('finds %s and nobody else', async (address) => {
      const psa = await start();
      for (const other of [...ADDRESSES, 'ann portal@acme.example', 'xann@acme.example', 'aXn@acme.example']) {
        if (other !== address) psa.contact({ addresses: [other] });
      }
      expect(await psa.connector.findContactsByAddress(address)).toEqual([]);
      const ann = psa.contact({ addresses: [address] });
      expect(await psa.connector.findContactsByAddress(address)).toMatchObject([{ id: ann, addresses: [address] }]);
    });

    test('finds everybody with an address: at every company, inactive, by a further one, in capitals', async () => {
      const psa = await start();
      const [acme, bell] = [psa.company({ name: 'Acme' }), psa.company({ name: 'Bell', active: false })];
      const ids = [
        psa.contact({ companyId: acme, addresses: ['ann@acme.example'] }),
        psa.contact({ companyId: acme, addresses: ['ann@home.example', 'ANN@ACME.EXAMPLE'] }),
        psa.contact({ companyId: bell, addresses: ['Ann@acme.example'], inactive: true }),
        psa.contact({ addresses: ['ann@acme.example'] }),
      ];
      const found = await psa.connector.findContactsByAddress('ann@acme.example');
      expect(found.map(({ id }) => id)).toEqual(ids);
    });

    test('creates somebody who may sign in, and finds them from then on', async () => {
      const psa = await start();
      const companyId = psa.company({ name: 'Acme' });
      const address = 'ann+1@acme.example';
      const id = await psa.connector.createContact({ companyId, firstName: 'Ann', lastName: 'Lee', address });
      expect(psa.contacts()).toMatchObject([{ companyId, firstName: 'Ann', addresses: [address], maySignIn: true }]);
      const found = { id, companyId, firstName: 'Ann', lastName: 'Lee', addresses: [address], refusal: undefined };
      expect(await psa.connector.findContactsByAddress(address)).toMatchObject([found]);
    });

    test.each([
      ['', ''],
      ['', 'Lee'],
      ['Ann', ''],
      ['A'.repeat(99), 'L'.repeat(99)],
      [' ', '\u{1f600}'.repeat(50)],
    ])('creates "%s" "%s", too', async (firstName, lastName) => {
      const psa = await start();
      const companyId = psa.company({ name: 'Acme' });
      await psa.connector.createContact({ companyId, firstName, lastName, address: `${'a'.repeat(64)}@acme.example` });
      expect(psa.contacts()).toHaveLength(1);
    });

    test('says in the words of the PSA why it does not create somebody', async () => {
      const psa = await start();
      const contact = { companyId: '999999', firstName: 'Ann', lastName: '', address: 'ann@acme.example' };
      const { kind, details } = await faultOf(psa.connector.createContact(contact));
      expect([kind, details.perhapsDone ?? false]).toEqual(['refused', false]);
      expect(details.detail).toMatch(/999999/);
    });

    test.each([...NOT_DONE, ...PERHAPS_DONE])('a PSA with this trouble: %s, is %s', async (trouble, kind) => {
      const psa = await start();
      await psa.trouble(trouble);
      const fault = await faultOf(psa.connector.findContactsByAddress('ann@acme.example'));
      expect(fault.kind).toBe(kind);
      expect(fault.details.retryAfterMs).toBe(kind === 'limited' ? 7_000 : undefined);
      expectNoSecrets(psa, fault);
    });

    test.each([
      ...NOT_DONE.map(([trouble, kind]) => [trouble, kind, false] as const),
      ...PERHAPS_DONE.map(([trouble, kind]) => [trouble, kind, true] as const),
    ])('a creation that meets this trouble: %s, is %s; perhaps done: %s', async (trouble, kind, perhapsDone) => {
      const psa = await start();
      const companyId = psa.company({ name: 'Acme' });
      const contact = { companyId, firstName: 'Ann', lastName: '', address: 'ann@acme.example' };
      await all(psa.connector.test());
      await psa.trouble(trouble, 'creations');
      const fault = await faultOf(psa.connector.createContact(contact));
      expect([fault.kind, fault.details.perhapsDone ?? false]).toEqual([kind, perhapsDone]);
      expect(psa.asked('creations')).toBe(trouble === 'dead' ? 0 : 1);
      expectNoSecrets(psa, fault);
    });
  });
}

export async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

/** The fault that a question ends with. */
export async function faultOf(question: Promise<unknown>): Promise<PsaFault> {
  const outcome = await question.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
  if (outcome instanceof PsaFault) return outcome;
  throw new Error('There was no fault', { cause: outcome });
}

function expectNoSecrets({ secrets }: FakePsa, fault: PsaFault): void {
  const told = JSON.stringify([fault.kind, fault.message, fault.details, fault.stack, String(fault.cause)]);
  for (const secret of secrets) expect(told).not.toContain(secret);
}
