import express, { type Express } from 'express';
import { adminRoutes } from './admin/admin-routes.js';
import { administratorDoor } from './admin/administrator-door.js';
import { adminSessionRoutes } from './admin/session-routes.js';
import { companyRoutes } from './companies/admin-routes.js';
import { companyPageRoutes } from './companies/company-page-routes.js';
import { contactAdminRoutes } from './contacts/admin-routes.js';
import { readCompanyContacts } from './contacts/company-contacts.js';
import type { Context } from './context.js';
import { homeRoutes } from './home/home-routes.js';
import { contactDoor } from './login/contact-door.js';
import { contactRoutes } from './login/contact-routes.js';
import { emailRoutes } from './login/email-routes.js';
import { linkRoutes } from './login/link-routes.js';
import { tokenRoutes } from './login/token-routes.js';
import { mailServerRoutes } from './mail/admin-routes.js';
import { inboxRoutes } from './mail/inbox-routes.js';
import { mailTokenRoutes } from './mail-token/admin-routes.js';
import { packagePath } from './package-root.js';
import { setupRoutes } from './setup/setup-routes.js';
import { formBody } from './web/body.js';
import { isSecure } from './web/cookies.js';
import { requireCsrf } from './web/csrf.js';
import { errorPages, nothingHere } from './web/error-pages.js';
import { healthRoutes } from './web/health-routes.js';
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
  app.use(noStore, proxyCheck(ctx), sameOriginOnly(ctx.config));

  app.use(['/admin', '/setup'], sessions(ctx, 'administrator'), formBody({ limit: '256kb' }));
  app.use(sessions(ctx, 'contact'), formBody({ limit: '10kb' }), requireCsrf(ctx), pageFrame(ctx));

  app.use('/login', emailRoutes(ctx, contactDoor), tokenRoutes(ctx, contactDoor), linkRoutes(ctx, contactDoor));
  app.use(contactRoutes(ctx));
  app.use(homeRoutes(ctx));
  app.use(setupRoutes(ctx));
  app.use(inboxRoutes(ctx));

  app.use(
    '/admin/login',
    emailRoutes(ctx, administratorDoor),
    tokenRoutes(ctx, administratorDoor),
    linkRoutes(ctx, administratorDoor),
  );
  app.use('/admin', requireSignedIn('administrator', '/admin/login'));
  app.use(adminRoutes(ctx));
  app.use(adminSessionRoutes(ctx));
  app.use(companyRoutes(ctx));
  app.use(companyPageRoutes(ctx, readCompanyContacts));
  app.use(contactAdminRoutes(ctx));
  app.use(mailTokenRoutes(ctx));
  app.use(mailServerRoutes(ctx));

  app.use(nothingHere, errorPages(ctx));
  return app;
}
