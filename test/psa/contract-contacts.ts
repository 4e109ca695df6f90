import { expect, test } from 'vitest';
import { faultOf } from './asked.js';
import type { ContractWorld } from './contract-world.js';

const ADDRESSES = [
  'ann@acme.example',
  'ann+portal@acme.example',
  "o'neill@acme.example",
  'a*n@acme.example',
  'a&b=c@acme.example',
  '#1/{x}~|?$^@acme.example',
];

/** How a connector finds somebody, and creates somebody. */
export function contactsContract(start: () => Promise<ContractWorld>): void {
  test('a record that was removed is not there any more', async () => {
    const { psa, connector } = await start();
    const [acme, ann] = [psa.company({ name: 'Acme' }), psa.contact({})];
    psa.remove('contact', ann);
    psa.remove('company', acme);
    expect(await connector.findContact(ann)).toBeUndefined();
    expect(await connector.findCompany(acme)).toBeUndefined();
  });

  test.each(['', '00', '1/../2', '1?x=', '%31', '-1', 'abc'])('asks nothing about "%s", which is no id', async (id) => {
    const { psa, connector, asked } = await start();
    const contact = { companyId: id, firstName: 'Ann', lastName: '', address: 'ann@acme.example' };
    expect((await faultOf(connector.findContact(id))).kind).toBe('refused');
    expect((await faultOf(connector.findCompany(id))).kind).toBe('refused');
    expect(asked()).toBe(0);
    await faultOf(connector.createContact(contact));
    await faultOf(connector.reactivateContact({ id, companyId: '1' }));
    expect([asked(psa.isCreation), asked(psa.isReactivation)]).toEqual([0, 0]);
  });

  test('takes 0 for no contact, whatever it is for a company', async () => {
    const { connector, asked } = await start();
    expect((await faultOf(connector.findContact('0'))).kind).toBe('refused');
    expect((await faultOf(connector.reactivateContact({ id: '0', companyId: '1' }))).kind).toBe('refused');
    expect(asked()).toBe(0);
  });

  test.each(ADDRESSES)('finds %s and nobody else', async (address) => {
    const { psa, connector } = await start();
    for (const other of [...ADDRESSES, 'ann portal@acme.example', 'xann@acme.example', 'aXn@acme.example']) {
      if (other !== address) psa.contact({ addresses: [other] });
    }
    expect(await connector.findContactsByAddress(address)).toEqual([]);
    const ann = psa.contact({ addresses: [address] });
    expect(await connector.findContactsByAddress(address)).toMatchObject([{ id: ann, addresses: [address] }]);
  });

  test('finds everybody with an address: at every company, inactive, by a further one, in capitals', async () => {
    const { psa, connector } = await start();
    const [acme, bell] = [psa.company({ name: 'Acme' }), psa.company({ name: 'Bell', active: false })] as const;
    const ids = [
      psa.contact({ companyId: acme, addresses: ['ann@acme.example'] }),
      psa.contact({ companyId: acme, addresses: ['ann@home.example', 'ANN@ACME.EXAMPLE'] }),
      psa.contact({ companyId: bell, addresses: ['Ann@acme.example'], inactive: true }),
      psa.contact({ addresses: ['ann@acme.example'] }),
    ];
    const found = await connector.findContactsByAddress('ann@acme.example');
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  test('creates somebody who may sign in, and finds them from then on', async () => {
    const { psa, connector } = await start();
    const companyId = psa.company({ name: 'Acme' });
    const address = 'ann+1@acme.example';
    const { id } = await connector.createContact({ companyId, firstName: 'Ann', lastName: 'Lee', address });
    expect(psa.contacts()).toMatchObject([{ companyId, firstName: 'Ann', addresses: [address], maySignIn: true }]);
    const found = { id, companyId, firstName: 'Ann', lastName: 'Lee', addresses: [address], refusal: undefined };
    expect(await connector.findContactsByAddress(address)).toMatchObject([found]);
  });

  test.each([
    ['', ''],
    ['', 'Lee'],
    ['Ann', ''],
    ['A'.repeat(99), 'L'.repeat(99)],
    [' ', '\u{1f600}'.repeat(50)],
  ])('creates "%s" "%s", too, and answers them as they are kept there', async (firstName, lastName) => {
    const { psa, connector } = await start();
    const companyId = psa.company({ name: 'Acme' });
    const address = `${'a'.repeat(64)}@acme.example`;
    const created = await connector.createContact({ companyId, firstName, lastName, address });
    expect(psa.contacts()).toHaveLength(1);
    expect(await connector.findContact(created.id)).toEqual(created);
  });

  test('says in the words of the PSA why it does not create somebody', async () => {
    const { connector } = await start();
    const contact = { companyId: '999999', firstName: 'Ann', lastName: '', address: 'ann@acme.example' };
    const { kind, details } = await faultOf(connector.createContact(contact));
    expect([kind, details.perhapsDone ?? false]).toEqual(['refused', false]);
    expect(details.detail).toMatch(/999999/);
  });

  test('makes somebody who is inactive active again, changes nothing else, and does no harm by doing it twice', async () => {
    const { psa, connector } = await start();
    const companyId = psa.company({ name: 'Acme' });
    const addresses = ['ann@acme.example', 'ann@home.example'];
    const id = psa.contact({ companyId, firstName: 'Ann', lastName: 'Lee', addresses, primary: true, inactive: true });
    const before = await connector.findContact(id);
    expect(before).toMatchObject({ refusal: 'inactive' });
    for (const _time of [1, 2]) {
      await connector.reactivateContact({ id, companyId });
      expect(await connector.findContact(id)).toEqual({ ...Object(before), refusal: undefined });
      expect(psa.contacts()).toEqual([
        { id, companyId, firstName: 'Ann', lastName: 'Lee', addresses, maySignIn: true },
      ]);
    }
  });

  test('says of somebody who is gone that they cannot be made active', async () => {
    const { psa, connector } = await start();
    const companyId = psa.company({ name: 'Acme' });
    const fault = await faultOf(connector.reactivateContact({ id: '999999', companyId }));
    expect(['refused', 'not-found']).toContain(fault.kind);
    expect(psa.contacts()).toEqual([]);
  });
}
