/** A vendor by name, and who signs in there for us. */
interface Vendor {
  name: string;
  apiUser: string;
}

const withoutStop = (text: string) => text.replace(/\.$/, '');

/** What an administrator should look at, what it means and what to do. */
export const psaAttention = {
  heading: 'Needs attention',
  nothing: 'Nothing.',
  count: (count: number) => (count === 1 ? '1 thing' : `${count} things`),
  tries: (tries: number) => (tries === 1 ? 'Tried once.' : `Tried ${tries} times.`),
  creation: (name: string, vendor: string) => `${name} is not in ${vendor} yet`,
  reasons: {
    unreachable: ({ name: vendor }: Vendor) => ({
      meaning: `${vendor} could not be asked for a whole day.`,
      advice: 'Test the connection below. When it works, try again.',
    }),
    unusable: ({ name: vendor }: Vendor) => ({
      meaning: `${vendor} was asked for a whole day, and its answers could not be used.`,
      advice: `Test the connection below. When it works, try again. If that does not help, add the contact in ${vendor} by hand: trying again then finds it.`,
    }),
    unreadable: ({ name: vendor }: Vendor) => ({
      meaning: `${vendor} has a contact with this address that cannot be read, so it may be this one.`,
      advice: `Correct or delete it in ${vendor}, then try again.`,
    }),
    unauthorized: ({ name: vendor, apiUser }: Vendor) => ({
      meaning: `${vendor} does not let the ${apiUser} add contacts.`,
      advice: 'Check what is entered below, and the rights listed there, with “Test connection”. Then try again.',
    }),
    refused: ({ name: vendor }: Vendor) => ({
      meaning: `${vendor} did not take the contact.`,
      advice: `Correct what it names, then try again. Or add the contact in ${vendor} by hand: trying again then finds it.`,
    }),
    several: ({ name: vendor }: Vendor) => ({
      meaning: `Several contacts of this company have the address in ${vendor}.`,
      advice: 'Leave the address to one of them there, then try again.',
    }),
    elsewhere: ({ name: vendor }: Vendor) => ({
      meaning: `In ${vendor} another company has a contact with this address.`,
      advice:
        'If the contact belongs here, move it there and try again. If the person works for both, create it all the same.',
    }),
    'other-contact': ({ name: vendor }: Vendor) => ({
      meaning: `The contact with this address in ${vendor} is linked to somebody else here.`,
      advice: `Check in ${vendor} whose address it is, then try again.`,
    }),
  },
  /** Of somebody who is there, and has come back here by signing in. */
  reactivation: (name: string, vendor: string) => `${name} is still inactive in ${vendor}`,
  reactivationReasons: {
    unusable: ({ name: vendor }: Vendor) => ({
      meaning: `${vendor} was asked for a whole day, and its answers could not be used.`,
      advice: `Test the connection below. When it works, try again, or make the contact active in ${vendor} by hand.`,
    }),
    unreadable: ({ name: vendor }: Vendor) => ({
      meaning: `The contact in ${vendor} cannot be read.`,
      advice: 'Correct it there, then try again.',
    }),
    unauthorized: ({ name: vendor, apiUser }: Vendor) => ({
      meaning: `${vendor} does not let the ${apiUser} change contacts.`,
      advice: 'Check what is entered below, and the rights listed there, with “Test connection”. Then try again.',
    }),
    refused: ({ name: vendor }: Vendor) => ({
      meaning: `${vendor} did not make the contact active.`,
      advice: `Correct what it names, then try again. Or make the contact active in ${vendor} by hand.`,
    }),
  },
  /** What follows from leaving it. */
  reactivationLeft: 'They can sign in meanwhile. If you leave it, they are signed out and kept out again.',
  unknownReason: () => ({
    meaning: 'It could not be done.',
    advice: 'Look into the log of this server, then try again.',
  }),
  waiting: (contacts: number, company: string) =>
    contacts === 1
      ? `1 new contact waits for ${company} to be linked`
      : `${contacts} new contacts wait for ${company} to be linked`,
  waitingAdvice: (vendor: string) =>
    `They can sign in. They are created in ${vendor} as soon as the company is linked. If it is not going to be, leave them: they stay here only.`,
  linkCompany: (company: string) => `Link ${company}`,
  notes: {
    double: (subject: string, vendor: string) => ({
      heading: `Two contacts in ${vendor} have ${subject}`,
      advice:
        'The primary contact, where there is one, signs in with it, else the oldest active one. Leave the address to one of them there.',
    }),
    moved: (subject: string, vendor: string) => ({
      heading: `In ${vendor} ${subject} belongs to somebody else now`,
      advice: 'Their sessions have ended. If this was a mistake there, give the address back to its owner.',
    }),
    renamed: (subject: string, vendor: string) => ({
      heading: `In ${vendor} the name is ${subject} now`,
      advice:
        'The name here was typed by hand, so it was kept. Change it on the company’s page if you want the other one.',
    }),
  },
  details: {
    said: (detail: string, vendor: string) => `${vendor} said: “${withoutStop(detail)}”.`,
    answered: (detail: string) => `What is wrong with its answer: “${withoutStop(detail)}”.`,
    unreadable: (detail: string) => `It is number ${detail}.`,
    there: (detail: string, vendor: string) => `In ${vendor}: ${detail}.`,
    here: (detail: string) => `Here: ${detail}.`,
    change: (detail: string) => `It was ${detail}.`,
  },
  acts: {
    retry: 'Try again',
    retryLabel: (name: string) => `Try again: ${name}`,
    approve: 'Create it all the same',
    approveLabel: (name: string) => `Create it all the same: ${name}`,
    dismiss: 'Leave it',
    dismissLabel: (name: string) => `Leave it: ${name}`,
    dismissAll: 'Leave them',
    dismissAllLabel: (heading: string) => `Leave them: ${heading}`,
    done: 'Done',
    doneLabel: (heading: string) => `Done: ${heading}`,
  },
  answers: {
    retried: 'It is tried again now.',
    approved: 'It is created now.',
    dismissed: 'It is left as it is: the contact exists here only.',
    dismissedAll: 'They are left as they are: these contacts exist here only.',
    keptOut: 'It is left as it is: they are signed out and kept out, as long as the contact is inactive there.',
    perhapsCreated:
      'Nothing is tried again. But an answer is missing: perhaps a contact was created there all the same. Then a sync links it.',
    done: 'Done.',
    gone: 'This needs no attention any more.',
  },
};
