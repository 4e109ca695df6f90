import { z } from 'zod';

export type FieldErrors = Record<string, string>;
export type FormView = { values: Record<string, unknown>; errors: FieldErrors };
export type Form<T> = ({ ok: true; data: T } & FormView) | ({ ok: false } & FormView);

/** What a template needs to draw a form nobody has touched yet. */
export function blankForm(values: Record<string, unknown> = {}): FormView {
  return { values, errors: {} };
}

/** Parses a posted body. `values` is what the user typed, so the page can be drawn again with it. */
export function parseForm<S extends z.ZodType>(schema: S, body: unknown): Form<z.output<S>> {
  const values = onlyStrings(body);
  const result = schema.safeParse(values);
  if (result.success) return { ok: true, data: result.data, values, errors: {} };
  return { ok: false, values, errors: firstMessages(result.error) };
}

/** Adds an error only the rule could find, such as a token that is not right. */
export function withError(form: FormView, field: string, message: string): FormView {
  return { values: form.values, errors: { ...form.errors, [field]: message } };
}

/** A checkbox: browsers send `on` when it is ticked and nothing when it is not. */
export function checkbox(): z.ZodPipe<z.ZodOptional<z.ZodString>, z.ZodTransform<boolean, string | undefined>> {
  return z
    .string()
    .optional()
    .transform((value) => value !== undefined && value !== '');
}

/** Own properties that are one string each; app.ts has refused bodies with anything else. */
function onlyStrings(body: unknown): Record<string, string> {
  const entries = Object.entries(body ?? {}).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(entries);
}

function firstMessages(error: z.ZodError): FieldErrors {
  const errors: FieldErrors = {};
  for (const issue of error.issues) errors[issue.path.join('.') || 'form'] ??= issue.message;
  return errors;
}
