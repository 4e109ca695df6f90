/** The `DC=` parts at the end of a DN: the domain itself, and what `corp.acme.example` is there. */
const DOMAIN = /(?:^|(?<!\\),\s*)(dc\s*=[^,]+(?:,\s*dc\s*=[^,]+)*)$/i;

/** The domain that a base DN lies in, so that people are found wherever they were moved to; the DN itself when it names none. */
export function domainRoot(baseDn: string): string {
  return DOMAIN.exec(baseDn)?.[1] ?? baseDn;
}

/** `corp.acme.example` of `OU=Staff,DC=corp,DC=acme,DC=example`; empty when it names no domain. */
export function domainName(baseDn: string): string {
  const parts = DOMAIN.exec(baseDn)?.[1]?.split(',') ?? [];
  return parts
    .map((part) =>
      part
        .slice(part.indexOf('=') + 1)
        .trim()
        .toLowerCase(),
    )
    .join('.');
}
