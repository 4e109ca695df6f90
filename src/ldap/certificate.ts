import type { PeerCertificate } from 'node:tls';

/** What a controller shows of itself. It wrote all of it, so it is cut short and printed as text only. */
export interface Certificate {
  subject: string;
  issuer: string;
  /** Names and IPs that it is for. */
  names: string[];
  validUntil: number;
}

const LONGEST = 200;
const MOST_NAMES = 10;

/** Undefined when none was shown. */
export function readCertificate(peer: PeerCertificate | Record<string, never>): Certificate | undefined {
  if (!peer?.valid_to) return undefined;
  const names = (peer.subjectaltname ?? '').split(', ').filter((name) => name !== '');
  return {
    subject: spell(peer.subject),
    issuer: spell(peer.issuer),
    names: names.slice(0, MOST_NAMES).map((name) => name.replace(/^[^:]*:/, '').slice(0, LONGEST)),
    validUntil: Date.parse(peer.valid_to),
  };
}

/** `CN=dc1.acme.example, O=Acme` */
function spell(name: object): string {
  const parts = Object.entries(name).map(([key, value]) => `${key}=${[value].flat().join('+')}`);
  return parts.join(', ').slice(0, LONGEST);
}
