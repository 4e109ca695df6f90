import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CODE_ALPHABET,
  formatCode,
  type LinkToken,
  parseLinkToken,
  parseTypedToken,
} from '../../src/mail-token/typed-token.js';

const handle = 'Ab3_-Zz09Ab3_-Zz';
const mac = `${'q-W_e'.repeat(8)}xyz`;
const text = `${handle}.1.${mac}`;
const link: LinkToken = { handle, send: 1, mac };
const url = `https://portal.msp.example/login/now/${text}`;
const wrapped = encodeURIComponent(url);

test('the alphabet is Crockford’s base 32', () => {
  expect(CODE_ALPHABET).toHaveLength(32);
  expect(new Set(CODE_ALPHABET).size).toBe(32);
  expect(CODE_ALPHABET).not.toMatch(/[ILOU]/);
});

test('a code is shown in two groups', () => {
  expect(formatCode('K7MF2Q9D')).toBe('K7MF-2Q9D');
});

describe('a code is read in any dress', () => {
  test.each<[typed: string, code: string]>([
    ['K7MF-2Q9D', 'K7MF2Q9D'],
    ['K7MF2Q9D', 'K7MF2Q9D'],
    ['k7mf-2q9d', 'K7MF2Q9D'],
    ['OoIi-Ll01', '00111101'],
    ['  K7MF-2Q9D\r\n', 'K7MF2Q9D'],
    ['K7MF 2Q9D', 'K7MF2Q9D'],
    ['K 7 M F - 2 Q 9 D', 'K7MF2Q9D'],
    ['K7MF\t2Q9D', 'K7MF2Q9D'],
    ['K7MF\u00A02Q9D', 'K7MF2Q9D'], // no-break space
    ['\u3000K7MF\u20092Q9D', 'K7MF2Q9D'], // ideographic and thin space
    ['K7MF\u20102Q9D', 'K7MF2Q9D'], // hyphen
    ['K7MF\u20112Q9D', 'K7MF2Q9D'], // non-breaking hyphen
    ['K7MF\u20132Q9D', 'K7MF2Q9D'], // en dash
    ['K7MF\u20142Q9D', 'K7MF2Q9D'], // em dash
    ['K7MF\u22122Q9D', 'K7MF2Q9D'], // minus
    ['K7MF--2Q9D', 'K7MF2Q9D'],
    ['"K7MF-2Q9D"', 'K7MF2Q9D'],
    ["'K7MF-2Q9D'", 'K7MF2Q9D'],
    ['`K7MF-2Q9D`', 'K7MF2Q9D'],
    ['\u201CK7MF-2Q9D\u201D', 'K7MF2Q9D'],
    ['\u201EK7MF-2Q9D\u201C', 'K7MF2Q9D'],
    ['\u00ABK7MF-2Q9D\u00BB', 'K7MF2Q9D'],
    ['K7MF-2Q9D.', 'K7MF2Q9D'],
    ['K7MF.2Q9D', 'K7MF2Q9D'],
    ['K7MF\u00B72Q9D\u2026', 'K7MF2Q9D'],
    ['\uFEFFK7MF-2Q9D', 'K7MF2Q9D'], // byte order mark
    ['K7\u200BMF\u200C-\u200D2Q\u20609D', 'K7MF2Q9D'], // zero width
    ['K7MF\u00AD-2Q9D', 'K7MF2Q9D'], // soft hyphen
    ['\u202AK7MF-2Q9D\u202C', 'K7MF2Q9D'], // bidi embedding
    ['\u2066\u200EK7MF-2Q9D\u200F\u2069', 'K7MF2Q9D'], // bidi isolate and marks
  ])('%j -> %s', (typed, code) => {
    expect(parseTypedToken(typed)).toEqual({ kind: 'code', code });
  });
});

describe('a link is read however it was copied', () => {
  test.each<[typed: string]>([
    [url],
    [text],
    [` ${text}\n`],
    [`http://localhost:3000/login/now/${text}`],
    [`https://portal.msp.example/admin/login/now/${text}`],
    [`<${url}>`],
    [`"${url}"`],
    [`\u201C${url}\u201D`],
    [`'${text}'`],
    [`(${url})`],
    [`${url}.`],
    [`${url},`],
    [`${url}/`],
    [`${url}?utm_source=mail`],
    [`${url}#top`],
    [`\uFEFF${url}\u200B`],
    [`Login Now: ${url} or enter K7MF-2Q9D`],
    [`Login Now <${url}>\r\n\r\nNot you? Ignore this mail.`],
    [`${url.slice(0, 30)}\r\n${url.slice(30)}`],
    [`${url.slice(0, 50)}\n${url.slice(50, 76)}\n ${url.slice(76)}`],
    [`<${url.slice(0, 70)}\u200B${url.slice(70)}>`],
    [`https://eur01.safelinks.protection.outlook.com/?url=${wrapped}&data=05%7C01`],
    [`https://filter.example/?u=${wrapped.toLowerCase().replace(text.toLowerCase(), text)}`],
  ])('%j', (typed) => {
    expect(parseTypedToken(typed)).toEqual({ kind: 'link', link });
  });

  test('the send number goes up to 9999', () => {
    expect(parseTypedToken(`${handle}.9999.${mac}`)).toEqual({ kind: 'link', link: { handle, send: 9999, mac } });
  });
});

