const DOMAIN_PARTS = 4;
const ACCOUNT_PARTS = 5;
const NT_AUTHORITY = 5;
const NON_UNIQUE = 21;

/** Takes an account's objectSid apart; undefined unless it is `S-1-5-21-a-b-c-rid` to the last byte. */
export function readObjectSid(bytes: unknown): { domainSid: string; rid: number } | undefined {
  const parts = subAuthorities(bytes, ACCOUNT_PARTS);
  const rid = parts?.pop();
  return parts && rid !== undefined ? { domainSid: spell(parts), rid } : undefined;
}

/** The SID of a domain itself, `S-1-5-21-a-b-c`; undefined when it is anything else. */
export function readDomainSid(bytes: unknown): string | undefined {
  const parts = subAuthorities(bytes, DOMAIN_PARTS);
  return parts && spell(parts);
}

/** Revision 1, a count, an authority of six bytes (big-endian), then `count` numbers of four (little-endian). */
function subAuthorities(bytes: unknown, count: number): number[] | undefined {
  if (!Buffer.isBuffer(bytes) || bytes.length !== 8 + 4 * count) return undefined;
  if (bytes[0] !== 1 || bytes[1] !== count || bytes.readUIntBE(2, 6) !== NT_AUTHORITY) return undefined;
  const parts = Array.from({ length: count }, (_, index) => bytes.readUInt32LE(8 + 4 * index));
  return parts[0] === NON_UNIQUE ? parts : undefined;
}

function spell(parts: number[]): string {
  return `S-1-5-${parts.join('-')}`;
}
