import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** What no log line may hold, wherever it hides in an error or an object. The rest is kept out by never being passed. */
const REDACTED = ['password', 'pass', 'token', 'link', 'cookie', 'authorization', 'auth'];

/** JSON lines, on stdout unless told otherwise. Addresses are written by `maskAddress`, URLs as their route. */
export function createLog(level: string, destination: DestinationStream = standardOutput()): Log {
  const redact = REDACTED.flatMap((name) => [name, `*.${name}`]);
  return pino({ level, base: null, redact, serializers: { error: serializeError } }, destination);
}

/** `jo@acme.example` as `j…@acme.example`: enough to recognise it beside the console's record, not to write to it. */
export function maskAddress(address: string): string {
  return address.replace(/^(.).*@/, '$1…@');
}

/** Not pino's own writer: once the reader is gone, that one tries for ever, and the process would not end. */
function standardOutput(): DestinationStream {
  return process.stdout.off('error', readerIsGone).on('error', readerIsGone);
}

function readerIsGone(): void {
  // The portal serves on without its log.
}

/** Only what names the fault: drivers and libraries hang statements, parameters and options onto their errors. */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, code } = error as NodeJS.ErrnoException;
  return { name, message: withoutSecrets(message), stack: stack && withoutSecrets(stack), code };
}

/** A mail server's answer repeats the recipient, a URL may hold a link token. */
function withoutSecrets(text: string): string {
  return text
    .replace(/[\w.!#$&'*+/=?^{|}~-]+@[\w.-]+/g, (address) => maskAddress(address))
    .replace(/\/now\/[\w.-]+/g, '/now/…');
}
