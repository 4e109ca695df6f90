import { z } from 'zod';
import { emailAddressField } from '../address/forms.js';
import { parseTypedToken } from '../mail-token/typed-token.js';
import { en as t } from '../text/en.js';
import { checkbox } from '../web/form.js';
import { lineField } from '../web/line-field.js';

const LONGEST_NAME = 60;

export const EmailForm = z.object({
  email: emailAddressField(t.login.addressReasons),
  shared: checkbox(),
  return_to: z.string().optional(),
});

export const TokenForm = z.object({
  token: z.string().default('').transform(toToken),
  shared: checkbox(),
});

export const LinkForm = z.object({ shared: checkbox() });

export const OptionsForm = z.object({ way: z.literal('email-token') });

export const CompanyForm = z.object({ contact: z.string() });

export const NameForm = z.object({
  first_name: personName(t.login.name.firstNameEmpty),
  last_name: personName(t.login.name.lastNameEmpty),
});

function personName(empty: string) {
  return lineField(LONGEST_NAME, {
    empty,
    tooLong: t.login.name.tooLong(LONGEST_NAME),
    notAllowed: t.login.name.notAllowed,
  });
}

function toToken(typed: string, context: z.RefinementCtx) {
  const token = parseTypedToken(typed);
  if (token.kind !== 'not-a-token') return token;
  const { empty, malformed } = t.login.tokenErrors;
  context.addIssue({ code: 'custom', message: typed.trim() === '' ? empty : malformed });
  return z.NEVER;
}
