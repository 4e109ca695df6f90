import { z } from 'zod';
import { emailAddressField } from '../address/forms.js';
import { en as t } from '../text/en.js';
import { lineField } from '../web/line-field.js';

const LONGEST_NAME = 60;

const { firstNameEmpty, lastNameEmpty, contactNameTooLong } = t.companies;
const messages = { tooLong: contactNameTooLong(LONGEST_NAME), notAllowed: t.console.notPlain };

export const ContactForm = z.object({
  first_name: lineField(LONGEST_NAME, { ...messages, empty: firstNameEmpty }),
  last_name: lineField(LONGEST_NAME, { ...messages, empty: lastNameEmpty }),
  address: emailAddressField(t.console.addressReasons),
});
