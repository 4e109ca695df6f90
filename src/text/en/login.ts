import { common } from './common.js';
import { windowsAccount } from './windows-account.js';

export const login = {
  email: {
    title: (portalName: string) => `Sign in to ${portalName}`,
    administratorTitle: 'Sign in to the console',
    lead: 'Enter your work email address.',
    administratorLead: 'Enter your email address. We send you a token.',
    label: 'Email address',
    submit: 'Continue',
    closedTitle: 'Sign-in is not switched on',
    closed: (portalName: string) => `Nobody can sign in to ${portalName} at the moment. Please try again later.`,
    closedHere: (portalName: string) => `There is no way to sign in to ${portalName} with this address at the moment.`,
  },
  addressReasons: {
    empty: 'Enter your email address, for example jo@acme.example',
    'too-long': 'Enter a shorter email address: this one is longer than any address can be',
    'not-ascii': 'Enter your email address with plain letters only, without accents or symbols',
    'no-at': 'Enter your whole email address, with an @ in it, for example jo@acme.example',
    'several-at': 'Enter one email address with one @ in it',
    'bad-local-part': 'Check the part before the @: it has a character that does not belong there',
    'bad-domain': 'Check the part after the @, for example acme.example',
    'trailing-dot': 'Remove the dot at the end of your email address',
  },
  shared: 'This is a shared computer',
  sharedHint: 'You are signed out when the browser is closed.',
  another: 'Use another email address',
  helpContact: 'Need help?',
  options: {
    title: 'How do you want to sign in?',
    directory: 'Sign in with your Windows account',
    'email-token': 'Sign in using email token',
    hints: {
      directory: 'With the password of your computer at work.',
      'email-token': 'We send it to your mailbox. You do not need a password.',
    },
  },
  ...windowsAccount,
  token: {
    title: 'Check your email',
    sent: (address: string) => `We sent a token to ${address}.`,
    notSent: (address: string) => `No token has been sent to ${address} yet. Press “Resend token” to get one.`,
    until: (clock: string, minutes: number) => `It works for ${common.minutes(minutes)}, until ${clock}.`,
    expired: 'The token has expired. Press “Resend token” to get a new one.',
    timeLeft: (clock: string) => `${clock} left`,
    stillGood: (minutes: number | string) => `The token works for ${common.minutes(minutes)} more.`,
    label: 'Token',
    hint: 'Copy it from the email and paste it here, or press “Login Now” in the email.',
    submit: 'Sign in',
    resend: 'Resend token',
    resendWait: (seconds: number | string) => `Resend token in ${seconds} s`,
    resendWaitLonger: (clock: string) => `Resend token in ${clock}`,
    continueAfterLink: 'I have pressed “Login Now”: continue',
    elsewhere: 'You signed in with this token in another browser. You can close this page.',
    over: 'This sign-in has ended. Start again to get a new token.',
    inbox: 'Open the built-in inbox',
    nothingArrived: 'Nothing arrived?',
    nothingArrivedSteps: {
      wait: 'Wait a minute or two. Some mail systems check every email first.',
      junk: (sender: string) => `Look in your junk or quarantine folder for an email from ${sender}.`,
      resend: 'Press “Resend token”. Tokens that arrive late keep working for their own time.',
      address: (address: string) =>
        `Check the address. Is ${address} the one that you use at work? We write to nobody else.`,
      help: 'Still nothing? Ask for help:',
    },
  },
  tokenErrors: {
    empty: 'Enter the token from the email',
    malformed: 'Enter the token as it stands in the email, for example K7MF-2Q9D',
    wrong: (triesLeft: number) =>
      `That token is not right. Check the newest email. You can try ${triesLeft === 1 ? 'once' : `${triesLeft} times`} more.`,
    expired: 'That token has expired. Press “Resend token” to get a new one.',
    wait: (seconds: number | string) => `Wait ${common.seconds(seconds)}, then ask again`,
    waitLonger: (minutes: number | string) =>
      `Too many tokens were asked for. Wait ${common.minutes(minutes)}, then ask again`,
  },
  link: {
    title: 'Sign in on this device?',
    lead: 'This link was opened in another browser than the one that asked for it. “Login Now” signs you in here, in this browser only. The other window stays as it is.',
    address: 'Email address',
    asked: 'Asked for',
    from: 'From',
    clientAddress: 'Network address',
    signedInAs: (address: string) => `${address} is signed in here now. “Login Now” signs that person out.`,
    submit: 'Login Now',
    notYou: 'Was it not you who asked? Close this page. Nobody is signed in unless the button is pressed.',
  },
  linkDead: {
    expired: {
      title: 'This link has expired',
      text: 'Links work for a short time only, so that an old email is of no use to others.',
    },
    used: { title: 'This link has been used', text: 'Each link signs in once. Ask for a new token to sign in again.' },
    replaced: {
      title: 'This link has been replaced',
      text: 'Newer tokens have been sent since. Use the newest email, or ask for a new token.',
    },
    damaged: {
      title: 'This link is not complete',
      text: 'Some mail programs cut links in two. Copy the token from the email into the page where you asked for it, or ask for a new one.',
    },
    send: 'Send a new token',
    another: 'Use another email address',
  },
  company: {
    title: 'Which company?',
    lead: (address: string) => `${address} belongs to more than one company. Choose the one that you sign in for now.`,
    unknown: 'Choose one of the companies in the list',
  },
  name: {
    title: 'What is your name?',
    lead: (companyName: string) =>
      `This is your first time here for ${companyName}. Your name tells the help desk who you are.`,
    firstName: 'First name',
    lastName: 'Last name',
    submit: 'Continue',
    firstNameEmpty: 'Enter your first name',
    lastNameEmpty: 'Enter your last name',
    tooLong: (characters: number) => `Enter a name of at most ${characters} characters`,
    notAllowed: 'Enter your name with letters only, without line breaks or control characters',
  },
  over: {
    'too-many-tries': {
      title: 'Too many tries',
      text: 'The token was not right too many times, so it no longer works. Start again to get a new one.',
    },
    over: { title: 'This sign-in has ended', text: 'It was open for too long, or it was finished somewhere else.' },
    'no-attempt': {
      title: 'Start with your email address',
      text: 'We do not know which address you are signing in with. This happens when the page was open for a long time or when the browser keeps no cookies.',
    },
    again: 'Start again',
  },
  refused: {
    inactive: {
      title: 'Your account is not active',
      text: (address: string) => `The account for ${address} has been switched off, so you cannot sign in with it.`,
    },
    'company-inactive': {
      title: 'Your account is not active',
      text: (address: string) => `The company that ${address} belongs to is switched off here, so you cannot sign in.`,
    },
    unmatched: {
      title: 'We do not know your company yet',
      text: (address: string) =>
        `Your address ${address} is confirmed, but it belongs to no company that we know. We have noted it down.`,
    },
    'creation-off': {
      title: 'You are not in our list yet',
      text: (address: string) =>
        `People of your company are added by hand, and nobody has added ${address} yet. Ask for it to be added.`,
    },
    leaver: {
      title: 'Your Windows account is switched off',
      text: (address: string) =>
        `Your company’s directory says that the account of ${address} is disabled or has expired, so you cannot sign in with it.`,
    },
    outsider: {
      title: 'This address needs a Windows account',
      text: (address: string) =>
        `Your company lets ${address} in only together with a Windows account. Start with your Windows user name instead, such as jo@corp.acme.example.`,
    },
    'no-address': {
      title: 'We do not know your email address',
      text: (address: string) =>
        `Your Windows password is right, but your account does not say that ${address} is your address, and no tokens are sent at the moment.`,
    },
    'too-many-new-contacts': {
      title: 'Please try again tomorrow',
      text: (address: string) =>
        `Very many new people of your company signed in today, so ${address} cannot be added before tomorrow.`,
    },
    help: 'Who can help:',
    askAdministrator: 'Please ask the help desk that looks after your computers.',
    again: 'Use another email address',
  },
};
