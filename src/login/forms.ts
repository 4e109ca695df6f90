import { z } from 'zod';
import { emailAddressField } from '../address/forms.js';
import { checkTypedPassword } from '../directory/password.js';
import { parseUserName } from '../directory/user-name.js';
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

/** An empty user name means the address that was given. The password is nobody's business but the directory's. */
export const PasswordForm = z.object({
  user_name: z.string().default('').transform(toUserName),
  password: z.string().default('').transform(toPassword),
  shared: checkbox(),
});

/** The address of somebody whose Windows account has none that we may believe. */
export const OwnAddressForm = z.object({ email: emailAddressField(t.login.addressReasons) });

export const LinkForm = z.object({ shared: checkbox() });

export const OptionsForm = z.object({ way: z.enum(['directory', 'email-token']) });

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

function toUserName(typed: string, context: z.RefinementCtx) {
  if (typed.trim() === '') return undefined;
  const user = parseUserName(typed);
  if (user.kind !== 'refused') return user;
  context.addIssue({ code: 'custom', message: t.login.passwordErrors.userName });
  return z.NEVER;
}

function toPassword(typed: string, context: z.RefinementCtx) {
  const checked = checkTypedPassword(typed);
  if (checked.kind === 'refused') context.addIssue({ code: 'custom', message: t.login.passwordErrors[checked.reason] });
  return typed;
}
