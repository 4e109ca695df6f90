import express, { type Express } from 'express';
import { adminRoutes } from './admin/admin-routes.js';
import { administratorDoor } from './admin/administrator-door.js';
import { adminSessionRoutes } from './admin/session-routes.js';
import { companyRoutes } from './companies/admin-routes.js';
import { companyPageRoutes } from './companies/company-page-routes.js';
import { contactCreationRoutes } from './contact-creation/admin-routes.js';
import { contactAdminRoutes } from './contacts/admin-routes.js';
import { readCompanyContacts } from './contacts/company-contacts.js';
import type { Context } from './context.js';
import { directoryRoutes } from './directory/admin-routes.js';
import { readCompanyDirectories } from './directory/company-directories.js';
import { homeRoutes } from './home/home-routes.js';
import { addressRoutes } from './login/address-routes.js';
import { contactDoor } from './login/contact-door.js';
import { contactRoutes } from './login/contact-routes.js';
import { emailRoutes } from './login/email-routes.js';
import { linkRoutes } from './login/link-routes.js';
import { passwordRoutes } from './login/password-routes.js';
import { tokenRoutes } from './login/token-routes.js';
import { mailServerRoutes } from './mail/admin-routes.js';
import { inboxRoutes } from './mail/inbox-routes.js';
import { mailTokenRoutes } from './mail-token/admin-routes.js';
import { packagePath } from './package-root.js';
import { psaRoutes } from './psa/admin-routes.js';
import { psaAttentionRoutes } from './psa/attention-routes.js';
import { readCompanyPsa } from './psa/companies/company-part.js';
import { companyPsaRoutes } from './psa/companies/company-part-routes.js';
import { psaCompanyRoutes } from './psa/companies/company-routes.js';
import { vendorOf } from './psa/companies/connected-page.js';
import { psaImportRoutes } from './psa/companies/import-routes.js';
import { psaSuggestionRoutes } from './psa/companies/suggestion-routes.js';
import { setupRoutes } from './setup/setup-routes.js';
import { formBody } from './web/body.js';
import { isSecure } from './web/cookies.js';
import { requireCsrf } from './web/csrf.js';
import { errorPages, nothingHere } from './web/error-pages.js';
import { healthRoutes } from './web/health-routes.js';
import { headChangesNothing, methodsOfPages } from './web/methods.js';
import { pageFrame } from './web/page-frame.js';
import { proxyCheck } from './web/proxy-check.js';
import { requestLog } from './web/request-log.js';
import { knownHostOnly, sameOriginOnly } from './web/same-origin.js';
import { noStore, securityHeaders } from './web/security-headers.js';
import { requireSignedIn, sessions } from './web/session.js';
import { useViews } from './web/views.js';

const FOREVER = { immutable: true, maxAge: '365d', index: false } as const;

/** The map of the site: what every request passes, in order, then the rooms. */
export function createApp(ctx: Context, isDraining: () => boolean = () => false): Express {
  const app = express();
  app.disable('x-powered-by').set('trust proxy', ctx.config.trustProxy).set('query parser', 'simple').disable('etag');
  // Cookies are Secure when PUBLIC_URL says https, whatever a proxy that nobody told us about does to the protocol.
  Object.defineProperty(app.request, 'secure', { value: isSecure(ctx.config) });
  useViews(app);

  app.use(requestLog(ctx), securityHeaders(ctx.config));
  app.use(healthRoutes(ctx, isDraining));
  app.use(knownHostOnly(ctx.config));
  app.use('/assets', express.static(packagePath('public'), FOREVER));
  app.use(noStore, pageFrame(ctx), proxyCheck(ctx), methodsOfPages, sameOriginOnly(ctx.config));

  app.use(['/admin', '/setup'], sessions(ctx, 'administrator'), formBody({ limit: '256kb' }));
  app.use(sessions(ctx, 'contact'), formBody({ limit: '10kb' }));

  // The dialog needs no form token: a second click on a form that has just signed in must lead onwards, not to an error.
  app.use(['/login', '/admin/login'], headChangesNothing);
  for (const door of [contactDoor, administratorDoor]) {
    app.use(door.base, emailRoutes(ctx, door), tokenRoutes(ctx, door), linkRoutes(ctx, door));
  }
  app.use(passwordRoutes(ctx));
  app.use(addressRoutes(ctx));
  app.use(contactRoutes(ctx));
  app.use(setupRoutes(ctx));
  app.use(inboxRoutes(ctx));

  app.use(requireCsrf(ctx));
  app.use(homeRoutes(ctx));
  app.use('/admin', requireSignedIn('administrator', '/admin/login'));
  app.use(adminRoutes(ctx));
  app.use(adminSessionRoutes(ctx));
  app.use(companyRoutes(ctx, vendorOf));
  const parts = { readContacts: readCompanyContacts, readDirectories: readCompanyDirectories, readPsa: readCompanyPsa };
  app.use(companyPageRoutes(ctx, parts));
  app.use(contactAdminRoutes(ctx, vendorOf));
  app.use(mailTokenRoutes(ctx));
  app.use(mailServerRoutes(ctx));
  app.use(directoryRoutes(ctx));
  app.use(contactCreationRoutes(ctx));
  app.use(psaRoutes(ctx));
  app.use(psaAttentionRoutes(ctx));
  app.use(psaCompanyRoutes(ctx));
  app.use(companyPsaRoutes(ctx));
  app.use(psaImportRoutes(ctx));
  app.use(psaSuggestionRoutes(ctx));

  app.use(nothingHere, errorPages(ctx));
  return app;
}
