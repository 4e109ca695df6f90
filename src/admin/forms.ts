import { z } from 'zod';
import { emailAddressField } from '../address/forms.js';
import { en as t } from '../text/en.js';
import { lineField } from '../web/line-field.js';

const LONGEST_NAME = 60;

export const InvitationForm = z.object({
  name: lineField(LONGEST_NAME, {
    empty: t.administrators.nameEmpty,
    tooLong: t.administrators.nameTooLong(LONGEST_NAME),
    notAllowed: t.console.notPlain,
  }),
  address: emailAddressField(t.console.addressReasons),
});
