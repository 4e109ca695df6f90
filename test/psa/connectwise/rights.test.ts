import { expect, test } from 'vitest';
import { testConnection } from '../../../src/psa/test-connection.js';
import { accountOf } from '../../support/psa/connectwise/fake-psa.js';
import type { FakeRequest } from '../../support/psa/fake-server.js';
import { all } from '../asked.js';
import { connected } from './psa.js';

/** What a right is about: records of one kind, one by one, in lists or counted. */
function subjectOf({ path }: Pick<FakeRequest, 'path'>): string {
  return path.replace(/^\/\w+\/apis\/3\.0/, '').replace(/\/(\d+|count)$/, '');
}

test('what a sync or a creation may not read, the test of the connection may not read either, and says so', async () => {
  const { fake, connector } = await connected();
  const { id: companyId } = fake.company();
  const contact = fake.contact({ companyId });
  await all(connector.listCompanies());
  await all(connector.listContacts());
  await connector.findCompany(String(companyId));
  await connector.findContact(String(contact.id));
  await connector.createContact({
    companyId: String(companyId),
    firstName: 'Ann',
    lastName: '',
    address: 'a@b.example',
  });
  const asked = fake.requests.filter(({ method, path }) => method === 'GET' && !path.startsWith('/login/'));
  const subjects = [...new Set(asked.map(subjectOf))].toSorted();
  expect(subjects).toEqual([
    '/company/communicationTypes',
    '/company/companies',
    '/company/companies/statuses',
    '/company/contacts',
  ]);
  for (const subject of subjects) {
    fake.options.forbids = (request) => subjectOf(request) === subject;
    const { fault } = await testConnection(accountOf(fake), [fake.url], Date.now);
    expect([subject, fault?.kind]).toEqual([subject, 'forbidden']);
  }
});
