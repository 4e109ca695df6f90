import type { Outcomes } from '../../audit/event.js';

const sentences: { [Kind in keyof Outcomes]: Record<Outcomes[Kind], string> } = {
  'set-up': { done: 'The portal was set up' },
  'token-asked': {
    mail: 'A token was asked for',
    nowhere: 'A token was asked for, and no email was sent',
    limited: 'A token was asked for too often',
  },
  'token-mail': {
    sent: 'The mail server took the email with the token',
    refused: 'The mail server refused the email with the token',
    failed: 'The email with the token could not be sent',
    expired: 'The email with the token could not be sent in time',
  },
  'token-redeemed': {
    'by-code': 'The token was entered',
    'by-link': 'The token was used by “Login Now”',
    wrong: 'A wrong token was entered',
    expired: 'An expired token was entered',
    'too-many': 'Too many wrong tokens were entered',
  },
  'signed-in': { contact: 'Signed in', administrator: 'Signed in to the console' },
  'sign-in': {
    refused: 'Proved the address, but may not sign in',
    unmatched: 'Proved the address, but belongs to no company',
  },
  'signed-out': {
    here: 'Signed out',
    everywhere: 'Signed out everywhere',
    'by-administrator': 'Signed out by an administrator',
  },
  contact: {
    created: 'Became a contact at the first sign-in',
    added: 'The contact was added',
    activated: 'The contact was activated',
    deactivated: 'The contact was deactivated',
  },
  company: {
    added: 'The company was added',
    changed: 'The company was changed',
    activated: 'The company was activated',
    deactivated: 'The company was deactivated',
    'limit-lifted': 'The mail limit was lifted for a day',
  },
  administrator: {
    added: 'The administrator was added',
    invited: 'The administrator was invited',
    'invitation-sent': 'The mail server took the invitation',
    'invitation-failed': 'The invitation could not be sent',
    removed: 'The administrator was removed',
    'link-made': 'A sign-in link was made on the command line',
  },
  'mail-token-settings': { changed: 'The Mail Token settings were changed' },
  'mail-server': {
    changed: 'The mail server was changed',
    removed: 'The mail server was removed',
    tested: 'The connection to the mail server was tested',
  },
  'test-mail': { sent: 'A test email was sent', failed: 'A test email could not be sent' },
  alert: {
    'wrong-tokens': 'Alert: many wrong tokens for this address',
    'new-contacts': 'Alert: many new contacts of one email domain',
  },
};

export const audit = {
  /** One sentence for an event of the table. What a newer version wrote is shown as it stands there. */
  describe: ({ kind, outcome }: { kind: string; outcome: string }): string => {
    const outcomes: Record<string, string> = sentences[kind as keyof Outcomes] ?? {};
    return outcomes[outcome] ?? `${kind}: ${outcome}`;
  },
};
