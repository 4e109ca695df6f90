import { z } from 'zod';
import { parseLdapAddress } from '../ldap/address.js';
import { readCertificates } from '../ldap/ca-certificates.js';
import { en as t } from '../text/en.js';
import { checkbox } from '../web/form.js';
import { lineField } from '../web/line-field.js';
import { listField } from '../web/list-field.js';
import { checkTypedPassword } from './password.js';
import type { TypedDirectory } from './typed-directory.js';
import { parseUpnSuffix } from './upn-suffix.js';

const LONGEST_NAME = 100;
const LONGEST_DN = 255;
const MOST_ADDRESSES = 10;
const MOST_SUFFIXES = 50;
const NETBIOS_NAME = /^(?:[A-Z0-9][A-Z0-9_.&-]{0,14})?$/;
const DN = /^[a-z][a-z0-9-]*=(?:\\.|[^\\,=])+(?:,\s*[a-z][a-z0-9-]*=(?:\\.|[^\\,=])+)*$/i;
const { errors } = t.directory;

const typedText = z.string().default('');
const name = lineField(LONGEST_NAME, {
  empty: errors.nameEmpty,
  tooLong: errors.nameTooLong(LONGEST_NAME),
  notAllowed: t.console.notPlain,
});
const addresses = listField(MOST_ADDRESSES, errors.addressesMany(MOST_ADDRESSES), (word) => {
  const parsed = parseLdapAddress(word);
  if (parsed.kind === 'address') return { entry: parsed.address };
  return { refused: (shown) => errors.address(shown, errors.addressReasons[parsed.reason]) };
}).refine((list) => list.length > 0, errors.addressesEmpty);
const upnSuffixes = listField(MOST_SUFFIXES, errors.suffixesMany(MOST_SUFFIXES), (word) => {
  const parsed = parseUpnSuffix(word);
  return parsed.kind === 'suffix' ? { entry: parsed.suffix } : { refused: errors.suffixReasons[parsed.reason] };
});
const caCertificate = typedText.transform((typed, ctx) => {
  const read = readCertificates(typed);
  if (read.kind === 'certificates') return read.pem;
  ctx.addIssue({ code: 'custom', message: errors.certificateReasons[read.reason] });
  return z.NEVER;
});
const baseDn = lineField(LONGEST_DN, { empty: errors.baseDn, tooLong: errors.baseDn, notAllowed: errors.baseDn })
  .refine((dn) => DN.test(dn), errors.baseDn)
  .refine((dn) => /(^|,\s*)DC=/i.test(dn), errors.baseDnWithoutDc);
const netbiosName = typedText
  .transform((typed) => typed.trim().toUpperCase())
  .refine((typed) => NETBIOS_NAME.test(typed), errors.netbiosName);
const userName = lineField(LONGEST_DN, { tooLong: errors.userName, notAllowed: errors.userName });
const password = typedText
  .refine((typed) => typed === '' || checkTypedPassword(typed).kind === 'password', errors.password)
  .transform((typed) => (typed === '' ? undefined : typed));

/** What Save demands. A service account's name has @, \ or = in it: any other could be that of a SASL mechanism. */
export const DirectoryForm = z
  .object({
    name,
    active: checkbox(),
    addresses,
    ca_certificate: caCertificate,
    base_dn: baseDn,
    service_user: userName.refine((typed) => typed === '' || /[@\\=]/.test(typed), errors.userName),
    service_password: password,
    leaver_protection: checkbox(),
    upn_suffixes: upnSuffixes,
    netbios_name: netbiosName,
  })
  .superRefine(({ service_user, service_password, leaver_protection }, ctx) => {
    if (service_user !== '') return;
    if (service_password) ctx.addIssue({ code: 'custom', path: ['service_user'], message: errors.passwordWithoutUser });
    if (leaver_protection) ctx.addIssue({ code: 'custom', path: ['service_user'], message: errors.leaverNeedsAccount });
  })
  .transform(
    (form): TypedDirectory => ({
      name: form.name,
      active: form.active,
      addresses: form.addresses,
      caCertificate: form.ca_certificate,
      baseDn: form.base_dn,
      serviceUser: form.service_user,
      servicePassword: form.service_password,
      leaverProtection: form.leaver_protection,
      upnSuffixes: form.upn_suffixes,
      netbiosName: form.netbios_name,
    }),
  );

/** Somebody to sign in as for one test, or nobody. */
export const TestUserForm = z
  .object({ test_user: userName, test_password: password })
  .superRefine(({ test_user, test_password }, ctx) => {
    if (test_user === '' && test_password)
      ctx.addIssue({ code: 'custom', path: ['test_user'], message: errors.testPasswordWithoutUser });
    if (test_user !== '' && !test_password)
      ctx.addIssue({ code: 'custom', path: ['test_password'], message: errors.testUserWithoutPassword });
  })
  .transform(({ test_user: userName, test_password: password }) =>
    password === undefined ? undefined : { userName, password },
  );

/** The SID whose button was pressed in the result of a test. */
export const SidForm = z.object({ sid: typedText });
