import { randomBytes } from 'node:crypto';
import type { Client } from 'ldapts';
import { asAdministrator, type RunningForest } from './forest-client.js';
import { bringInto, changesFor, type WantedUser } from './forest-user-state.js';

export interface ForestUser {
  /** sAMAccountName */
  userName: string;
  upn: string;
  mail: string;
  password: string;
  /** `8-4-4-4-12` hexadecimal, lower case. */
  objectGuid: string;
  dn: string;
}

export interface ForestUsers {
  /** A user of the test's own: the user name begins with `name`, of 11 letters at most, and is unique. */
  addUser(wanted?: WantedUser & { name?: string }): Promise<ForestUser>;
  change(user: ForestUser, wanted: WantedUser): Promise<void>;
  /** Gives another common name, and so another DN, which is answered. */
  rename(user: ForestUser, name: string): Promise<string>;
  remove(user: ForestUser): Promise<void>;
}

export function usersOf(forest: RunningForest): ForestUsers {
  return {
    addUser: ({ name = 'jo', ...wanted } = {}) => addUser(forest, name, wanted),
    async change(user, wanted) {
      const changes = changesFor(wanted);
      if (changes.length > 0) await asAdministrator(forest, (client) => client.modify(user.dn, changes));
      await bringInto(forest, user.dn, wanted);
    },
    async rename(user, name) {
      const dn = dnOf(forest, name);
      await asAdministrator(forest, (client) => client.modifyDN(user.dn, dn));
      return dn;
    },
    remove: (user) => asAdministrator(forest, (client) => client.del(user.dn)),
  };
}

/** The comma in the common name is how Windows writes people, and what unescaped DNs break at. */
async function addUser(forest: RunningForest, name: string, wanted: WantedUser): Promise<ForestUser> {
  const userName = `${name}-${randomBytes(4).toString('hex')}`;
  const usual = {
    givenName: 'Jo',
    sn: 'Smith',
    mail: `${userName}@${forest.upnSuffix}`,
    upn: `${userName}@${forest.realm}`,
    password: `Pä55 ${randomBytes(6).toString('hex')}`,
  };
  const whole = { ...usual, disabled: false, ...wanted };
  const dn = dnOf(forest, `${whole.sn}, ${whole.givenName} ${userName}`);
  const objectGuid = await asAdministrator(forest, async (client) => {
    await client.add(dn, { objectClass: 'user', sAMAccountName: userName });
    await client.modify(dn, changesFor(whole));
    return readGuid(client, dn);
  });
  await bringInto(forest, dn, wanted);
  return { userName, upn: whole.upn, mail: whole.mail, password: whole.password, objectGuid, dn };
}

function dnOf({ baseDn }: RunningForest, name: string): string {
  return `CN=${name.replaceAll(',', '\\,')},CN=Users,${baseDn}`;
}

/** The first three groups are little-endian. */
async function readGuid(client: Client, dn: string): Promise<string> {
  const attributes = { attributes: ['objectGUID'], explicitBufferAttributes: ['objectGUID'] };
  const { searchEntries } = await client.search(dn, { scope: 'base', ...attributes });
  const bytes = searchEntries[0]?.objectGUID as Buffer;
  const groups = [bytes.subarray(0, 4).reverse(), bytes.subarray(4, 6).reverse(), bytes.subarray(6, 8).reverse()];
  return [...groups, bytes.subarray(8, 10), bytes.subarray(10)].map((group) => group.toString('hex')).join('-');
}