describe('what can be neither is not a token', () => {
  test.each<[typed: string]>([
    [''],
    ['   '],
    ['-'],
    ['K7MF-2Q9'],
    ['K7MF-2Q9DD'],
    ['K7MF-2Q9U'], // U is not in the alphabet
    ['K7MF/2Q9D'],
    ['K7MF_2Q9D'],
    ['K7MF-2Q9\u00C9'],
    ['\uFF2B7MF-2Q9D'], // full-width K
    ['\u212A7MF-2Q9D'], // KELVIN SIGN
    ['K7MF-2Q9\u0131'], // dotless i upper-cases to I, which would be a 1
    ['K7MF-2Q\uFB00'], // ff ligature
    ['K7MF-2Q9\u0664'], // Arabic digit
    ['K7MF\0-2Q9D'],
    ['K7MF-2Q9D K7MF-2Q9D'],
    ['123456'],
    ['alice@acme.example'],
    ['__proto__'],
    ['https://portal.msp.example/login/now/'],
    [url.slice(0, -1)],
    [`${url}x`],
    [`x${text}`],
    [`x.${text}`],
    [`${handle}.0.${mac}`],
    [`${handle}.01.${mac}`],
    [`${handle}.10000.${mac}`],
    [`${handle}.-1.${mac}`],
    [`${handle}.1e3.${mac}`],
    [`${handle}..${mac}`],
    [`${handle}.${mac}`],
    [`${handle.slice(1)}.1.${mac}`],
    [`${handle}.1.${mac.slice(0, -1)}=`],
    [`${handle}.1.${mac.slice(0, -1)}+`],
    [`\u212A${handle.slice(1)}.1.${mac}`],
  ])('%j', (typed) => {
    expect(parseTypedToken(typed)).toEqual({ kind: 'not-a-token' });
  });
});

test('more than 2,000 characters are not looked at', () => {
  expect(parseTypedToken(url.padEnd(2_000))).toEqual({ kind: 'link', link });
  expect(parseTypedToken(url.padEnd(2_001))).toEqual({ kind: 'not-a-token' });
  expect(parseTypedToken('K7MF-2Q9D'.padEnd(2_000))).toEqual({ kind: 'code', code: 'K7MF2Q9D' });
  expect(parseTypedToken('K7MF-2Q9D'.padEnd(2_001))).toEqual({ kind: 'not-a-token' });
});

describe('the token in the address of a Login Now page is read strictly', () => {
  test('as it was mailed', () => {
    expect(parseLinkToken(text)).toEqual(link);
  });

  test.each([[''], [` ${text}`], [`${text}\n`], [`${text}.`], [`<${text}>`], [url], [text.slice(0, -1)], [`${text}x`]])(
    '%j is damaged',
    (damaged) => {
      expect(parseLinkToken(damaged)).toBeUndefined();
    },
  );
});

describe('whatever is typed', () => {
  const codes = fc.string({ unit: fc.constantFrom(...CODE_ALPHABET), minLength: 8, maxLength: 8 });
  const base64url = fc.constantFrom(...'ABCXYZabcxyz019-_');
  const links = fc.record({
    handle: fc.string({ unit: base64url, minLength: 16, maxLength: 16 }),
    send: fc.integer({ min: 1, max: 9999 }),
    mac: fc.string({ unit: base64url, minLength: 43, maxLength: 43 }),
  });
  const dress = fc.string({
    unit: fc.constantFrom(...' -.\u2013\u2014\u2212\u00A0\u200B\u00AD\uFEFF\u200E"\u201C\n'),
    maxLength: 3,
  });
  const lookAlikes: Record<string, string> = { '0': '0Oo', '1': '1IiLl' };
  const disguised = codes.chain((code) => {
    const signs = [...code].map((sign) => fc.constantFrom(...(lookAlikes[sign] ?? sign + sign.toLowerCase())));
    const parts = signs.map((sign) => fc.tuple(dress, sign).map((pair) => pair.join('')));
    return fc.tuple(fc.constant(code), fc.tuple(...parts), dress);
  });

  test('a code survives being shown, disguised and typed', () => {
    fc.assert(
      fc.property(disguised, ([code, signs, after]) => {
        expect(parseTypedToken(signs.join('') + after)).toEqual({ kind: 'code', code });
        expect(parseTypedToken(formatCode(code))).toEqual({ kind: 'code', code });
      }),
    );
  });

  test('a link survives being folded anywhere', () => {
    fc.assert(
      fc.property(links, fc.nat(), fc.constantFrom('\n', '\r\n', '\r\n ', ' '), (expected, at, fold) => {
        const whole = `https://portal.msp.example/login/now/${expected.handle}.${expected.send}.${expected.mac}`;
        const cut = at % whole.length;
        const folded = whole.slice(0, cut) + fold + whole.slice(cut);
        expect(parseTypedToken(folded)).toEqual({ kind: 'link', link: expected });
      }),
    );
  });

  test('nothing throws, and what is accepted is its own parse', () => {
    const signs = [...'aOIlU09-.\u2013 ', '\u0131', '\uD800', handle, mac, '.1.', '/login/now/', '%2F'];
    const near = fc.string({ unit: fc.constantFrom(...signs), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), near), (typed) => {
        const result = parseTypedToken(typed);
        if (result.kind === 'code') {
          expect(result.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
          expect(parseTypedToken(result.code)).toEqual(result);
        }
        if (result.kind === 'link') {
          const { handle: id, send, mac: proof } = result.link;
          expect(parseLinkToken(`${id}.${send}.${proof}`)).toEqual(result.link);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
