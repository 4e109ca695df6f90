export type DomainSid = { kind: 'sid'; sid: string } | { kind: 'refused'; reason: DomainSidFault };

export type DomainSidFault = 'empty' | 'malformed' | 'account-sid';

const MAX_SUB_AUTHORITY = 2 ** 32 - 1;
const SID = /^S-1-5-21((?:-(?:0|[1-9]\d{0,9})){3,4})$/;

/**
 * Reads the SID of an AD domain, `S-1-5-21-a-b-c`, in the one spelling that is stored and compared as a whole.
 * `account-sid` is the SID of a person, group or computer in the domain: the same with one number more at the end.
 */
export function parseDomainSid(typed: string): DomainSid {
  const sid = typed.trim().replace(/^s-/, 'S-');
  if (sid === '') return { kind: 'refused', reason: 'empty' };

  const subAuthorities = SID.exec(sid)?.[1]?.slice(1).split('-').map(Number);
  if (!subAuthorities?.every((number) => number <= MAX_SUB_AUTHORITY)) return { kind: 'refused', reason: 'malformed' };
  if (subAuthorities.length === 4) return { kind: 'refused', reason: 'account-sid' };
  return { kind: 'sid', sid };
}
