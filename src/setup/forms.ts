import { z } from 'zod';
import { emailAddressField } from '../address/forms.js';
import { en as t } from '../text/en.js';
import { checkbox } from '../web/form.js';
import { LONGEST_IN_HEADER, lineField } from '../web/line-field.js';

const line = (empty: string) =>
  lineField(LONGEST_IN_HEADER, {
    empty,
    tooLong: t.setup.tooLong(LONGEST_IN_HEADER),
    notAllowed: t.setup.controlCharacters,
  });

export const SetUpForm = z
  .object({
    key: z.string(),
    name: line(t.setup.nameEmpty),
    address: emailAddressField(t.login.addressReasons),
    portal_name: line(t.setup.portalNameEmpty),
    sender_address: emailAddressField({ ...t.login.addressReasons, empty: t.setup.senderAddressEmpty }),
    enabled: checkbox(),
  })
  .transform(({ name, address, portal_name: portalName, sender_address: senderAddress, enabled }) => {
    return { name, address, portalName, senderAddress, enabled };
  });
