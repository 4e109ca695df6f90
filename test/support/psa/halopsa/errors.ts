import type { FakeAnswer } from '../fake-server.js';

export function invalidClient(): FakeAnswer {
  return { status: 400, body: { error: 'invalid_client', error_description: 'Bad credentials' } };
}

export function invalidRequest(description: string): FakeAnswer {
  return { status: 400, body: { error: 'invalid_request', error_description: description } };
}

/** What ASP.NET says of a body it could not bind. */
export function modelState(errors: Record<string, string[]>): FakeAnswer {
  return { status: 400, body: { errors, title: 'One or more validation errors occurred.', status: 400 } };
}

export const FORBIDDEN: FakeAnswer = { status: 403, body: { message: 'The application has no permission for this.' } };
export const UNAUTHORIZED: FakeAnswer = { status: 401, body: { message: 'Unauthorized' } };
export const NOT_FOUND: FakeAnswer = { status: 404, body: { message: 'Not found' } };
export const NO_JSON: FakeAnswer = { status: 415, body: { title: 'Unsupported Media Type', status: 415 } };

/** Thrown for a question that HaloPSA would not understand. */
export class BadQuery extends Error {
  readonly answer: FakeAnswer;

  constructor(name: string, message: string) {
    super(message);
    this.answer = modelState({ [name]: [message] });
  }
}
