/** Who and what an event is about; whatever is known at that point. */
export interface Subject {
  address?: string;
  clientAddress?: string;
  companyId?: string | undefined;
  contactId?: string | undefined;
  /** The administrator who acted, or who signed in. */
  administratorId?: string | undefined;
  /** The attempt's handle. */
  attempt?: string;
  /** Why it went this way, in words: "no contact; domain acme.example -> Acme Ltd; new contact". */
  trace?: string;
}

/** Everything that is recorded, and how each can end. The only list. */
export interface Outcomes {
  'set-up': 'done';
  'token-asked': 'mail' | 'nowhere' | 'limited';
  'token-mail': 'sent' | 'refused' | 'failed' | 'expired' | 'withheld';
  'token-redeemed': 'by-code' | 'by-link' | 'wrong' | 'expired' | 'too-many';
  'windows-password':
    | 'right'
    | 'wrong'
    | 'limited'
    | 'disabled'
    | 'account-expired'
    | 'locked'
    | 'password-expired'
    | 'password-must-change'
    | 'logon-hours'
    | 'no-entry'
    | 'several-entries'
    | 'foreign-domain'
    | 'unreachable';
  'signed-in': 'contact' | 'administrator';
  'sign-in': 'refused' | 'unmatched';
  'signed-out': 'here' | 'everywhere' | 'by-administrator';
  contact:
    | 'created'
    | 'added'
    | 'activated'
    | 'deactivated'
    | 'linked'
    | 'readdressed'
    | 'renamed'
    | 'moved'
    | 'address-added'
    | 'address-ended'
    | 'kept-out-by-psa'
    | 'let-in-by-psa'
    | 'created-in-psa'
    | 'found-in-psa'
    | 'not-created-in-psa'
    | 'returned'
    | 'reactivated-in-psa'
    | 'not-reactivated-in-psa';
  company:
    | 'added'
    | 'changed'
    | 'activated'
    | 'deactivated'
    | 'limit-lifted'
    | 'linked'
    | 'unlinked'
    | 'active-in-psa'
    | 'inactive-in-psa';
  directory: 'added' | 'changed' | 'removed' | 'tested' | 'sid-added';
  administrator: 'added' | 'invited' | 'invitation-sent' | 'invitation-failed' | 'removed' | 'link-made';
  'mail-token-settings': 'changed';
  'mail-server': 'changed' | 'removed' | 'tested';
  'contact-creation': 'changed';
  psa:
    | 'connected'
    | 'changed'
    | 'disconnected'
    | 'tested'
    | 'sync-asked'
    | 'shrinking-accepted'
    | 'contacts-brought'
    | 'creation-retried'
    | 'creation-approved'
    | 'creation-dismissed'
    | 'reactivation-retried'
    | 'reactivation-dismissed'
    | 'note-done';
  'test-mail': 'sent' | 'failed';
  /** Something an administrator should look at. */
  alert: 'wrong-tokens' | 'wrong-passwords' | 'new-contacts' | 'service-account';
}

export type EventKind = keyof Outcomes;

export type AuditEvent = { [Kind in EventKind]: { kind: Kind; outcome: Outcomes[Kind] } }[EventKind] & Subject;

/**
 * What anybody can cause who has an email address, or only types one: it is kept for a while and capped (see retention.ts),
 * also where it is about somebody who is known. Everything else takes a contact, an administrator or the operator.
 */
const BY_STRANGERS: readonly EventKind[] = [
  'token-asked',
  'token-mail',
  'token-redeemed',
  'windows-password',
  'sign-in',
  'alert',
];

export function isByStranger(kind: EventKind): boolean {
  return BY_STRANGERS.includes(kind);
}
