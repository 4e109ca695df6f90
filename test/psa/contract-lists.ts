import { expect, test } from 'vitest';
import { all } from './asked.js';
import { type ContractWorld, STARTED } from './contract-world.js';

/** What a connector reads of everything that is there. */
export function listsContract(start: () => Promise<ContractWorld>): void {
  test('says each step of a test as it succeeds', async () => {
    const { psa, connector } = await start();
    const companyId = psa.company({ name: 'Acme' });
    psa.contact({ companyId });
    psa.contact({ companyId });
    const steps = await all(connector.test());
    const common = ['found', 'signed-in', 'companies-read', 'contacts-read'];
    expect(steps.filter(({ kind }) => common.includes(kind))).toMatchObject([
      { kind: 'found', product: expect.stringMatching(/./), account: expect.stringMatching(/./) },
      { kind: 'signed-in' },
      { kind: 'companies-read', count: 1 },
      { kind: 'contacts-read', count: 2 },
    ]);
  });

  test('lists companies as they are, inactive ones too', async () => {
    const { psa, connector } = await start();
    const types = psa.knows.severalTypes ? ['Client', 'Vendor'] : ['Client'];
    const domains = psa.knows.domains ? ['acme.example', 'acme-berlin.example', 'acme-paris.example'] : [];
    const acme = psa.company({ name: 'Acme & Söhne', website: 'www.acme.example', types, domains });
    const gone = psa.company({ name: 'Gone', active: false });
    expect((await all(connector.listCompanies())).flat()).toMatchObject([
      { id: acme, name: 'Acme & Söhne', website: 'www.acme.example', types, domains, active: true },
      { id: gone, name: 'Gone', website: '', domains: [], active: false },
    ]);
    expect(await connector.findCompany(acme)).toMatchObject({ name: 'Acme & Söhne', types, domains });
    expect(await connector.findCompany(gone)).toMatchObject({ name: 'Gone', active: false });
  });

  test('lists contacts as they are: inactive, without an address, without a company where there are such', async () => {
    const { psa, connector } = await start();
    const companyId = psa.company({ name: 'Acme' });
    const addresses = ['Ann@Acme.example', 'ann@home.example'];
    const ann = psa.contact({ companyId, firstName: 'Ann', lastName: 'Lee', addresses, primary: true });
    const bob = psa.contact({ firstName: 'Bob', inactive: true });
    const theirs = { id: ann, companyId, firstName: 'Ann', lastName: 'Lee', addresses, primary: psa.knows.primary };
    const bobs = { id: bob, firstName: 'Bob', addresses: [], primary: false, refusal: 'inactive' };
    const listed = (await all(connector.listContacts())).flat();
    expect(listed).toEqual([{ ...theirs, refusal: undefined }, expect.objectContaining(bobs)]);
    expect(listed[1]?.companyId === undefined).toBe(psa.knows.noCompany);
    expect(await connector.findContact(ann)).toEqual({ ...theirs, refusal: undefined });
  });

  test('lists 1100 contacts once each, some at a time', async () => {
    const { psa, connector } = await start();
    const companyId = psa.company({ name: 'Acme' });
    const ids = Array.from({ length: 1100 }, () => psa.contact({ companyId }));
    const pages = await all(connector.listContacts());
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat().map(({ id }) => id)).toEqual(ids);
  });

  test('lists contacts that changed since a moment, which is nobody when nobody did', async () => {
    const { psa, connector, wait } = await start();
    const [ann] = [psa.contact({ firstName: 'Ann' }), psa.contact({ firstName: 'Bob' })];
    wait(5_000);
    const since = STARTED + 5_000;
    expect(await all(connector.listContacts(since))).toEqual([]);
    psa.changeContact(ann, { firstName: 'Anna' });
    const cy = psa.contact({ firstName: 'Cy' });
    const listed = (await all(connector.listContacts(since))).flat();
    expect(listed).toMatchObject([
      { id: ann, firstName: 'Anna' },
      { id: cy, firstName: 'Cy' },
    ]);
  });

  test('lists at least the companies that changed since a moment', async () => {
    const { psa, connector, wait } = await start();
    const [acme] = [psa.company({ name: 'Acme' }), psa.company({ name: 'Bell' })];
    wait(5_000);
    psa.changeCompany(acme, { name: 'Acme Ltd' });
    const cafe = psa.company({ name: 'Café' });
    const listed = (await all(connector.listCompanies(STARTED + 5_000))).flat();
    expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(['Acme Ltd', 'Café']));
    expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining([acme, cafe]));
  });
}
