/** Why a question to the PSA has no answer. */
export type PsaFaultKind =
  /** The site is neither https and public nor allowed by name in PSA_ALLOWED_HOSTS. */
  | 'host-not-allowed'
  | 'name-not-found'
  /** Refused, reset or cut off. */
  | 'unreachable'
  /** Its certificate does not hold. */
  | 'certificate'
  | 'no-answer'
  /** It leads elsewhere; nothing is followed, because credentials would go along. */
  | 'redirected'
  | 'too-large'
  /** An answer that cannot be read: a proxy's page, JSON of another shape, a 5xx. */
  | 'broken'
  /** The site knows no such company or tenant. */
  | 'unknown-account'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  /** It asks us to wait. */
  | 'limited'
  /** Our own limits: too many questions at a time, or in this window. */
  | 'too-busy'
  /** It does not take what we send; `detail` has its words. */
  | 'refused';

export interface PsaFaultDetails {
  /** Whether the request may have been carried out all the same. */
  perhapsDone?: boolean;
  retryAfterMs?: number;
  status?: number;
  /** One line of the PSA's own words, without control characters, at most 200 characters. For the log and the console. */
  detail?: string;
}

/** Thrown by connectors and by the client below them; caught where somebody knows what to do without an answer. */
export class PsaFault extends Error {
  readonly kind: PsaFaultKind;
  readonly details: PsaFaultDetails;

  constructor(kind: PsaFaultKind, details: PsaFaultDetails = {}) {
    super(`The PSA: ${kind}`);
    this.kind = kind;
    this.details = details;
  }
}
