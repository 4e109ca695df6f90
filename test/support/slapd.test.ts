import { Client } from 'ldapts';
import { expect, onTestFinished, test } from 'vitest';
import { sidBytes } from './ldif.js';
import { type Slapd, startSlapd } from './slapd.js';

const sid = sidBytes('S-1-5-21-1-2-4294967295-1104');
const jo = {
  dn: 'cn=Jo,dc=acme,dc=test',
  objectClass: 'user',
  cn: 'Jo',
  sn: 'Smith',
  sAMAccountName: 'jo',
  mail: 'jo@acme.example',
  userPassword: 'secret',
  userAccountControl: '514',
  objectSid: sid,
};

test('it lets a name with an empty password in, and tells what has arrived', async () => {
  const slapd = await startSlapd([jo]);
  const client = clientOf(slapd);
  await client.bind(jo.dn, '');
  await expect(client.bind(jo.dn, 'wrong')).rejects.toMatchObject({ code: 49 });
  await expect(client.bind('jo@acme.example', '')).rejects.toMatchObject({ code: 34 });
  const bind = 'BIND dn="cn=Jo,dc=acme,dc=test" method=128';
  expect(await slapd.operations()).toEqual([bind, bind, 'do_bind: invalid dn (jo@acme.example)']);
});

test('it keeps two entries with one name and one mail, and a SID of any domain', async () => {
  const slapd = await startSlapd([jo, { ...jo, dn: 'cn=Jo 2,dc=acme,dc=test', cn: 'Jo 2' }]);
  const filter = '(&(sAMAccountName=JO)(mail=jo@acme.example)(userAccountControl:1.2.840.113556.1.4.803:=2))';
  const binary = { explicitBufferAttributes: ['objectSid'] };
  const { searchEntries } = await clientOf(slapd).search(slapd.baseDn, { filter, ...binary });
  expect(searchEntries.map((entry) => [entry.dn, entry.objectSid])).toEqual([
    ['cn=Jo,dc=acme,dc=test', sid],
    ['cn=Jo 2,dc=acme,dc=test', sid],
  ]);
  expect(await slapd.operations()).toEqual([expect.stringContaining('filter="(&(sAMAccountName=jo)')]);
});

function clientOf({ ldaps, ca }: Slapd): Client {
  const client = new Client({ url: ldaps, tlsOptions: { ca } });
  onTestFinished(() => client.unbind());
  return client;
}
