import type { FakeAnswer } from '../fake-server.js';

/** Thrown where something is wrong with what was sent; answered with 500, as Autotask does. */
export class Wrong extends Error {}

export function wrong(message: string): never {
  throw new Wrong(message);
}

export function failed(status: number, ...errors: string[]): FakeAnswer {
  return { status, body: { errors } };
}

export const NO_PERMISSION =
  'The logged in Resource does not have the adequate permissions to perform this action on this entity.';

/** What its web server says by itself. */
export function message(status: number, text: string): FakeAnswer {
  return { status, body: { Message: text } };
}
