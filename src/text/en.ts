import { administrators } from './en/administrators.js';
import { audit } from './en/audit.js';
import { common } from './en/common.js';
import { companies } from './en/companies.js';
import { consoleText } from './en/console.js';
import { contactCreation } from './en/contact-creation.js';
import { directory } from './en/directory.js';
import { errors } from './en/errors.js';
import { home } from './en/home.js';
import { inbox } from './en/inbox.js';
import { login } from './en/login.js';
import { mail } from './en/mail.js';
import { mailServer } from './en/mail-server.js';
import { mailToken } from './en/mail-token.js';
import { psa } from './en/psa.js';
import { psaCompanies } from './en/psa-companies.js';
import { psaVendors } from './en/psa-vendors.js';
import { setup } from './en/setup.js';

/** Every word that people read. Another language is one more object of the same type. */
export type Text = typeof en;

export const en = {
  administrators,
  audit,
  common,
  companies,
  console: consoleText,
  contactCreation,
  directory,
  errors,
  home,
  inbox,
  login,
  mail,
  mailServer,
  mailToken,
  psa,
  psaCompanies,
  psaVendors,
  setup,
};
