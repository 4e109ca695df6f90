import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Change } from 'ldapts';
import { type RunningForest, replace, signedIn } from './forest-client.js';

/** What a test wants to be so of a user; what it leaves out is as usual, or stays as it is. */
export interface WantedUser {
  givenName?: string;
  sn?: string;
  /** Empty: none. So with the UPN. */
  mail?: string;
  upn?: string;
  proxyAddresses?: string[];
  password?: string;
  disabled?: boolean;
  expired?: boolean;
  mustChange?: boolean;
  noLogonHours?: boolean;
  /** Until a password is given. */
  passwordExpired?: true;
  locked?: boolean;
}

/** What of it can be written over LDAP. Times are counted in 100 ns since 1601: this one lies in 2012. */
export function changesFor(wanted: WantedUser): Change[] {
  const attributes = {
    givenName: text(wanted.givenName),
    sn: text(wanted.sn),
    mail: text(wanted.mail),
    userPrincipalName: text(wanted.upn),
    proxyAddresses: wanted.proxyAddresses,
    unicodePwd: wanted.password === undefined ? undefined : [Buffer.from(`"${wanted.password}"`, 'utf16le')],
    userAccountControl: either(wanted.disabled, '514', '512'),
    accountExpires: either(wanted.expired, longAgo, '0'),
    lockoutTime: wanted.locked === false ? ['0'] : undefined,
    pwdLastSet: either(wanted.mustChange, '0', '-1'),
    logonHours: either(wanted.noLogonHours, Buffer.alloc(21, 0x00), Buffer.alloc(21, 0xff)),
  };
  return Object.entries(attributes).flatMap(([type, values]) => (values === undefined ? [] : [replace(type, values)]));
}

/** The two states that nobody can write: one comes of wrong passwords, one of time. */
export async function bringInto(
  forest: RunningForest,
  dn: string,
  { locked, passwordExpired }: WantedUser,
): Promise<void> {
  for (let round = 0; locked && round < forest.lockoutThreshold; round += 1) {
    await signedIn(forest, { userName: dn, password: `wrong ${round}` }, async () => undefined).catch(() => undefined);
  }
  if (passwordExpired) letPasswordExpire(forest, dn);
}

const longAgo = '130000000000000000';

/** Into the database itself, with the control by which Samba lets its own tools write this time. */
function letPasswordExpire({ folder }: RunningForest, dn: string): void {
  const options = ['-H', join(folder, 'private', 'sam.ldb'), `--configfile=${join(folder, 'controller.conf')}`];
  const control = '--controls=local_oid:1.3.6.1.4.1.7165.4.3.12:0';
  const input = `dn: ${dn}\nchangetype: modify\nreplace: pwdLastSet\npwdLastSet: ${longAgo}\n`;
  execFileSync('ldbmodify', [...options, control], { input, stdio: ['pipe', 'ignore', 'pipe'] });
}

function text(value: string | undefined): string[] | undefined {
  return value === '' ? [] : value === undefined ? undefined : [value];
}

function either<T>(flag: boolean | undefined, yes: T, no: T): T[] | undefined {
  return flag === undefined ? undefined : [flag ? yes : no];
}
