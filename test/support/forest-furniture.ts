import { asAdministrator, type RunningForest, replace } from './forest-client.js';
import { changesFor } from './forest-user-state.js';

/** What an administrator would set up before the portal is connected: the lockout, a UPN suffix, the service account. */
export async function furnish(forest: RunningForest): Promise<void> {
  const { baseDn, lockoutThreshold, serviceAccount, upnSuffix } = forest;
  const { userName: upn, password } = serviceAccount;
  const dn = `CN=Latchkey,CN=Users,${baseDn}`;
  await asAdministrator(forest, async (client) => {
    await client.modify(baseDn, [replace('lockoutThreshold', [`${lockoutThreshold}`])]);
    await client.modify(`CN=Partitions,CN=Configuration,${baseDn}`, [replace('uPNSuffixes', [upnSuffix])]);
    await client.add(dn, { objectClass: 'user', sAMAccountName: upn.split('@')[0] ?? upn });
    await client.modify(dn, changesFor({ upn, password, disabled: false }));
  });
}
