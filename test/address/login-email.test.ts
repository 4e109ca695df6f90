import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainOf, type LoginEmailFault, parseLoginEmail } from '../../src/address/login-email.js';

describe('an address is accepted and comes back as it is stored', () => {
  test.each<[typed: string, address: string, why: string]>([
    ['alice@acme.example', 'alice@acme.example', 'plain'],
    ['ALICE@ACME.EXAMPLE', 'alice@acme.example', 'lower-cased as a whole'],
    [' alice@acme.example\n', 'alice@acme.example', 'blanks around it'],
    ['\t\r\n alice@acme.example \t\r\n', 'alice@acme.example', 'all four kinds of blanks'],
    ['alice+x@acme.example', 'alice+x@acme.example', 'the tag stays: another person'],
    ['a.l.i.c.e@acme.example', 'a.l.i.c.e@acme.example', 'dots stay: another person'],
    ["o'brien@acme.example", "o'brien@acme.example", 'apostrophe'],
    ["#$&'*+/?=^_{|}~-@acme.example", "#$&'*+/?=^_{|}~-@acme.example", 'every sign that a local part may have'],
    ['a@b.co', 'a@b.co', 'short'],
    ['x@mail.acme.example', 'x@mail.acme.example', 'a subdomain, for matching to say no'],
    ['x@xn--bcher-kva.example', 'x@xn--bcher-kva.example', 'an A-label'],
    ['x@1and1.example', 'x@1and1.example', 'a label that begins with a digit'],
    ['x@1.2.3.4a', 'x@1.2.3.4a', 'a last label that is not all digits'],
  ])('%j -> %j (%s)', (typed, address) => {
    expect(parseLoginEmail(typed)).toEqual({ kind: 'address', address, domain: domainOf(address) });
  });
});

