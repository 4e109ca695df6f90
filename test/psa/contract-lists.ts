import { expect, test } from 'vitest';
import { all } from './asked.js';
import { type FakePsa, STARTED } from './fake-psa.js';

/** What a connector reads of everything that is there. */
export function listsContract(start: () => Promise<FakePsa>): void {
  test('says each step of a test as it succeeds', async () => {
    const psa = await start();
    const companyId = psa.company({ name: 'Acme' });
    psa.contact({ companyId });
    psa.contact({ companyId });
    const steps = await all(psa.connector.test());
    expect(steps.slice(0, 4)).toMatchObject([
      { kind: 'found', product: expect.stringMatching(/./), account: expect.stringMatching(/./) },
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
    const since = STARTED + 5_000;
    expect([await all(connector.listCompanies(since)), await all(connector.listContacts(since))]).toEqual([[], []]);
    psa.rename('company', acme, 'Acme Ltd');
    psa.rename('contact', ann, 'Anna');
    expect((await all(connector.listCompanies(since))).flat()).toMatchObject([{ id: acme, name: 'Acme Ltd' }]);
    expect((await all(connector.listContacts(since))).flat()).toMatchObject([{ id: ann, firstName: 'Anna' }]);
  });
}
