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

/** What its framework says before anything of it is asked. */
export function message(status: number, text: string): FakeAnswer {
  return { status, body: { Message: text } };
}

export function noRoute(): FakeAnswer {
  return message(404, 'No HTTP resource was found that matches the request URI.');
}

/** As the web server below it says so, in a page of its own. */
export function noRouteAtAll(): FakeAnswer {
  const text = '<!DOCTYPE html><title>404 - File or directory not found.</title><h1>Server Error</h1>';
  return { status: 404, headers: { 'Content-Type': 'text/html' }, text };
}
