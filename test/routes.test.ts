import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/** Mounted once for each door: `/login` and `/admin/login`. */
const DIALOG = ['login/email-routes.ts', 'login/token-routes.ts', 'login/link-routes.ts'];

function listRoutes(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('routes.ts'));
  const routes = files.flatMap((file) => {
    const text = readFileSync(path.join('src', file), 'utf8');
    const bases = DIALOG.includes(file) ? ['/login', '/admin/login'] : [''];
    const found = [...text.matchAll(/router\.(get|post)\(\s*'([^']+)'/g)];
    return found.flatMap(([, method = '', url = '']) =>
      bases.map((base) => `${method.toUpperCase().padEnd(4)} ${base}${base && url === '/' ? '' : url}`),
    );
  });
  return routes.sort((one, other) => (one.slice(5) < other.slice(5) ? -1 : 1));
}

test('a URL that changes is a visible line in the diff', () => {
  expect(listRoutes().join('\n')).toMatchInlineSnapshot(`
    "GET  /
    GET  /admin
    GET  /admin/administrators
    POST /admin/administrators
    GET  /admin/administrators/:id/removal
    POST /admin/administrators/:id/removal
    GET  /admin/administrators/new
    GET  /admin/companies
    POST /admin/companies
    GET  /admin/companies/:id
    POST /admin/companies/:id
    POST /admin/companies/:id/contacts
    GET  /admin/companies/:id/contacts/:contact/activation
    POST /admin/companies/:id/contacts/:contact/activation
    GET  /admin/companies/:id/contacts/:contact/deactivation
    POST /admin/companies/:id/contacts/:contact/deactivation
    GET  /admin/companies/:id/contacts/:contact/sessions/end
    POST /admin/companies/:id/contacts/:contact/sessions/end
    GET  /admin/companies/:id/contacts/new
    GET  /admin/companies/:id/directories/:directory
    GET  /admin/companies/:id/directories/:directory/removal
    POST /admin/companies/:id/directories/:directory/removal
    GET  /admin/companies/:id/directories/new
    POST /admin/companies/:id/directories{/:directory}
    POST /admin/companies/:id/directories{/:directory}/sids
    POST /admin/companies/:id/directories{/:directory}/tests
    POST /admin/companies/:id/domains/additions
    POST /admin/companies/:id/domains/removals
    POST /admin/companies/:id/newcomer-limit/lifts
    GET  /admin/companies/:id/psa
    POST /admin/companies/:id/psa/domains
    POST /admin/companies/:id/psa/name
    GET  /admin/companies/:id/sessions/end
    POST /admin/companies/:id/sessions/end
    POST /admin/companies/:id/sids/additions
    POST /admin/companies/:id/sids/removals
    GET  /admin/companies/new
    GET  /admin/contact-creation
    POST /admin/contact-creation
    GET  /admin/login
    POST /admin/login
    GET  /admin/login/now/:link
    POST /admin/login/now/:link
    POST /admin/login/now/:link/resend
    GET  /admin/login/options
    POST /admin/login/options
    POST /admin/login/resend
    GET  /admin/login/status
    GET  /admin/login/token
    POST /admin/login/token
    POST /admin/logout
    GET  /admin/mail-server
    POST /admin/mail-server
    GET  /admin/mail-server/removal
    POST /admin/mail-server/removal
    POST /admin/mail-server/tests
    GET  /admin/mail-token
    POST /admin/mail-token
    POST /admin/mail-token/test-mails
    GET  /admin/psa
    POST /admin/psa
    GET  /admin/psa/companies
    GET  /admin/psa/companies/:psa
    POST /admin/psa/companies/:psa/import
    POST /admin/psa/companies/:psa/link
    GET  /admin/psa/companies/:psa/link/removal
    POST /admin/psa/companies/:psa/link/removal
    POST /admin/psa/creations/:contact/approval
    POST /admin/psa/creations/:contact/dismissal
    POST /admin/psa/creations/:contact/tries
    GET  /admin/psa/import
    POST /admin/psa/import
    POST /admin/psa/notes/removals
    GET  /admin/psa/removal
    POST /admin/psa/removal
    GET  /admin/psa/suggestions
    POST /admin/psa/suggestions
    POST /admin/psa/syncs
    POST /admin/psa/syncs/shrinkings
    GET  /admin/psa/tests
    POST /admin/psa/tests
    POST /admin/psa/waiting/:company/dismissal
    GET  /admin/sessions/end
    POST /admin/sessions/end
    GET  /dev/inbox
    GET  /dev/inbox/:id
    GET  /dev/inbox/:id/html
    GET  /livez
    GET  /login
    POST /login
    GET  /login/address
    POST /login/address
    POST /login/another-company
    GET  /login/company
    POST /login/company
    GET  /login/name
    POST /login/name
    GET  /login/now/:link
    POST /login/now/:link
    POST /login/now/:link/resend
    GET  /login/options
    POST /login/options
    GET  /login/password
    POST /login/password
    POST /login/resend
    GET  /login/status
    GET  /login/token
    POST /login/token
    POST /logout
    GET  /readyz
    POST /sessions/:id/end
    POST /sessions/end
    GET  /setup
    POST /setup"
  `);
});
