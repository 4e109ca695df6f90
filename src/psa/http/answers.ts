import type { z } from 'zod';
import type { PsaResponse, Unreadable } from '../connector.js';
import { PsaFault, type PsaFaultKind } from '../fault.js';

const LONGEST_DETAIL = 200;

/** What an answer holds. Throws a PsaFault when its status says no, with the PSA's words `said`, or when it has another shape. */
export function readAnswer<T>(schema: z.ZodType<T>, { status, body }: PsaResponse, said?: string): T {
  if (status < 200 || status > 299) throw new PsaFault(kindOf(status), { status, ...(said && { detail: said }) });
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new PsaFault('broken', { status, detail: describe(parsed.error) });
}

/** Those of a list that can be read: one that cannot is no reason to do without the others. */
export function readEach<T>(schema: z.ZodType<T>, records: { id: number }[], unreadable: Unreadable = refuse): T[] {
  return records.flatMap((record) => {
    const parsed = schema.safeParse(record);
    if (parsed.success) return [parsed.data];
    unreadable(String(record.id), describe(parsed.error));
    return [];
  });
}

/** As readAnswer, for the answer to a creation: whatever is no clear refusal may have been carried out. */
export function readCreation<T>(schema: z.ZodType<T>, response: PsaResponse, said?: string): T {
  try {
    return readAnswer(schema, response, said);
  } catch (error) {
    if (!(error instanceof PsaFault) || isRefusal(response.status)) throw error;
    throw new PsaFault(error.kind, { ...error.details, perhapsDone: true });
  }
}

/** Words of another side as a person may read them: one line, not long, and none of our secrets should they come back. */
export function oneLine(text: string, secrets: string[] = []): string {
  const safe = secrets.filter((secret) => secret !== '').reduce((line, secret) => line.replaceAll(secret, '…'), text);
  const line = safe.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  return line.slice(0, LONGEST_DETAIL).replace(/[\ud800-\udbff]$/, '');
}

function refuse(id: string, why: string): never {
  throw new PsaFault('broken', { detail: `${id}: ${why}` });
}

function describe({ issues: [issue] }: z.ZodError): string {
  return oneLine(`${issue?.path.join('.')}: ${issue?.message}`);
}

function kindOf(status: number): PsaFaultKind {
  if (status >= 500 || status === 408) return 'broken';
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    default:
      return 'refused';
  }
}

/** 408 comes from something on the way that has lost patience with what is behind it. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408;
}
