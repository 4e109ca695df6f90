import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  displayDomain,
  type EmailDomainFault,
  hasMixedScripts,
  parseEmailDomain,
} from '../../src/address/email-domain.js';
import { parseLoginEmail } from '../../src/address/login-email.js';
import { mailboxProviders } from '../../src/address/mailbox-providers.js';

describe('a domain is read out of whatever an administrator pastes', () => {
  test.each<[typed: string, domain: string]>([
    ['acme.example', 'acme.example'],
    ['  acme.example\n', 'acme.example'],
    ['@Acme.Example', 'acme.example'],
    ['jo@Acme.example', 'acme.example'],
    ['mailto:jo@acme.example', 'acme.example'],
    ['MAILTO:jo@acme.example?subject=Hello', 'acme.example'],
    ['https://acme.example', 'acme.example'],
    ['https://acme.example/contact?who=@jo#top', 'acme.example'],
    ['HTTP://acme.example:8080/', 'acme.example'],
    ['https://jo@acme.example/', 'acme.example'],
    ['acme.example/contact', 'acme.example'],
    ['acme.example.', 'acme.example'],
    ['mail.acme.example', 'mail.acme.example'],
    ['acme.co.uk', 'acme.co.uk'],
    ['acme.github.io', 'acme.github.io'],
    ['contoso.onmicrosoft.com', 'contoso.onmicrosoft.com'],
    ['acme.corp', 'acme.corp'],
    ['acme.local', 'acme.local'],
    ['acme.no-such-suffix', 'acme.no-such-suffix'],
    ['b\u00FCcher.example', 'xn--bcher-kva.example'],
    ['B\u00DCCHER.example', 'xn--bcher-kva.example'],
    ['bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['jo@b\u00FCcher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['\u0430cme.example', 'xn--cme-5cd.example'], // Cyrillic a: a domain of its own, never acme.example
    ['acme\u3002example', 'acme.example'], // ideographic full stop
    ['\uFF41\uFF43\uFF4D\uFF45.example', 'acme.example'], // full-width letters
  ])('%j -> %s', (typed, domain) => {
    expect(parseEmailDomain(typed)).toEqual({ kind: 'domain', domain });
  });
});

describe('a domain that cannot be a company’s is refused with the reason', () => {
  test.each<[typed: string, reason: EmailDomainFault]>([
    ['', 'empty'],
    [' \n', 'empty'],
    ['@', 'empty'],
    ['https://', 'empty'],

    ['acme..example', 'malformed'],
    ['.acme.example', 'malformed'],
    ['acme.example..', 'malformed'],
    ['.', 'malformed'],
    ['-acme.example', 'malformed'],
    ['ac_me.example', 'malformed'],
    ['*.acme.example', 'malformed'],
    ['acme.example, globex.example', 'malformed'],
    ['acme example', 'malformed'],
    ['a@b@acme.example', 'malformed'],
    ['acme%2eexample', 'malformed'],
    ['acme.example\\evil', 'malformed'],
    ['acme.example\0', 'malformed'],
    ['xn--a.example', 'malformed'],
    ['acme.123', 'malformed'],
    ['\uD800cme.example', 'malformed'],
    ['\u202Eacme.example', 'malformed'],
    ['\u2100.example', 'malformed'], // a/c in one character
    [`${'l'.repeat(64)}.example`, 'malformed'],

    ['192.0.2.1', 'ip-address'],
    ['jo@[192.0.2.1]', 'ip-address'],
    ['http://192.0.2.1:8080/', 'ip-address'],
    ['192.0.2.1.', 'ip-address'],
    ['0x7f.1', 'ip-address'],
    ['3232235777', 'ip-address'],
    ['\uFF11\uFF12\uFF17.0.0.1', 'ip-address'],
    ['::1', 'ip-address'],
    ['2001:db8::1', 'ip-address'],
    ['https://[2001:db8::1]:8443/', 'ip-address'],

    ['localhost', 'single-label'],
    ['acme', 'single-label'],
    ['com', 'single-label'],
    ['com.', 'single-label'],

    ['co.uk', 'public-suffix'],
    ['CO.UK.', 'public-suffix'],
    ['jo@com.au', 'public-suffix'],
    ['github.io', 'public-suffix'],
    ['uk.com', 'public-suffix'],
    ['foo.ck', 'public-suffix'], // by the list's wildcard *.ck
    ['\u516C\u53F8.cn', 'public-suffix'],

    ['gmail.com', 'mailbox-provider'],
    ['jo@GMAIL.com', 'mailbox-provider'],
    ['https://gmail.com/', 'mailbox-provider'],
    ['hotmail.co.uk', 'mailbox-provider'],
    ['t-online.de', 'mailbox-provider'],

    ['onmicrosoft.com', 'microsoft-tenants'],
    ['@OnMicrosoft.com', 'microsoft-tenants'],
    ['partner.onmschina.cn', 'microsoft-tenants'],
  ])('%j -> %s', (typed, reason) => {
    expect(parseEmailDomain(typed)).toEqual({ kind: 'refused', reason });
  });
});

test('a domain too long for an address is malformed, and so is anything that long', () => {
  const malformed = { kind: 'refused', reason: 'malformed' };
  expect(parseEmailDomain(`${'l.'.repeat(122)}example`)).toMatchObject({ kind: 'domain' });
  expect(parseEmailDomain(`${'l.'.repeat(123)}example`)).toEqual(malformed);
  expect(parseEmailDomain(`${'acme.'.repeat(20_000)}example`)).toEqual(malformed);
  expect(parseEmailDomain(`https://acme.example/${'x'.repeat(100_000)}`)).toEqual(malformed);
});

test('the list of mailbox providers holds domains in the form they are compared in', () => {
  expect(mailboxProviders.size).toBeGreaterThanOrEqual(100);
  for (const domain of mailboxProviders) {
    expect(parseLoginEmail(`x@${domain}`)).toEqual({ kind: 'address', address: `x@${domain}`, domain });
  }
});

describe('a domain is shown as its owner writes it', () => {
  test.each([
    ['acme.example', 'acme.example'],
    ['xn--bcher-kva.example', 'b\u00FCcher.example'],
    ['xn--strae-oqa.example', 'stra\u00DFe.example'],
    ['xn--a.example', 'xn--a.example'],
  ])('%s -> %s', (domain, shown) => {
    expect(displayDomain(domain)).toBe(shown);
  });
});

describe('scripts mixed within a label are noticed', () => {
  test.each<[domain: string, mixed: boolean]>([
    ['acme.example', false],
    ['\u0430cme.example', true], // Cyrillic a
    ['xn--cme-5cd.example', true],
    ['acm\u03B5.example', true], // Greek epsilon
    ['\u043F\u043E\u0447\u0442\u0430.example', false], // wholly Cyrillic beside a Latin label
    ['b\u00FCcher.example', false],
    ['acme-2.example', false],
    ['acme\u682A\u5F0F\u4F1A\u793E.example', false], // Latin and Han, as Japanese companies write themselves
  ])('%s -> %s', (domain, mixed) => {
    expect(hasMixedScripts(domain)).toBe(mixed);
  });
});

describe('whatever is typed', () => {
  const signs = [
    ...'aZ09.@-_:/?#%[]* ',
    'https://',
    'mailto:',
    'xn--',
    '\u00FC',
    '\u0430',
    '\uD800',
    '\u00AD',
    '\u3002',
  ];
  const nearDomain = fc.string({ unit: fc.constantFrom(...signs), maxLength: 20 });
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    nearDomain,
    nearDomain.map((text) => `${text}.example`),
    fc.domain(),
  );

  test('nothing throws, and what is accepted is its own parse and the domain of an address that can sign in', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const result = parseEmailDomain(text);
        if (result.kind === 'refused') return;
        const { domain } = result;
        expect(domain).toMatch(/^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/);
        expect(parseEmailDomain(domain)).toEqual(result);
        expect(parseEmailDomain(displayDomain(domain))).toEqual(result);
        expect(parseLoginEmail(`x@${domain}`)).toMatchObject({ kind: 'address', domain });
      }),
      { numRuns: 2_000 },
    );
  });

  test('showing a domain and looking for mixed scripts never throws', () => {
    fc.assert(
      fc.property(typed, (text) => {
        expect(displayDomain(text)).toBeTypeOf('string');
        expect(hasMixedScripts(text)).toBeTypeOf('boolean');
      }),
    );
  });
});
