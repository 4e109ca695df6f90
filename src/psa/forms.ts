import { z } from 'zod';
import { en as t } from '../text/en.js';
import type { NoteKey } from './attention-store.js';
import type { PsaKindName } from './connector.js';
import { PSA_KINDS, psaKind } from './connectors.js';
import { parsePsaSite } from './http/site.js';
import type { TypedPsa } from './settings-store.js';

const LONGEST_SUBJECT = 500;
const { errors } = t.psa;

const typedText = z
  .string()
  .default('')
  .transform((typed) => typed.trim());

/** What Save demands: which PSA it is, and what that one wants to be told. */
export function psaForm(allowedHosts: readonly string[]): z.ZodType<TypedPsa> {
  const [first, ...others] = PSA_KINDS.map((kind) => accountForm(kind, allowedHosts));
  if (!first) throw new Error('There is no PSA');
  return z.discriminatedUnion('kind', [first, ...others], errors.kind);
}

/** How a field of an account is called in the form: `companyId` is `company_id`. */
export function formName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
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

function accountForm(kind: PsaKindName, allowedHosts: readonly string[]) {
  const { fields, secret } = psaKind(kind).account;
  const words = t.psaVendors[kind];
  const fieldWords: Record<string, { error: string }> = words.fields;
  const shapes = Object.entries(fields).map(([name, { shape, optional }]) => [
    formName(name),
    typedText.refine((typed) => (optional && typed === '') || shape.test(typed), fieldWords[name]?.error),
  ]);
  return z
    .object({
      kind: z.literal(kind),
      site: siteOf(kind, allowedHosts),
      ...(Object.fromEntries(shapes) as Record<string, typeof typedText>),
      secret: typedText.refine((typed) => typed === '' || secret.test(typed), words.secret.error),
    })
    .transform((typed): TypedPsa => {
      const values: Record<string, unknown> = typed;
      const told = Object.keys(fields).map((name) => [name, values[formName(name)]]);
      return {
        kind,
        site: typed.site,
        fields: Object.fromEntries(told.filter(([, value]) => value !== '')),
        ...(typed.secret !== '' && { secret: typed.secret }),
      };
    });
}

function siteOf(kind: PsaKindName, allowedHosts: readonly string[]) {
  return typedText.transform((typed, ctx) => {
    const parsed = parsePsaSite(typed, allowedHosts, psaKind(kind).account.apiHost);
    if (parsed.kind === 'site') return parsed.site;
    ctx.addIssue({ code: 'custom', message: errors.siteReasons[parsed.reason](t.psaVendors[kind].site.example) });
    return z.NEVER;
  });
}
