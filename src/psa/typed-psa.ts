import type { PsaAccount } from './connector.js';
import { psaKind } from './connectors.js';
import { type FoundPsa, isSameAccount, type PsaAddress, type TypedPsa } from './settings-store.js';

/** Whether both lead to the same data, whoever signs in there. */
export function isSameData(one: PsaAddress, other: PsaAddress): boolean {
  const { dataOf } = psaKind(one.kind).account;
  return one.kind === other.kind && dataOf(one) === dataOf(other);
}

/** What of the account may be shown anywhere; of its other fields the audit trail only tells that they changed. */
export function toldFields({ kind, fields }: PsaAddress): string[] {
  return toldNames({ kind }).flatMap((name) => fields[name] ?? []);
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
  const told = toldNames({ kind }).filter((name) => fields[name]);
  return [kind, site, ...told.map((name) => `${name} ${fields[name]}`)].join(', ');
}

/** What a save changed, in words and without secrets: "site: https://… -> https://…; publicKey changed; secret removed". */
export function describeChange(before: PsaAddress, typed: TypedPsa, secretRemoved: boolean): string {
  const names = Object.keys({ ...before.fields, ...typed.fields });
  const changed = names.filter((name) => before.fields[name] !== typed.fields[name]);
  const isTold = (name: string) => [before, typed].some((account) => toldNames(account).includes(name));
  const told = (name: string) => `${name}: ${before.fields[name] ?? 'none'} -> ${typed.fields[name] ?? 'none'}`;
  return [
    ...(before.kind === typed.kind ? [] : [`kind: ${before.kind} -> ${typed.kind}`]),
    ...(before.site === typed.site ? [] : [`site: ${before.site} -> ${typed.site}`]),
    ...changed.map((name) => (isTold(name) ? told(name) : `${name} changed`)),
    ...(typed.secret === undefined ? [] : ['secret changed']),
    ...(secretRemoved ? ['secret removed'] : []),
  ].join('; ');
}

function toldNames({ kind }: Pick<PsaAddress, 'kind'>): string[] {
  const fields = Object.entries(psaKind(kind).account.fields);
  return fields.flatMap(([name, { told }]) => (told ? [name] : []));
}
