import { localPartOf } from '../../address/login-email.js';
import type { NewPsaContact } from '../connector.js';

/** What is sent to create somebody at a site. Nobody gets a mail from Halo by it. */
export function newUser({ firstName, lastName, address }: NewPsaContact, siteId: number) {
  const [first = localPartOf(address), last = ''] = [firstName, lastName].map((name) => name.trim()).filter(Boolean);
  return {
    firstname: first,
    surname: last,
    name: `${first} ${last}`.trim(),
    emailaddress: address,
    site_id: siteId,
    sendwelcomeemail: false,
  };
}
