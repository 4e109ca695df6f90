import { z } from 'zod';
import { emailAddressField } from '../address/forms.js';
import { en as t } from '../text/en.js';
import { checkbox } from '../web/form.js';
import { LONGEST_IN_HEADER, lineField } from '../web/line-field.js';
import { MAX_KEEP_DAYS, type MailTokenSettings } from './settings.js';

const LONGEST_HELP_CONTACT = 200;
const { errors } = t.mailToken;

const line = (max: number) => ({ tooLong: errors.tooLong(max), notAllowed: errors.controlCharacters });

export const MailTokenForm = z
  .object({
    enabled: checkbox(),
    portal_name: lineField(LONGEST_IN_HEADER, { ...line(LONGEST_IN_HEADER), empty: errors.portalNameEmpty }),
    sender_address: emailAddressField({ ...t.console.addressReasons, empty: errors.senderAddressEmpty }),
    sender_name: lineField(LONGEST_IN_HEADER, line(LONGEST_IN_HEADER)),
    keep_days: z
      .string()
      .default('')
      .transform((days) => (/^\s*\d{1,4}\s*$/.test(days) ? Number(days) : 0))
      .refine((days) => days >= 1 && days <= MAX_KEEP_DAYS, errors.keepDays(1, MAX_KEEP_DAYS)),
    help_contact: lineField(LONGEST_HELP_CONTACT, line(LONGEST_HELP_CONTACT)),
  })
  .transform(
    (form): MailTokenSettings => ({
      enabled: form.enabled,
      portalName: form.portal_name,
      senderAddress: form.sender_address,
      senderName: form.sender_name,
      keepDays: form.keep_days,
      helpContact: form.help_contact,
    }),
  );

export const TestMailForm = z.object({ to: emailAddressField({ ...t.console.addressReasons, empty: errors.to }) });
