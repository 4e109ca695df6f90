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
    withheld: 'The email with the token was not sent: the directory does not allow it',
  },
  'token-redeemed': {
    'by-code': 'The token was entered',
    'by-link': 'The token was used by “Login Now”',
    wrong: 'A wrong token was entered',
    expired: 'An expired token was entered',
    'too-many': 'Too many wrong tokens were entered',
  },
  'windows-password': {
    right: 'The Windows password was right',
    wrong: 'A wrong Windows password or user name was entered',
    limited: 'Too many wrong Windows passwords: the directory was not asked',
    disabled: 'The Windows password was right, but the account is disabled',
    'account-expired': 'The Windows password was right, but the account has expired',
    locked: 'The Windows account is locked',
    'password-expired': 'The Windows password has expired',
    'password-must-change': 'The Windows password has to be changed first',
    'logon-hours': 'The Windows account may not sign in at this hour',
    'no-entry': 'The Windows password was right, but the directory shows no such account',
    'several-entries': 'The directory has several accounts for this user name',
    'foreign-domain': 'The Windows account belongs to a domain that is not the company’s',
    unreachable: 'The directory could not be reached',
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
    linked: 'The contact was linked to a Windows account',
  },
  company: {
    added: 'The company was added',
    changed: 'The company was changed',
    activated: 'The company was activated',
    deactivated: 'The company was deactivated',
    'limit-lifted': 'The mail limit was lifted for a day',
  },
  directory: {
    added: 'A directory was added',
    changed: 'A directory was changed',
    removed: 'A directory was removed',
    tested: 'The connection to a directory was tested',
    'sid-added': 'A domain SID was added that a directory was seen to have',
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
  'contact-creation': { changed: 'The rules for new contacts were changed' },
  'test-mail': { sent: 'A test email was sent', failed: 'A test email could not be sent' },
  alert: {
    'wrong-tokens': 'Alert: many wrong tokens for this address',
    'wrong-passwords': 'Alert: many wrong Windows passwords at one directory',
    'new-contacts': 'Alert: many new contacts of one email domain',
    'service-account': 'Alert: the directory refuses its service account',
  },
};

export const audit = {
  /** One sentence for an event of the table. What a newer version wrote is shown as it stands there. */
  describe: ({ kind, outcome }: { kind: string; outcome: string }): string => {
    const outcomes: Record<string, string> = sentences[kind as keyof Outcomes] ?? {};
    return outcomes[outcome] ?? `${kind}: ${outcome}`;
  },
};
