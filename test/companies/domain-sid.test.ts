import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DomainSidFault, parseDomainSid } from '../../src/companies/domain-sid.js';

describe('the SID of a domain is accepted', () => {
  test.each<[typed: string, sid: string]>([
    ['S-1-5-21-10-20-30', 'S-1-5-21-10-20-30'],
    ['s-1-5-21-10-20-30', 'S-1-5-21-10-20-30'],
    ['\t S-1-5-21-10-20-30 \r\n', 'S-1-5-21-10-20-30'],
    ['S-1-5-21-0-0-0', 'S-1-5-21-0-0-0'],
    ['S-1-5-21-4294967295-4294967295-4294967295', 'S-1-5-21-4294967295-4294967295-4294967295'],
  ])('%j -> %s', (typed, sid) => {
    expect(parseDomainSid(typed)).toEqual({ kind: 'sid', sid });
  });
});

describe('anything else is refused with the reason', () => {
  test.each<[typed: string, reason: DomainSidFault]>([
    ['', 'empty'],
    [' \r\n', 'empty'],

    ['S-1-5-21-10-20-30-1102', 'account-sid'],
    ['s-1-5-21-10-20-30-500', 'account-sid'],

    ['S-1-5-21-10-20', 'malformed'],
    ['S-1-5-21-10-20-', 'malformed'],
    ['S-1-5-21-10-20-30-', 'malformed'],
    ['S-1-5-21-10-20-30-40-50', 'malformed'],
    ['S-1-5-21', 'malformed'],
    ['S-1-5-32-544', 'malformed'],
    ['S-1-5-22-10-20-30', 'malformed'],
    ['S-1-1-0', 'malformed'],
    ['1-5-21-10-20-30', 'malformed'],
    ['S-1-5-21-010-20-30', 'malformed'],
    ['S-1-5-21-00-20-30', 'malformed'],
    ['S-1-5-21-4294967296-20-30', 'malformed'],
    ['S-1-5-21-10-20-30-4294967296', 'malformed'],
    ['S-1-5-21-99999999999-20-30', 'malformed'],
    ['S-1-5-21--10-20-30', 'malformed'],
    ['S-1-5-21-1e3-20-30', 'malformed'],
    ['S-1-5-21-0x10-20-30', 'malformed'],
    ['S-1-5-21-10.0-20-30', 'malformed'],
    ['S-1-5-21-10 -20-30', 'malformed'],
    ['S 1 5 21 10 20 30', 'malformed'],
    ['S-1-5-21-10-20-30\nS-1-5-21-10-20-31', 'malformed'],
    ['S-1-5-21-10-20-30\0', 'malformed'],
    ['\u017F-1-5-21-10-20-30', 'malformed'], // long s upper-cases to S
    ['S-1-5-21-\u0661\u0660-20-30', 'malformed'], // Arabic digits
    ['CN=acme', 'malformed'],
  ])('%j -> %s', (typed, reason) => {
    expect(parseDomainSid(typed)).toEqual({ kind: 'refused', reason });
  });
});

test('a text of any length gets an answer', () => {
  expect(parseDomainSid(`S-1-5-21${'-1'.repeat(100_000)}`)).toEqual({ kind: 'refused', reason: 'malformed' });
});

describe('whatever is typed', () => {
  const subAuthority = fc.integer({ min: 0, max: 2 ** 32 - 1 });

  test('three numbers make a domain’s SID, which is its own parse, and a fourth makes it an account’s', () => {
    fc.assert(
      fc.property(subAuthority, subAuthority, subAuthority, subAuthority, (a, b, c, rid) => {
        const sid = `S-1-5-21-${a}-${b}-${c}`;
        expect(parseDomainSid(sid)).toEqual({ kind: 'sid', sid });
        expect(parseDomainSid(`${sid}-${rid}`)).toEqual({ kind: 'refused', reason: 'account-sid' });
      }),
    );
  });

  test('nothing throws, and what is accepted has the one spelling', () => {
    const signs = ['S', 's', '-', '0', '1', '9', ' ', '.', '4294967295', '-1-5-21'];
    const nearSid = fc.string({ unit: fc.constantFrom(...signs), maxLength: 10 }).map((end) => `S-1-5-21-1${end}`);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearSid), (text) => {
        const result = parseDomainSid(text);
        if (result.kind === 'refused') return;
        expect(result.sid).toMatch(/^S-1-5-21(-(0|[1-9]\d*)){3}$/);
        expect(parseDomainSid(result.sid)).toEqual(result);
      }),
      { numRuns: 2_000 },
    );
  });
});
