import { z } from 'zod';
import { type LoginEmailFault, parseLoginEmail } from './login-email.js';

/** A field for one email address, read by the one parser; `messages` has what to say for each way it can be wrong. */
export function emailAddressField(messages: Record<LoginEmailFault, string>) {
  return z
    .string()
    .default('')
    .transform((typed, context) => {
      const parsed = parseLoginEmail(typed);
      if (parsed.kind === 'address') return parsed.address;
      context.addIssue({ code: 'custom', message: messages[parsed.reason] });
      return z.NEVER;
    });
}