describe('anything else is refused with the rule it breaks', () => {
  test.each<[typed: string, reason: LoginEmailFault]>([
    ['', 'empty'],
    [' \t\r\n', 'empty'],

    ['alice@\u0430cme.example', 'not-ascii'], // Cyrillic a
    ['\u212Aate@acme.example', 'not-ascii'], // KELVIN SIGN lower-cases to k
    ['\u017Fam@acme.example', 'not-ascii'], // long s upper-cases to S
    ['al\u0131ce@acme.example', 'not-ascii'], // dotless i
    ['alice@acme\u3002example', 'not-ascii'], // ideographic full stop
    ['alice\uFF20acme.example', 'not-ascii'], // full-width @
    ['alice@ac\u00ADme.example', 'not-ascii'], // soft hyphen
    ['\uFEFFalice@acme.example', 'not-ascii'],
    ['\u00A0alice@acme.example', 'not-ascii'],
    ['alice@acme.example\u2028', 'not-ascii'],
    ['alice@b\u00FCcher.example', 'not-ascii'],
    ['\uD800@acme.example', 'not-ascii'],
    ['\u{1F600}@acme.example', 'not-ascii'],

    ['alice', 'no-at'],
    ['alice.acme.example', 'no-at'],
    ['alice%40acme.example', 'no-at'],

    ['alice@acme.example,spy@evil.example', 'several-at'],
    ['spy@evil.example,alice@acme.example', 'several-at'],
    ['alice@acme.example;spy@evil.example', 'several-at'],
    ['alice@acme.example spy@evil.example', 'several-at'],
    ['"spy@evil.example"@acme.example', 'several-at'],
    ['"spy@evil.example x"@acme.example', 'several-at'],
    ['alice@acme.example\r\nBcc: spy@evil.example', 'several-at'],
    ['alice@acme.example\nspy@evil.example', 'several-at'],
    ['@evil.example:alice@acme.example', 'several-at'],
    ['alice@evil.example@acme.example', 'several-at'],
    ['alice@@acme.example', 'several-at'],
    ['alice@acme.example(@evil.example)', 'several-at'],

    ['@acme.example', 'bad-local-part'],
    ['.alice@acme.example', 'bad-local-part'],
    ['alice.@acme.example', 'bad-local-part'],
    ['al..ice@acme.example', 'bad-local-part'],
    ['"alice"@acme.example', 'bad-local-part'],
    ['al ice@acme.example', 'bad-local-part'],
    ['alice @acme.example', 'bad-local-part'],
    ['al\r\n ice@acme.example', 'bad-local-part'],
    ['alice(comment)@acme.example', 'bad-local-part'],
    ['Alice <alice@acme.example', 'bad-local-part'],
    ['<alice@acme.example>', 'bad-local-part'],
    ['mailto:alice@acme.example', 'bad-local-part'],
    ['team:alice@acme.example;', 'bad-local-part'],
    ['alice\\@acme.example', 'bad-local-part'],
    ['a,b@acme.example', 'bad-local-part'],
    ['spy%evil.example@acme.example', 'bad-local-part'],
    ['evil.example!spy@acme.example', 'bad-local-part'],
    ['`id`@acme.example', 'bad-local-part'],
    ['=?utf-8?q?spy=40evil.example=3e?=@acme.example', 'bad-local-part'],
    ['x=?x?q?y?=@acme.example', 'bad-local-part'],
    ['al\0ice@acme.example', 'bad-local-part'],
    ['\u000Balice@acme.example', 'bad-local-part'],
    ['al\u007Fice@acme.example', 'bad-local-part'],

    ['newbie@acme.example.', 'trailing-dot'],
    ['newbie@acme.example..', 'trailing-dot'],
    ['alice@.', 'trailing-dot'],

    ['alice@', 'bad-domain'],
    ['alice@localhost', 'bad-domain'],
    ['alice@.acme.example', 'bad-domain'],
    ['alice@acme..example', 'bad-domain'],
    ['alice@-acme.example', 'bad-domain'],
    ['alice@acme-.example', 'bad-domain'],
    ['alice@acme.-example', 'bad-domain'],
    ['alice@ac_me.example', 'bad-domain'],
    ['alice@ac me.example', 'bad-domain'],
    ['alice@acme .example', 'bad-domain'],
    ['alice@acme\r\n .example', 'bad-domain'],
    ['alice@acme.example\0', 'bad-domain'],
    ['alice@acme.example\u000C', 'bad-domain'],
    ['alice@acme.example>', 'bad-domain'],
    ['alice@acme.example,', 'bad-domain'],
    ['alice@acme.example(comment)', 'bad-domain'],
    ['alice@acme(.evil).example', 'bad-domain'],
    ['alice@[192.0.2.1]', 'bad-domain'],
    ['alice@[IPv6:2001:db8::1]', 'bad-domain'],
    ['alice@192.0.2.1', 'bad-domain'],
    ['alice@acme.123', 'bad-domain'],
    ['alice@acme.example:25', 'bad-domain'],
    ['alice@acme.example/x', 'bad-domain'],
    ['alice@acme%2eexample', 'bad-domain'],
  ])('%j -> %s', (typed, reason) => {
    expect(parseLoginEmail(typed)).toEqual({ kind: 'refused', reason });
  });
});

describe('lengths are held to the character', () => {
  const local = (length: number): string => 'l'.repeat(length);
  const domain = (length: number): string => `${'d.'.repeat((length - 6) / 2)}sample`;

  test.each<[what: string, typed: string, outcome: 'address' | LoginEmailFault]>([
    ['local part of 64', `${local(64)}@acme.example`, 'address'],
    ['local part of 65', `${local(65)}@acme.example`, 'too-long'],
    ['label of 63', `x@${local(63)}.example`, 'address'],
    ['label of 64', `x@${local(64)}.example`, 'bad-domain'],
    ['254 in all', `${local(63)}@${domain(190)}`, 'address'],
    ['255 in all', `${local(64)}@${domain(190)}`, 'too-long'],
    ['254 and blanks around', `  ${local(63)}@${domain(190)}\r\n`, 'address'],
    ['100,000 of domain', `alice@${domain(100_000)}`, 'too-long'],
    ['100,000 of local part', `${local(100_000)}@acme.example`, 'too-long'],
    ['100,000 blanks', ' '.repeat(100_000), 'too-long'],
    ['100,000 times @', '@'.repeat(100_000), 'too-long'],
  ])('%s', (_what, typed, outcome) => {
    const result = parseLoginEmail(typed);
    expect(result.kind === 'refused' ? result.reason : result.kind).toBe(outcome);
  });
});

