import type { Account } from '../attempt/account.js';
import type { ContactAtCompany } from '../contacts/contact-store.js';
import type { Db } from '../db/schema.js';
import { listLinksOfAddress } from '../directory/account-store.js';
import { openDirectory } from '../directory/directory.js';
import { type SeeingDeps, type Seen, seeStanding } from '../directory/see-standing.js';
import { listActiveDirectories } from '../directory/sign-in-store.js';
import { listStandings } from '../directory/standing-store.js';
import type { KeyRing } from '../keys.js';

export type StandingDeps = SeeingDeps & { keys: KeyRing };

/** Whether the directories of these companies let somebody in who proves an address by email. */
export interface StandingQuestion {
  address: string;
  /** The company that they are a contact of, or would become one. */
  companyId: string;
  /** The company that the email domain belongs to. */
  domainCompanyId: string | undefined;
  /** The account whose password was right in the same attempt. */
  account: Pick<Account, 'directoryId' | 'objectGuid'> | undefined;
  /** The contact's own, when they prove a further one: the directory need not know that, and they may have left all the same. */
  ownAddress: string | undefined;
}

/** As whom somebody would sign in, and where. */
export interface Wanted {
  companyId: string;
  contact?: Pick<ContactAtCompany, 'address' | 'further'>;
}

/** What to ask about an address that is, or would be, a contact of this company. */
export function standingQuestion(
  address: string,
  { companyId, contact }: Wanted,
  domainCompanyId: string | undefined,
  account?: Account,
): StandingQuestion {
  const proven = account && { directoryId: account.directoryId, objectGuid: account.objectGuid };
  const ownAddress = contact?.further ? contact.address : undefined;
  return { address, companyId, domainCompanyId, account: proven, ownAddress };
}

/** `outsider`: an address of another domain, without a Windows account that vouches for it. */
export interface Standing extends Verdict {
  of: StandingQuestion;
  /** A directory had no time for us, so that what it said last had to do. */
  busy: boolean;
}

interface Verdict {
  kind: 'good' | 'leaver' | 'outsider';
  trace: string;
}

/**
 * Asks the directories of the company that the address belongs to, and of the contact's own when that is another one,
 * whether the person has left. Where none answers, what it said last counts. Comes back within some two seconds.
 */
export async function askStanding(deps: StandingDeps, question: StandingQuestion): Promise<Standing> {
  const looks = looksOf(question);
  const seen = await Promise.all(looks.map(({ address, id }) => seeIn(deps, { ...question, address }, id)));
  const verdicts = looks.map(({ inside }, at) => judge(seen[at] ?? [], inside));
  const busy = seen.flat().some((one) => one.busy);
  const refusal = verdicts.find(({ kind }) => kind !== 'good');
  const traces = verdicts.map(({ trace }) => trace).filter((trace) => trace !== '');
  return { of: question, kind: refusal?.kind ?? 'good', trace: refusal?.trace ?? traces.join('; '), busy };
}

/**
 * The standing as far as a transaction may know it, which waits for nobody: the answer that was got beforehand, good when no
 * company concerned has a directory, else the question to ask before trying again.
 */
export async function checkStanding(
  trx: Db,
  question: StandingQuestion,
  answer: Standing | undefined,
): Promise<Verdict | { kind: 'ask-directory'; question: StandingQuestion }> {
  if (answer && JSON.stringify(answer.of) === JSON.stringify(question)) return answer;
  for (const companyId of companiesOf(question)) {
    if ((await listActiveDirectories(trx, companyId)).length > 0) return { kind: 'ask-directory', question };
  }
  return { kind: 'good', trace: '' };
}

/** Where to look for whom. `inside`: the address is not one of another domain there. */
function looksOf(question: StandingQuestion): { address: string; id: string; inside: boolean }[] {
  const { address, companyId, domainCompanyId, ownAddress } = question;
  const looks = companiesOf(question).map((id) => ({ address, id, inside: id === domainCompanyId }));
  return ownAddress === undefined ? looks : [...looks, { address: ownAddress, id: companyId, inside: true }];
}

function companiesOf({ companyId, domainCompanyId }: StandingQuestion): string[] {
  return domainCompanyId && domainCompanyId !== companyId ? [domainCompanyId, companyId] : [companyId];
}

async function seeIn(deps: StandingDeps, { address, account }: StandingQuestion, companyId: string): Promise<Seen[]> {
  const directories = await listActiveDirectories(deps.db, companyId);
  if (directories.length === 0) return [];
  const links = await listLinksOfAddress(deps.db, address);
  const standings = await listStandings(deps.db, address);
  return Promise.all(
    directories.map((row) =>
      seeStanding(deps, openDirectory(deps.keys, row), {
        address,
        linked: links.find((link) => link.directory_id === row.id)?.object_guid,
        proven: account?.directoryId === row.id ? account.objectGuid : undefined,
        last: standings.find((standing) => standing.directory_id === row.id),
      }),
    ),
  );
}

function judge(seen: Seen[], ownDomain: boolean): Verdict {
  const silent = seen.flatMap((one) => (one.silent ? [`${one.directory.name} did not answer (${one.silent})`] : []));
  const told = (kind: Standing['kind'], ...words: string[]) => ({ kind, trace: [...silent, ...words].join('; ') });
  const knowing = seen.filter(({ disabled }) => disabled.length > 0);
  if (knowing.length > 0 && knowing.every(({ disabled }) => disabled.every(Boolean))) {
    const names = knowing.map(({ directory }) => directory.name).join(', ');
    return told('leaver', `${names}: the account is switched off`);
  }
  const protecting = seen.find(({ directory }) => directory.leaverProtection);
  if (protecting && !ownDomain && !seen.some(({ vouches }) => vouches)) {
    return told(
      'outsider',
      `${protecting.directory.name}: no Windows account is linked to this address of another domain`,
    );
  }
  return told('good');
}
