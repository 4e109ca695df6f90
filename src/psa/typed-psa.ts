import type { PsaAccount, PsaKindName } from './connector.js';
import { type FoundPsa, isSameAccount, type PsaAddress, type TypedPsa } from './settings-store.js';

/** The field that says whose data it is: with another value the same ids are other companies and contacts. */
const NAMED_BY: Record<PsaKindName, string> = { connectwise: 'companyId', autotask: 'userName', halopsa: 'tenant' };
/** What the audit trail shows; of other fields it only tells that they changed. */
const TOLD: readonly string[] = Object.values(NAMED_BY);

/** Whether both lead to the same data, whatever the site is called and whoever signs in there. */
export function isSameData(one: PsaAddress, other: PsaAddress): boolean {
  const nameOf = ({ kind, fields }: PsaAddress): string | undefined => fields[NAMED_BY[kind]]?.toLowerCase();
  return one.kind === other.kind && nameOf(one) === nameOf(other);
}

/** Whether there is nothing to save. */
export function isAsSaved(found: FoundPsa | undefined, typed: TypedPsa): boolean {
  return found !== undefined && typed.secret === undefined && isSameAccount(found.account, typed);
}

/** What the connection is tested with: the saved secret only where it was saved for. Undefined when there is no secret. */
export function accountAsTyped(typed: TypedPsa, found: FoundPsa | undefined): PsaAccount | undefined {
  const kept = found && isSameAccount(found.account, typed) ? found.secret : undefined;
  const secret = typed.secret ?? kept;
  return secret === undefined ? undefined : { ...typed, secret };
}

/** The account in words and without secrets: "connectwise, https://api-na.myconnectwise.net, companyId msp". */
export function describeAccount({ kind, site, fields }: PsaAddress): string {
  return [kind, site, ...TOLD.filter((name) => fields[name]).map((name) => `${name} ${fields[name]}`)].join(', ');
}

/** What a save changed, in words and without secrets: "site: https://… -> https://…; publicKey changed; secret removed". */
export function describeChange(before: PsaAddress, typed: TypedPsa, secretRemoved: boolean): string {
  const names = Object.keys({ ...before.fields, ...typed.fields });
  const changed = names.filter((name) => before.fields[name] !== typed.fields[name]);
  const told = (name: string) => `${name}: ${before.fields[name] ?? 'none'} -> ${typed.fields[name] ?? 'none'}`;
  return [
    ...(before.kind === typed.kind ? [] : [`kind: ${before.kind} -> ${typed.kind}`]),
    ...(before.site === typed.site ? [] : [`site: ${before.site} -> ${typed.site}`]),
    ...changed.map((name) => (TOLD.includes(name) ? told(name) : `${name} changed`)),
    ...(typed.secret === undefined ? [] : ['secret changed']),
    ...(secretRemoved ? ['secret removed'] : []),
  ].join('; ');
}
