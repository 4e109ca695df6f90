/** An entry's attributes; a Buffer is a binary value. */
export interface Entry {
  dn: string;
  [attribute: string]: string | Buffer | string[];
}

/** Every value is written in base64, so none needs a look at what LDIF allows. */
export function ldif(entries: Entry[]): string {
  return entries.map((entry) => Object.entries(entry).flatMap(linesOf).join('\n')).join('\n\n');
}

function linesOf([attribute, values]: [string, string | Buffer | string[]]): string[] {
  const each = Array.isArray(values) ? values : [values];
  return each.map((value) => `${attribute}:: ${Buffer.from(value).toString('base64')}`);
}

/** `S-1-5-21-1-2-3-1104` as Active Directory keeps it. */
export function sidBytes(text: string): Buffer {
  const [, revision = 0, authority = 0, ...parts] = text.split('-').map(Number);
  const bytes = Buffer.alloc(8 + 4 * parts.length);
  bytes.writeUInt8(revision, 0);
  bytes.writeUInt8(parts.length, 1);
  bytes.writeUIntBE(authority, 2, 6);
  for (const [index, part] of parts.entries()) bytes.writeUInt32LE(part, 8 + 4 * index);
  return bytes;
}
