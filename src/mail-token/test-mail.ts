import { domainOf } from '../address/login-email.js';
import { type Actor, actedBy } from '../audit/actor.js';
import { record } from '../audit/audit-store.js';
import type { Clock } from '../clock.js';
import type { Db } from '../db/schema.js';
import { newId } from '../id.js';
import type { FoundMailServer } from '../mail/mail-server-store.js';
import type { ComposedMail } from '../mail/message.js';
import { type ConnectionTest, testMailServer } from '../mail/test-connection.js';
import { en as t } from '../text/en.js';
import type { Moment } from '../web/moments.js';
import { renderView } from '../web/views.js';
import { type MailTokenSettings, senderNameOf } from './settings.js';
import { readMailTokenSettings } from './settings-store.js';

export interface TestMailDeps {
  db: Db;
  clock: Clock;
  when(ms: number): Moment;
  findMailServer(): Promise<FoundMailServer | undefined>;
}

export type TestMailSent = { to: string } & (
  | { kind: 'sent'; transcript: string[] }
  | Exclude<ConnectionTest, { kind: 'ok' }>
  | { kind: 'no-server' }
  | { kind: 'no-sender' }
);

/** Sends a mail with the saved settings, past the outbox, and answers what the mail server said. */
export async function sendTestMail(deps: TestMailDeps, to: string, by: Actor): Promise<TestMailSent> {
  const settings = await readMailTokenSettings(deps.db);
  const found = await deps.findMailServer();
  if (!found) return { kind: 'no-server', to };
  if (settings.senderAddress === '') return { kind: 'no-sender', to };
  const test = await testMailServer(found.server, { recipient: to, mail: testMail(deps, settings, by) });
  const outcome = test.kind === 'ok' ? 'sent' : 'failed';
  const trace = test.kind === 'failed' ? test.reason : test.kind === 'timed-out' ? 'no answer in time' : '';
  await record(deps.db, deps.clock(), { kind: 'test-mail', outcome, address: to, ...actedBy(by, trace) });
  return test.kind === 'ok' ? { ...test, kind: 'sent', to } : { ...test, to };
}

function testMail({ clock, when }: TestMailDeps, settings: MailTokenSettings, by: Actor): ComposedMail {
  const { portalName, senderAddress } = settings;
  const moment = when(clock());
  const page = { t, portalName, sentBy: by.name, at: `${moment.full} ${moment.zone}` };
  return {
    subject: t.mail.test.subject(portalName),
    text: renderView('mail-token/test-mail.text.ejs', page),
    html: renderView('mail-token/test-mail.html.ejs', page),
    from: { name: senderNameOf(settings), address: senderAddress },
    messageId: `<${newId(clock())}@${domainOf(senderAddress)}>`,
    headers: {},
  };
}
