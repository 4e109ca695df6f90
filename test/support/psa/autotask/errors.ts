import type { FakeAnswer } from '../fake-server.js';

/** Autotask says most of what is wrong with 500 and words. */
export function failed(message: string, status = 500): FakeAnswer {
  return { status, body: { errors: [message] } };
}

/** A path that there is none of never reaches the API: the web server answers with a page. */
export function noRoute(): FakeAnswer {
  return { status: 404, headers: { 'Content-Type': 'text/html' }, text: IIS_404 };
}

export const NOT_PERMITTED =
  'The logged in Resource does not have the adequate permissions to perform this action on this entity type.';

const IIS_404 =
  '<!DOCTYPE html><html><head><title>404 - File or directory not found.</title></head><body><h1>Server Error</h1></body></html>';

/** Thrown for a query that Autotask would not understand. */
export class BadQuery extends Error {}

export function bad(message: string): never {
  throw new BadQuery(message);
}
