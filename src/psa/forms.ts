import { z } from 'zod';
import { en as t } from '../text/en.js';
import type { NoteKey } from './attention-store.js';
import type { PsaKindName } from './connector.js';
import { psaKind } from './connectors.js';
import { parsePsaSite } from './http/site.js';
import type { TypedPsa } from './settings-store.js';

const LONGEST_SUBJECT = 500;
/** Nothing that means something in a header, a path or between user name and password. */
const COMPANY_ID = /^(?:(?![+:/\\?#%"'<>])[!-~]){1,50}$/;
const KEY = /^[\w-]{1,100}$/;
const CLIENT_ID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const { errors } = t.psa;

const typedText = z
  .string()
  .default('')
  .transform((typed) => typed.trim());
const secret = typedText
  .refine((typed) => typed === '' || KEY.test(typed), errors.privateKey)
  .transform((typed) => (typed === '' ? undefined : typed));

/** What Save demands; which fields there are is the kind's. */
export function psaForm(allowedHosts: readonly string[]) {
  const connectWise = z
    .object({
      kind: z.literal('connectwise'),
      site: siteOf('connectwise', allowedHosts),
      company_id: typedText.refine((typed) => COMPANY_ID.test(typed), errors.companyId),
      public_key: typedText.refine((typed) => KEY.test(typed), errors.publicKey),
      private_key: secret,
      client_id: typedText.refine((typed) => CLIENT_ID.test(typed), errors.clientId),
    })
    .transform(
      ({ kind, site, company_id, public_key, client_id, private_key }): TypedPsa => ({
        kind,
        site,
        fields: { companyId: company_id, publicKey: public_key, clientId: client_id },
        ...(private_key !== undefined && { secret: private_key }),
      }),
    );
  return z.discriminatedUnion('kind', [connectWise], errors.kind);
}

/** The note whose "Done" was pressed. What is no text of ours, such as a NUL that PostgreSQL refuses, reaches no query. */
export const NoteForm = z
  .object({
    kind: z.enum(['double', 'moved', 'renamed']),
    company: z.string().regex(/^[\da-z]{1,40}$/),
    subject: z
      .string()
      .max(LONGEST_SUBJECT)
      .regex(/^\P{Cc}*$/u),
  })
  .transform(({ kind, company: companyId, subject }): NoteKey => ({ kind, companyId, subject }));

function siteOf(kind: PsaKindName, allowedHosts: readonly string[]) {
  return typedText.transform((typed, ctx) => {
    const parsed = parsePsaSite(typed, allowedHosts, psaKind(kind).account.apiHost);
    if (parsed.kind === 'site') return parsed.site;
    ctx.addIssue({ code: 'custom', message: errors.siteReasons[parsed.reason] });
    return z.NEVER;
  });
}
