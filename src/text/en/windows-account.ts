import { common } from './common.js';

/** The pages of signing in with a Windows account: a part of `login`. */
export const windowsAccount = {
  password: {
    title: 'Sign in with your Windows account',
    label: 'Windows password',
    hint: 'The one that you type at your computer at work.',
    submit: 'Sign in',
    otherName: 'My Windows user name is different',
    userName: 'Windows user name',
    userNameHint: 'For example ACME\\jo, or jo@corp.acme.example. Empty means your email address.',
    or: 'Forgotten it, or no Windows account?',
    byToken: 'Sign in using email token',
    insteadTitle: 'Sign in by email instead',
    instead: (address: string) => `We send a token to ${address}. You do not need your Windows password for it.`,
    again: 'Try the Windows password again',
  },
  passwordErrors: {
    empty: 'Enter your Windows password',
    'too-long': 'Enter your Windows password: this is longer than any can be',
    'control-character': 'Enter your Windows password as you type it at work, without line breaks or tabs',
    userName: 'Enter your Windows user name, for example ACME\\jo or jo@corp.acme.example',
    unknownDomain: 'Enter the user name of your own company: we do not know the domain that you entered',
    wrong: 'That password is not right. Check the user name, too, and try again',
    limited: (minutes: number) =>
      `The password was not right too many times. Wait ${common.minutes(minutes)}, then try again.`,
    locked: 'Your Windows account is locked, often after too many wrong passwords. Your IT can unlock it.',
    'password-expired': 'Your Windows password has expired. Change it at your work computer first.',
    'password-must-change': 'Your Windows password has to be changed first, at your work computer.',
    'logon-hours': 'Your Windows account may not be used at this hour, or not from here.',
    'not-one': 'We could not tell which account this is.',
    foreign: 'The password is right, but the account belongs to a domain that is not your company’s.',
    unreachable:
      'Your directory cannot be reached right now. That is not your fault, and your password may well be right.',
  },
  ownAddress: {
    title: 'What is your email address?',
    lead: (userName: string) =>
      `Your password is right, but your Windows account ${userName} does not tell us your email address. Confirm it once, with a token that we send there.`,
    hint: 'Where you get your email at work.',
    submit: 'Send token',
  },
};
