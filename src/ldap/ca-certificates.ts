import { X509Certificate } from 'node:crypto';

/** `pem` is as it is stored and compared: the certificates alone, in one spelling. */
export type TypedCertificates =
  | { kind: 'certificates'; pem: string }
  | { kind: 'refused'; reason: 'malformed' | 'private-key' | 'too-long' };

/** A certificate as people recognise it. */
export interface ShownCertificate {
  subject: string;
  validUntil: number;
}

const MAX_TYPED = 64_000;
const MAX_STORED = 10;
const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** Reads the certificates out of what was pasted, such as a file with remarks between them. Nothing at all is none. */
export function readCertificates(typed: string): TypedCertificates {
  if (typed.trim() === '') return { kind: 'certificates', pem: '' };
  if (typed.length > MAX_TYPED) return { kind: 'refused', reason: 'too-long' };
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(typed)) return { kind: 'refused', reason: 'private-key' };
  const certificates = (typed.match(BLOCK) ?? []).map(parse);
  const whole = certificates.filter((certificate) => certificate !== undefined);
  if (whole.length === 0 || whole.length < certificates.length) return { kind: 'refused', reason: 'malformed' };
  if (whole.length > MAX_STORED) return { kind: 'refused', reason: 'too-long' };
  return { kind: 'certificates', pem: [...new Set(whole.map(String))].join('') };
}

/** Whose the stored certificates are, and how long they are valid. */
export function showCertificates(pem: string): ShownCertificate[] {
  return (pem.match(BLOCK) ?? []).map((block) => {
    const { subject = '', validTo } = new X509Certificate(block);
    return { subject: subject.split('\n').join(', '), validUntil: Date.parse(validTo) };
  });
}

function parse(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block);
  } catch {
    return undefined;
  }
}
