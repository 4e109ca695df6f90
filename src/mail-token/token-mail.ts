import { domainOf } from '../address/login-email.js';
import type { Config } from '../config.js';
import type { Db } from '../db/schema.js';
import { type KeyRing, keysById } from '../keys.js';
import type { ComposedMail } from '../mail/message.js';
import type { OutboxRow } from '../mail/outbox-store.js';
import { en as t } from '../text/en.js';
import type { Moment } from '../web/moments.js';
import { browserName } from '../web/user-agent.js';
import { renderView } from '../web/views.js';
import { deriveCode, deriveLink } from './derive.js';
import { findTokenForMail, type TokenForMail } from './mail-token-store.js';
import { type MailTokenSettings, senderNameOf, TOKEN_MINUTES } from './settings.js';
import { readMailTokenSettings } from './settings-store.js';
import { formatCode } from './typed-token.js';

export interface TokenMailDeps {
  config: Config;
  db: Db;
  keys: KeyRing;
  when: (ms: number) => Moment;
}

/** What a person gets: the mail, and the two shapes of the token in it. */
export type TokenMail = ComposedMail & { code: string; link: string };

/** Makes the mail of an outbox row anew from what its token is derived from. Undefined when the token is dead already. */
export async function composeTokenMail(deps: TokenMailDeps, row: OutboxRow): Promise<TokenMail | undefined> {
  const token = await findTokenForMail(deps.db, row.attempt ?? '', row.send_number ?? 0, row.company_id);
  const keys = token && keysById(deps.keys, token.key_id);
  if (!keys || token.state !== 'asked') return undefined;
  const settings = await readMailTokenSettings(deps.db);
  const { purpose, handle, address } = token;
  const source = { purpose, handle, send: token.send_number, address };
  const code = formatCode(deriveCode(keys, source));
  const link = deriveLink(keys, source, deps.config.publicUrl);
  return { ...mailOf(deps, settings, row, token, { code, link }), code, link };
}

function mailOf(
  { config, when }: TokenMailDeps,
  settings: MailTokenSettings,
  row: OutboxRow,
  token: TokenForMail,
  shapes: { code: string; link: string },
): ComposedMail {
  const portalName = token.portal_name ?? settings.portalName;
  const asked = {
    ...when(token.created_at),
    browser: browserName(token.user_agent),
    clientAddress: token.client_address,
  };
  const { host } = new URL(config.publicUrl);
  const common = { t, portalName, ...shapes, minutes: TOKEN_MINUTES, until: when(token.expires_at), asked, host };
  const page = { ...common, purpose: token.purpose, helpContact: settings.helpContact };
  const { subject, administratorSubject } = t.mail.token;
  return {
    subject: (token.purpose === 'administrator' ? administratorSubject : subject)(shapes.code, portalName),
    text: renderView('mail-token/token-mail.text.ejs', page),
    html: renderView('mail-token/token-mail.html.ejs', page),
    from: { name: senderNameOf(settings, portalName), address: settings.senderAddress },
    messageId: `<${row.id}@${domainOf(settings.senderAddress)}>`,
    headers: {},
  };
}
