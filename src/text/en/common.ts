export const common = {
  lang: 'en',
  dir: 'ltr',
  skip: 'Skip to main content',
  pageTitle: (title: string, portalName: string) => `${title} · ${portalName}`,
  errorTitle: (title: string) => `Error: ${title}`,
  errorLabel: 'Error:',
  problem: 'There is a problem',
  cancel: 'Cancel',
  signOut: 'Sign out',
  browser: (browser: string, system: string) =>
    browser && system ? `${browser} on ${system}` : browser || system || 'An unknown browser',
  minutes: (count: number | string) => (Number(count) === 1 ? '1 minute' : `${count} minutes`),
  seconds: (count: number | string) => (Number(count) === 1 ? '1 second' : `${count} seconds`),
  noticesLabel: 'Notices',
  notices: {
    'mail-down':
      'Email is not getting through at the moment, so tokens arrive late or not at all. We keep trying. Please come back in a few minutes.',
    'mail-busy':
      'Very many people are signing in right now. Your token may take longer than usual. Please wait for it before you ask again.',
    'not-sending': 'No mail server is set up yet, so no email is sent.',
    'no-sender': 'No sender email address is set yet, so no email is sent. It belongs on System > Mail Token.',
    'looks-like-http':
      'Requests arrive as http although PUBLIC_URL is https. Set TRUST_PROXY and let the proxy send X-Forwarded-Proto.',
    'proxy-not-trusted':
      'A proxy in front names the people behind it, but TRUST_PROXY is not set: limits and records see the proxy only.',
  },
  openInbox: 'Read the emails in the built-in inbox',
  pagination: {
    label: 'Pages',
    previous: 'Previous',
    next: 'Next',
    page: (number: number) => `Page ${number}`,
    pageOf: (number: number, pages: number) => `page ${number} of ${pages}`,
  },
};
