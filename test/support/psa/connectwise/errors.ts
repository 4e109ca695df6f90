import type { FakeAnswer } from '../fake-server.js';
import type { Misdeed } from '../misbehaviour.js';

export interface InnerError {
  code: 'MissingRequiredField' | 'InvalidField' | 'InvalidObject' | 'ObjectExists';
  message: string;
  field: string;
}

export function failed(status: number, code: string, message: string, errors: object[] | null = null): FakeAnswer {
  return { status, body: { code, message, errors } };
}

export function noRecord(what: string, id: number): FakeAnswer {
  return failed(404, 'NotFound', `${what} ${id} not found`);
}

export function noRoute(): FakeAnswer {
  return failed(404, 'ConnectWiseApi', 'The endpoint does not exist.');
}

export function invalid(resource: string, errors: InnerError[]): FakeAnswer {
  const told = errors.map((error) => ({ ...error, resource }));
  return failed(400, 'InvalidObject', `${resource} object is invalid`, told);
}

/** To misbehave with: it has had enough for the moment. */
export function tooManyRequests(seconds: number): Misdeed {
  const message = `Too many requests. Please try again in ${seconds} seconds.`;
  const body = { error: 'ConnectWiseAPI', message };
  return { do: 'status', status: 429, headers: { 'Retry-After': String(seconds) }, body };
}
