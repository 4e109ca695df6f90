import type { Certificate } from './certificate.js';

/** Why a domain controller could not be asked: its connection, not its answer about somebody's password. */
export type FaultKind =
  | 'name-not-found'
  | 'connection-refused'
  | 'no-route'
  | 'no-answer'
  | 'closed'
  | 'no-start-tls'
  | 'unknown-authority'
  | 'wrong-name'
  | 'certificate-expired'
  | 'tls-failed'
  | 'ldap-error'
  | 'lately-unreachable'
  | 'too-busy';

/** For the trace: nothing that the other side wrote. */
const words: Record<FaultKind, string> = {
  'name-not-found': 'its name is not known to DNS',
  'connection-refused': 'connection refused',
  'no-route': 'there is no way to its network',
  'no-answer': 'no answer in time',
  closed: 'it closed the connection',
  'no-start-tls': 'it does not offer StartTLS',
  'unknown-authority': 'its certificate is signed by an unknown authority',
  'wrong-name': 'its certificate is for another name',
  'certificate-expired': 'its certificate has expired or is not valid yet',
  'tls-failed': 'no TLS connection could be agreed on',
  'ldap-error': 'it answered with an LDAP error',
  'lately-unreachable': 'it has not answered lately and is left alone for half a minute',
  'too-busy': 'too many are waiting for it',
};

export interface FaultDetails {
  /** LDAP's result code, of an `ldap-error`. */
  code?: number | undefined;
  /** What it showed of itself before TLS failed. */
  certificate?: Certificate | undefined;
}

/** Thrown by everything that talks to a controller; caught where an answer is made of it. */
export class Fault extends Error {
  readonly kind: FaultKind;
  readonly details: FaultDetails;

  constructor(kind: FaultKind, details: FaultDetails = {}, message = words[kind]) {
    super(details.code === undefined ? message : `${message} (${details.code})`);
    this.kind = kind;
    this.details = details;
  }
}

const byCode: Record<string, FaultKind> = {
  ECONNREFUSED: 'connection-refused',
  ENETUNREACH: 'no-route',
  EHOSTUNREACH: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  ETIMEDOUT: 'no-answer',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'unknown-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'wrong-name',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-expired',
};

/** What an error of a socket comes down to; one that is not known by its code is `otherwise`. */
export function faultOf(error: unknown, otherwise: FaultKind, details: FaultDetails = {}): Fault {
  if (error instanceof Fault) return error;
  const { code, errors } = error as { code?: string; errors?: { code?: string }[] };
  return new Fault(byCode[code ?? ''] ?? byCode[errors?.[0]?.code ?? ''] ?? otherwise, details);
}
