import { z } from 'zod';

const text = z.string().default('');

/** Which company of ours it is. */
export const LinkForm = z.object({ company: z.string().regex(/^[0-9a-z]{27}$/) });

/** Where in the list the button was; `back` is empty when it was elsewhere. */
export const PlaceForm = z.object({ back: text, q: text, show: text, page: text });

/** What the dry run was about, and what it showed. */
export const ImportForm = z.object({ type: text, fingerprint: text });

export const DomainForm = z.object({ domain: text, back: text });

/** Companies with a domain each, as they were shown: "<company>/<domain> <company>/<domain>". */
export const DomainsForm = z.object({
  accepted: text.transform((typed) =>
    typed.split(' ').flatMap((pair) => {
      const [, companyId, domain] = /^([0-9a-z]{27})\/(\S+)$/.exec(pair) ?? [];
      return companyId && domain ? [{ companyId, domain }] : [];
    }),
  ),
});
