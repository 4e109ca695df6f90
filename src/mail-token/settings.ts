/** What an administrator sets on System > Mail Token. */
export interface MailTokenSettings {
  /** "Enable Passwordless": whether contacts may sign in by email token. Administrators always can. */
  enabled: boolean;
  portalName: string;
  senderAddress: string;
  senderName: string;
  /** "Keep people signed in for": days without use after which a session ends. */
  keepDays: number;
  /** Shown to everybody who waits for a mail. */
  helpContact: string;
}

export const DEFAULTS: MailTokenSettings = {
  enabled: false,
  portalName: 'Latchkey',
  senderAddress: '',
  senderName: '',
  keepDays: 90,
  helpContact: '',
};

/** How long an email token is good for, from the moment it was asked for. */
export const TOKEN_MINUTES = 10;
export const MAX_KEEP_DAYS = 365;

/** The name mails come from: its own, else the portal's. */
export function senderNameOf(settings: MailTokenSettings, portalName = settings.portalName): string {
  return settings.senderName || portalName;
}
