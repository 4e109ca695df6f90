import { expect, test } from 'vitest';
import { all, faultOf } from '../asked.js';
import { connected, isAt } from './psa.js';

const ANN = { firstName: 'Ann', lastName: 'Lee', address: 'ann@acme.example' };

test.each([1, 14, 77])('an address is stored as this ConnectWise stores them: type %i', async (emailTypeId) => {
  const { fake, connector } = await connected({ emailTypeId });
  const companyId = String(fake.company().id);
  await connector.createContact({ ...ANN, companyId });
  await connector.createContact({ ...ANN, companyId, address: 'bob@acme.example' });
  const stored = { type: { id: emailTypeId, name: 'Email' }, defaultFlag: true, communicationType: 'Email' };
  expect(fake.contacts()).toMatchObject([{ communicationItems: [stored] }, { communicationItems: [stored] }]);
  expect(fake.requests.filter(isAt('/communicationTypes'))).toHaveLength(1);
  fake.options.emailTypeId = 99;
  const again = () => connector.createContact({ ...ANN, companyId, address: 'cy@acme.example' });
  expect((await faultOf(again())).kind).toBe('refused');
  expect((await again()).id).toMatch(/^\d+$/);
});

test.each([
  [['Phone', 'Shared Mailbox', 'Work'], 3],
  [['Phone', 'Work', 'Home', 'Email by default'], 4],
  [['Phone', 'shared mailbox'], undefined],
  [[], undefined],
])('of the types %j it is %s that an address is stored as', async (names, id) => {
  const { fake, connector } = await connected();
  const type = (description: string, at: number) => ({
    id: at + 1,
    description,
    emailFlag: description !== 'Phone',
    defaultFlag: description === 'Phone' || description.endsWith('default'),
  });
  fake.misbehave({ match: isAt('/communicationTypes'), do: 'status', status: 200, body: names.map(type) });
  const contact = { ...ANN, companyId: String(fake.company().id) };
  await faultOf(connector.createContact(contact));
  const [sent] = fake.requests.filter(({ method }) => method === 'POST');
  expect(sent?.body).toEqual(
    id && expect.objectContaining({ communicationItems: [expect.objectContaining({ type: { id } })] }),
  );
});

const LONG = 'x'.repeat(29);
test.each([
  ['Ann', 'Lee', { firstName: 'Ann', lastName: 'Lee' }],
  [' Ann ', ' ', { firstName: 'Ann' }],
  ['', 'Lee', { firstName: 'Lee' }],
  ['', '', { firstName: 'ann' }],
  [`${LONG}yz`, `${LONG} z`, { firstName: `${LONG}y`, lastName: LONG }],
  [`${LONG}\u{1f600}`, 'Lee', { firstName: LONG, lastName: 'Lee' }],
])('"%s" "%s" is sent as %j, at the company, allowed to sign in', async (firstName, lastName, names) => {
  const { fake, connector } = await connected();
  const { id } = fake.company();
  await connector.createContact({ ...ANN, companyId: String(id), firstName, lastName });
  expect(fake.requests.at(-1)?.body).toEqual({
    ...names,
    company: { id },
    disablePortalLoginFlag: false,
    communicationItems: [{ type: { id: 13 }, value: ANN.address, defaultFlag: true, communicationType: 'Email' }],
  });
});

test('a shared mailbox is nobody’s address', async () => {
  const { fake, connector } = await connected();
  const desk = { value: 'desk@acme.example', type: 'Shared Mailbox', default: true } as const;
  const home = { value: 'ann@home.example', type: 'Personal' } as const;
  const own = { value: ANN.address, default: true };
  fake.contact({ emails: [desk, home, own], phone: 'phone@acme.example' });
  expect((await all(connector.listContacts())).flat()).toMatchObject([{ addresses: [ANN.address, home.value] }]);
  expect(await connector.findContactsByAddress('desk@acme.example')).toEqual([]);
  expect(await connector.findContactsByAddress('phone@acme.example')).toEqual([]);
  expect(await connector.findContactsByAddress('ann@home.example')).toHaveLength(1);
});

test.each([
  [false, false, undefined],
  [false, true, 'login-disabled'],
  [true, false, 'inactive'],
  [true, true, 'login-disabled'],
])('inactive: %s, portal login disabled: %s is %s', async (inactive, disablePortalLogin, refusal) => {
  const { fake, connector } = await connected();
  fake.contact({ inactive, disablePortalLogin, emails: [ANN.address] });
  const [found] = await connector.findContactsByAddress(ANN.address);
  expect(found?.refusal).toBe(refusal);
});

test('a company is inactive when it is deleted or its status is an inactive one, whatever that is called', async () => {
  const { fake, connector } = await connected();
  for (let n = 0; n < 300; n++) fake.company();
  fake.company({ name: 'Deleted', deleted: true });
  fake.company({ name: 'Left', status: 'Inactive' });
  fake.company({ name: 'Late', status: 'Credit Hold' });
  const companies = (await all(connector.listCompanies())).flat();
  expect(companies.filter(({ active }) => !active).map(({ name }) => name)).toEqual(['Deleted', 'Left']);
  expect(companies).toHaveLength(303);
  expect(fake.requests.filter(isAt('/statuses'))).toHaveLength(1);
});
