const companiesOf = (count: number) => (count === 1 ? '1 company' : `${count} companies`);
const contactsOf = (count: number) => (count === 1 ? '1 contact' : `${count} contacts`);
const listed = new Intl.ListFormat('en-GB');

interface Reasons {
  stated: boolean;
  agreed: boolean;
  website: boolean;
  contacts: number;
}

/** The PSA's companies and which of ours they are. */
export const psaCompanies = {
  back: 'PSA',
  list: {
    title: (vendor: string) => `Companies in ${vendor}`,
    lead: 'Link them to yours, or import them. The contacts of linked companies follow.',
    importAll: 'Import all at once',
    suggestions: 'Email domains',
    search: 'Search companies',
    searchHint: 'Name, website or ID',
    searchButton: 'Search',
    clearSearch: 'Show all of them',
    show: 'Show',
    states: { all: 'All', 'not-linked': 'Not linked', linked: 'Linked' },
    found: (total: number) => companiesOf(total),
    foundFor: (total: number, q: string) => `${companiesOf(total)} for “${q}”`,
    nothingYet: 'No companies yet',
    nothingYetText: (vendor: string) => `They appear here when ${vendor} has been read for the first time.`,
    noMatch: 'No company matches',
    noMatchText: 'Try a part of the name or of the website, or show all of them.',
    column: { name: 'Company', website: 'Website', types: 'Type', state: 'State', ours: 'Here' },
    none: 'None',
    active: 'Active',
    inactive: 'Inactive',
    linkedTo: 'Linked to',
    linkTo: (name: string) => `Link to ${name}`,
    import: 'Import',
    importLabel: (name: string) => `Import ${name}`,
    choose: 'Choose',
    chooseLabel: (name: string) => `Choose a company to link ${name} to`,
    several: (count: number) => `${count} of yours have this name.`,
    namesakeLinked: 'Yours with this name is linked to another one.',
  },
  ours: {
    title: (name: string) => `Link ${name}`,
    lead: (vendor: string) => `Choose the company here that it is in ${vendor}.`,
    orImport: 'Not there? Import it as a new company.',
    import: 'Import as new company',
    column: { name: 'Company', domains: 'Email domains', link: 'Link' },
    link: 'Link',
    linkLabel: (name: string) => `Link to ${name}`,
    linkedAlready: 'Linked already',
  },
  there: {
    title: (name: string) => `Link ${name}`,
    lead: (vendor: string) => `Choose the company in ${vendor} that it is. Those that are linked already are left out.`,
    linkLabel: (name: string) => `Link to ${name}`,
    noMatchText: 'Try a part of the name or of the website, or the ID.',
  },
  linked: (name: string, vendor: string) => `${name} is linked. Its contacts in ${vendor} follow now.`,
  imported: (name: string) => `${name} is imported. Now add its email domains.`,
  linkedElsewhere: (name: string) => `${name} has been linked to another company meanwhile. Nothing was changed.`,
  oursLinked: (name: string, otherName: string, vendor: string) =>
    `${name} is linked to ${otherName} in ${vendor} already. Unlink it there first.`,
  gone: (vendor: string) => `This company is not there any more, here or in ${vendor}. Nothing was changed.`,
  unlinked: (name: string) => `${name} is not linked any more.`,
  confirmUnlink: {
    heading: (name: string, vendor: string) => `Unlink ${name} from ${vendor}?`,
    consequences: (vendor: string) => [
      `Its contacts stay here, and follow nothing in ${vendor} any more.`,
      `Further addresses that they have from ${vendor} do not count any more. Whoever has one is signed out, and signs in with their own.`,
      `Whom ${vendor} keeps out stays out: they are deactivated here, and you can activate them one by one.`,
      `New contacts of this company are not created in ${vendor} until it is linked again.`,
      `Nothing is changed in ${vendor}.`,
    ],
    button: 'Unlink',
  },
  import: {
    title: (vendor: string) => `Import from ${vendor}`,
    lead: 'This is what an import would do. Nothing has been changed yet.',
    type: 'Only companies of type',
    typeHint: (vendor: string) => `In ${vendor} there may be many that are no clients of yours.`,
    allTypes: 'All types',
    typeOf: (type: string, count: number) => `${type} (${count})`,
    showType: 'Show',
    toAdd: (count: number) => `${companiesOf(count)} would be added`,
    toLink: (count: number) => `${companiesOf(count)} would be linked to yours of the same name`,
    leftOut: {
      inactive: (count: number) => `${companiesOf(count)} left out: inactive there`,
      'several-there': (count: number) => `${companiesOf(count)} left out: several there have the same name`,
      'several-here': (count: number) => `${companiesOf(count)} left out: several of yours have the name`,
      'ours-linked': (count: number) =>
        `${companiesOf(count)} left out: yours of that name is linked to another one there`,
      linked: (count: number) => `${companiesOf(count)} left out: linked already`,
    },
    leftOutHint: 'Link those that you need one by one.',
    more: (count: number) => `and ${count} more`,
    nothing: 'There is nothing to import.',
    nothingText: 'Every company that could be imported is linked already, or is left out for a reason below.',
    submit: (count: number) => `Import ${companiesOf(count)}`,
    changed: 'Something has changed meanwhile, so nothing was imported. Look once more at what would be done.',
    done: (added: number, linked: number) => `${companiesOf(added)} added, ${companiesOf(linked)} linked.`,
    rest: (added: number, linked: number, rest: number) =>
      `${companiesOf(added)} added, ${companiesOf(linked)} linked. ${companiesOf(rest)} are left: press the button once more.`,
  },
  suggestions: {
    title: 'Email domains',
    lead: (vendor: string) =>
      `From what ${vendor} has about a company, its website and its contacts. No company here has them yet.`,
    nothing: 'No suggestions',
    nothingText: 'Companies whose website and addresses do not agree are left out. Add their email domains by hand.',
    count: (total: number) => (total === 1 ? '1 suggestion' : `${total} suggestions`),
    column: { name: 'Company', domain: 'Email domain', because: 'Reason', add: 'Add' },
    add: 'Add',
    addLabel: (domain: string) => `Add ${domain}`,
    addAll: (count: number) => `Add all ${count} on this page`,
    because: ({ stated, agreed, website, contacts }: Reasons, vendor: string) => {
      if (!stated && contacts === 0) return 'the website; there are no contacts with an address of their own';
      if (stated && !website && contacts === 0) return `${vendor} has it for this company`;
      const all = contacts === 1 ? 'its 1 contact' : contacts === 2 ? 'both contacts' : `all ${contacts} contacts`;
      const people = agreed ? all : contactsOf(contacts);
      const reasons = [stated ? vendor : '', website ? 'the website' : '', contacts > 0 ? people : ''];
      return listed.format(reasons.filter(Boolean));
    },
    added: (domain: string) => `${domain} is added.`,
    addedAll: (count: number) => (count === 1 ? '1 email domain is added.' : `${count} email domains are added.`),
    someTaken: (added: number, taken: number) =>
      `${added === 1 ? '1 email domain is' : `${added} email domains are`} added. ${taken} could not be: another company has them.`,
    taken: {
      'email-domain': (domain: string, companyName: string) =>
        `${domain} belongs to ${companyName} now. Nothing was added.`,
      'upn-suffix': (domain: string, companyName: string) =>
        `${domain} is a UPN suffix of a directory of ${companyName}. Nothing was added.`,
    },
  },
  part: {
    notLinked: (vendor: string) => `Not linked to a company in ${vendor}. Its contacts exist here only.`,
    link: 'Link',
    unlink: 'Unlink',
    facts: { linked: 'Linked to', website: 'Website', state: 'State', contacts: 'Contacts from there' },
    id: (id: string) => `ID ${id}`,
    contacts: (count: number) => contactsOf(count),
    otherName: (name: string, vendor: string) => `In ${vendor} its name is ${name}. The name here is kept.`,
    rename: (name: string) => `Rename to ${name}`,
    renamed: (name: string) => `The name is ${name} now.`,
    suggestion: 'Suggested email domain',
  },
  /** Why the PSA keeps somebody out. */
  keptOut: {
    inactive: (vendor: string) => `Inactive in ${vendor}`,
    'login-disabled': (vendor: string) => `Portal login is disabled in ${vendor}`,
    gone: (vendor: string) => `Not in ${vendor} any more`,
  },
  companyKeptOut: (vendor: string) =>
    `${vendor} has this company as inactive, so its people cannot sign in. Switching it on here does not help: make it active in ${vendor}.`,
  contactKeptOut: (reason: string) =>
    `This alone does not let them in: ${reason}. Change it there; it is taken over with the next sync.`,
  contactStillOut: (name: string, reason: string) => `${name} is activated here, but still cannot sign in: ${reason}.`,
};
