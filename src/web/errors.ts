/** Thrown by page files; `error-pages.ts` turns them into pages. Rules never throw these. */
export class HttpError extends Error {
  readonly status: number;
  readonly page: string;
  readonly model: object;

  constructor(status: number, page: string, model: object = {}) {
    super(`${status} ${page}`);
    this.status = status;
    this.page = page;
    this.model = model;
  }
}

export function notFound(): HttpError {
  return new HttpError(404, 'errors/not-found');
}

export function forbidden(kind: 'cross-site' | 'form-expired' | 'other'): HttpError {
  return new HttpError(403, 'errors/forbidden', { kind });
}

export function badRequest(status: 400 | 413 | 415 | 421 = 400): HttpError {
  return new HttpError(status, 'errors/bad-request', { status });
}
