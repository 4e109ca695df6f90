import { common } from './common.js';

export const mail = {
  token: {
    subject: (code: string, portalName: string) => `${code} is your ${portalName} token`,
    administratorSubject: (code: string, portalName: string) => `${code} is your ${portalName} console token`,
    preheader: (minutes: number) => `Works for ${common.minutes(minutes)}, in the browser where you asked for it.`,
    title: (portalName: string) => `Sign in to ${portalName}`,
    administratorTitle: (portalName: string) => `Sign in to the ${portalName} console`,
    lead: 'This is your token. Paste it into the page where you asked for it:',
    or: 'Or sign in with one click:',
    button: 'Login Now',
    until: (full: string, minutes: number) => `Both work for ${common.minutes(minutes)}, until ${full}, and only once.`,
    asked: 'Who asked',
    askedFrom: (browser: string, clientAddress: string) => `${browser}, network address ${clientAddress}`,
    notYou: 'Was it not you?',
    notYouText:
      'Then do nothing. Nobody can sign in without this email. Never pass the token on, not even to the help desk.',
    help: 'Help',
    sentBy: (portalName: string, host: string) => `Sent by ${portalName}, ${host}`,
  },
  invitation: {
    subject: (portalName: string) => `You are an administrator of ${portalName}`,
    title: (portalName: string) => `You can open the ${portalName} console`,
    greeting: (name: string) => `Hello ${name},`,
    lead: (inviterName: string, portalName: string) => `${inviterName} has made you an administrator of ${portalName}.`,
    how: 'Sign in with this email address. There is no password: each time, a token is sent to you.',
    button: 'Open the console',
    notYou: 'Does this surprise you? Ask the person named above before you sign in.',
  },
  test: {
    subject: (portalName: string) => `Test email from ${portalName}`,
    title: 'It works',
    lead: (portalName: string) => `This is the test email from ${portalName}. Tokens are sent the same way.`,
    sentBy: (name: string, full: string) => `Asked for by ${name}, ${full}.`,
  },
};
