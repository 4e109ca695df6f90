import { PsaFault, type PsaFaultKind } from '../fault.js';

const CERTIFICATE = /^(?:ERR_TLS_CERT_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_|HOSTNAME_MISMATCH)/;

interface NetworkError {
  name?: string;
  code?: string;
  syscall?: string;
  /** One for each IP of a name. */
  errors?: NetworkError[];
}

/**
 * What an error on the way comes down to. `sent`: what the fault says when the request may have arrived; where no
 * connection was made, it has not. Nothing of the error itself is kept: its words could be anybody's.
 */
export function faultOfError(error: unknown, sent: boolean): PsaFault {
  if (error instanceof PsaFault) return error;
  const outer = error as NetworkError;
  const { name = '', code = '', syscall } = outer.errors?.[0] ?? outer;
  if (CERTIFICATE.test(code)) return new PsaFault('certificate');
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return new PsaFault('no-answer');
  if (syscall === 'connect') return new PsaFault(code === 'ETIMEDOUT' ? 'no-answer' : 'unreachable');
  return new PsaFault(kindOf(name, code), { perhapsDone: sent });
}

function kindOf(name: string, code: string): PsaFaultKind {
  if (name === 'TimeoutError' || code === 'ETIMEDOUT') return 'no-answer';
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE' || code === 'UND_ERR_HEADERS_OVERFLOW') return 'too-large';
  return code.startsWith('HPE_') ? 'broken' : 'unreachable';
}
