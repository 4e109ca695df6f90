import { expect, test } from 'vitest';
import { faultOf } from './asked.js';
import type { FakePsa } from './fake-psa.js';

const ADDRESSES = [
  'ann@acme.example',
  'ann+portal@acme.example',
  "o'neill@acme.example",
  'a*n@acme.example',
  'a&b=c@acme.example',
  '#1/{x}~|?$^@acme.example',
];

/** How a connector finds somebody, and creates somebody. */
export function contactsContract(start: () => Promise<FakePsa>): void {
  test('a record that was removed is not there any more', async () => {
    const psa = await start();
    const [acme, ann] = [psa.company({ name: 'Acme' }), psa.contact({})];
    psa.remove('contact', ann);
    psa.remove('company', acme);
    expect(await psa.connector.findContact(ann)).toBeUndefined();
    expect(await psa.connector.findCompany(acme)).toBeUndefined();
  });

  test.each(['', '0', '1/../2', '1?x=', '%31', '-1', 'abc'])('asks nothing about "%s", which is no id', async (id) => {
    const psa = await start();
    const contact = { companyId: id, firstName: 'Ann', lastName: '', address: 'ann@acme.example' };
    expect((await faultOf(psa.connector.findContact(id))).kind).toBe('refused');
    expect((await faultOf(psa.connector.findCompany(id))).kind).toBe('refused');
    expect(psa.asked()).toBe(0);
    await faultOf(psa.connector.createContact(contact));
    expect(psa.asked('creations')).toBe(0);
  });

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
    const { id } = await psa.connector.createContact({ companyId, firstName: 'Ann', lastName: 'Lee', address });
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
}