describe('look-alikes of a domain keep their own domain', () => {
  test.each([
    ['spy@evilacme.example', 'evilacme.example'],
    ['spy@acme.example.evil.example', 'acme.example.evil.example'],
    ['spy@mail.acme.example', 'mail.acme.example'],
    ['alice@xn--cme-5cd.example', 'xn--cme-5cd.example'],
  ])('%s -> %s', (typed, domain) => {
    expect(parseLoginEmail(typed)).toMatchObject({ kind: 'address', domain });
  });
});

describe('whatever is typed', () => {
  const signs = [
    ...'aZ09.@-_+=?%!"\'`\\<>()[]{}|,;: \t\r\n\0\u007F',
    '=?',
    '?=',
    '\u212A',
    '\u0430',
    '\uD800',
    '\uFEFF',
  ];
  const nearAddress = fc.string({ unit: fc.constantFrom(...signs), maxLength: 40 });
  const around = fc.tuple(nearAddress, nearAddress).map(([local, domain]) => `${local}@${domain}.example`);
  const mail = fc.emailAddress();
  const typed = fc.oneof(fc.string({ unit: 'binary' }), nearAddress, around, mail);

  test('nothing throws, and what is accepted fits the grammar and is its own parse', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const result = parseLoginEmail(text);
        if (result.kind === 'refused') return;
        const [local, domain, ...more] = result.address.split('@');
        expect(more).toEqual([]);
        expect(local).toMatch(/^[a-z0-9#$&'*+/=?^_{|}~.-]{1,64}$/);
        expect(local).not.toMatch(/^\.|\.\.|\.$|=\?/);
        expect(domain).toMatch(/^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/);
        expect(domain).not.toMatch(/^-|-\.|\.-|-$|\.\d+$/);
        expect(result.address.length).toBeLessThanOrEqual(254);
        expect(result.domain).toBe(domain);
        expect(domainOf(result.address)).toBe(domain);
        expect(parseLoginEmail(result.address)).toEqual(result);
      }),
      { numRuns: 2_000 },
    );
  });

  test('half of a surrogate pair is not ASCII', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0xd800, max: 0xdfff }), (unit) => {
        const result = parseLoginEmail(`a${String.fromCharCode(unit)}@acme.example`);
        expect(result).toEqual({ kind: 'refused', reason: 'not-ascii' });
      }),
    );
  });

  test('blanks around and letter case never make another person', () => {
    const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\r', '\n'), maxLength: 5 });
    const local = fc.string({ unit: fc.constantFrom(...'abcxyz019+-_'), minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(local, blanks, blanks, fc.infiniteStream(fc.boolean()), (name, before, after, upper) => {
        const address = `${name}@acme.example`;
        const cased = [...address].map((sign) => (upper.next().value ? sign.toUpperCase() : sign)).join('');
        expect(parseLoginEmail(before + cased + after)).toMatchObject({ kind: 'address', address });
      }),
    );
  });

  test('a character that no local part may have is refused wherever it stands', () => {
    const forbidden = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
    const allowed = /^[A-Za-z0-9#$&'*+/=?^_{|}~.-]$/;
    fc.assert(
      fc.property(forbidden, (sign) => {
        fc.pre(!allowed.test(sign));
        expect(parseLoginEmail(`al${sign}ice@acme.example`).kind).toBe('refused');
        expect(parseLoginEmail(`alice@ac${sign}me.example`).kind).toBe('refused');
      }),
    );
  });
});
