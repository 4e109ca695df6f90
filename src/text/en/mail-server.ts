export const mailServer = {
  title: 'Mail server',
  lead: 'The SMTP server that sends the tokens.',
  current: 'In use now',
  none: 'None: emails are not sent.',
  describe: ({ host, port, tls }: { host: string; port: number; tls: 'tls' | 'starttls' | 'none' }) =>
    `${host}, port ${port}, ${{ tls: 'TLS', starttls: 'STARTTLS', none: 'not encrypted' }[tls]}`,
  readOnly: (name: string) =>
    `Set by ${name} in the environment of this server. Change it there; it wins over this page.`,
  host: 'Host',
  hostHint: 'For example smtp.msp.example',
  port: 'Port',
  tls: 'Encryption',
  tlsModes: {
    starttls: 'STARTTLS (usually port 587)',
    tls: 'TLS from the start (usually port 465)',
    none: 'None: only inside your own network',
  },
  user: 'User name',
  userHint: 'Empty when the server asks for none.',
  password: 'Password',
  passwordHint: 'It is stored sealed and never shown again.',
  passwordSavedHint:
    'A password is saved. Leave this empty to keep it. Changing host, port, encryption or user name removes it.',
  passwordLost:
    'The saved password cannot be read: it was sealed with another secret key. Enter it again and save. Until then emails are not sent.',
  submit: 'Save Settings',
  saved: 'The mail server is saved.',
  savedWithoutPassword:
    'The mail server is saved. The old password was removed: enter it again if the server asks for one.',
  removed: 'The mail server is removed.',
  remove: 'Remove mail server',
  errors: {
    host: 'Enter the host name of the mail server, for example smtp.msp.example',
    port: 'Enter a port number from 1 to 65535',
    tls: 'Choose how the connection is encrypted',
    user: 'Enter the user name without line breaks or control characters',
    password: 'Enter the password without line breaks or control characters',
    passwordWithoutUser: 'Enter the user name that belongs to the password',
  },
  test: {
    heading: 'Test connection',
    lead: 'Connects and signs in with what you have entered, saved or not. Nothing is sent.',
    leadReadOnly: 'Connects and signs in. Nothing is sent.',
    submit: 'Test connection',
    passwordAgain: 'Enter the password again before you save: it is never sent back.',
    ok: 'The mail server answers and accepts the sign-in.',
    failed: 'The connection failed.',
    timedOut: 'The mail server did not answer in time.',
  },
  confirmRemove: {
    heading: 'Remove the mail server?',
    consequences: [
      'No emails are sent any more, so nobody can sign in by email token.',
      'The saved password is deleted.',
      'Emails that are waiting are sent once there is a mail server again, if their token still works.',
    ],
    button: 'Remove mail server',
  },
};
