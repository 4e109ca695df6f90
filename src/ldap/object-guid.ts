const GUID = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/;

/** Spells an objectGUID, `8-4-4-4-12` in lower case; undefined unless it is 16 bytes. */
export function readObjectGuid(bytes: unknown): string | undefined {
  if (!Buffer.isBuffer(bytes) || bytes.length !== 16) return undefined;
  return swapped(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** The bytes to search for one; throws at anything that readObjectGuid did not write. */
export function objectGuidBytes(guid: string): Buffer {
  if (!GUID.test(guid)) throw new Error('Not an objectGUID');
  return swapped(Buffer.from(guid.replaceAll('-', ''), 'hex'));
}

/** The first three of its numbers are stored with their lowest byte first. Swapping twice changes nothing. */
function swapped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy.subarray(0, 4).reverse();
  copy.subarray(4, 6).reverse();
  copy.subarray(6, 8).reverse();
  return copy;
}
