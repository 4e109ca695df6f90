import { expect, test } from 'vitest';
import { foldName, parseUserName } from '../../src/directory/user-name.js';

test.each([
  ['jo@corp.acme.example', { kind: 'upn', name: 'jo', suffix: 'corp.acme.example' }],
  [' Jo.Smith@ACME.Example\t', { kind: 'upn', name: 'Jo.Smith', suffix: 'acme.example' }],
  ["o'neil+news@acme.example", { kind: 'upn', name: "o'neil+news", suffix: 'acme.example' }],
  ['r&d_1~x^-@acme.example', { kind: 'upn', name: 'r&d_1~x^-', suffix: 'acme.example' }],
  ['jo@corp', { kind: 'upn', name: 'jo', suffix: 'corp' }],
  ['jörg@acme.example', { kind: 'upn', name: 'jörg', suffix: 'acme.example' }],
  ['jo\u0308rg', { kind: 'bare', name: 'jörg' }],
  ['ЖАННА', { kind: 'bare', name: 'ЖАННА' }],
  ['acme\\Jo', { kind: 'down-level', domain: 'ACME', name: 'Jo' }],
  ['corp.acme.example\\jo', { kind: 'down-level', domain: 'CORP.ACME.EXAMPLE', name: 'jo' }],
  ['jo', { kind: 'bare', name: 'jo' }],
  ['PLAIN', { kind: 'bare', name: 'PLAIN' }],
  ['x'.repeat(64), { kind: 'bare', name: 'x'.repeat(64) }],
])('%j is a user name', (typed, parsed) => {
  expect(parseUserName(typed)).toEqual(parsed);
});

test.each([
  ['', 'empty'],
  [' \t\r\n', 'empty'],
  ['x'.repeat(65), 'too-long'],
  [`jo@${'x'.repeat(254)}`, 'too-long'],
  [' '.repeat(1_001), 'too-long'],
  ['*', 'malformed'],
  ['*)(objectClass=*', 'malformed'],
  ['alice)(|(cn=*', 'malformed'],
  ['jo\0', 'malformed'],
  ['jo\u0000@acme.example', 'malformed'],
  ['jo smith', 'malformed'],
  ['jo\nsmith', 'malformed'],
  ['jo\u200bsmith', 'malformed'],
  ['jo\u202esmith', 'malformed'],
  ['CN=Jo,CN=Users,DC=acme,DC=example', 'malformed'],
  ['jo,smith', 'malformed'],
  ['jo=smith', 'malformed'],
  ['jo#1', 'malformed'],
  ['"jo"', 'malformed'],
  ['jo;smith', 'malformed'],
  ['<jo>', 'malformed'],
  ['[jo]', 'malformed'],
  ['jo|smith', 'malformed'],
  ['jo?', 'malformed'],
  ['host/dc1.acme.example', 'malformed'],
  ['ACME/jo', 'malformed'],
  ['{6f9619ff-8b86-d011-b42d-00c04fc964ff}', 'malformed'],
  ['PC01$', 'malformed'],
  ['ACME\\jo@acme.example', 'malformed'],
  ['ACME\\EU\\jo', 'malformed'],
  ['jo@x@acme.example', 'malformed'],
  ['ACME\\', 'malformed'],
  ['\\jo', 'malformed'],
  ['jo@', 'malformed'],
  ['@acme.example', 'malformed'],
  ['jo@acme..example', 'malformed'],
  ['jo@-acme.example', 'malformed'],
  ['jo@acme.example.', 'malformed'],
  ['jo@bücher.example', 'malformed'],
  ['jo@acme.example,DC=x', 'malformed'],
  ['.jo', 'malformed'],
  ['jo.', 'malformed'],
  ['jo..smith', 'malformed'],
  ['A\u017fME\\jo', 'malformed'], // a long s, which becomes a plain one in upper case
  ['ｊｏ', 'malformed'],
  ['李', 'malformed'],
  ['jo\u{1e900}', 'malformed'],
  ['jo\u0338', 'malformed'],
  ['jo\ud800', 'malformed'],
])('%j is refused as %s', (typed, reason) => {
  expect(parseUserName(typed)).toEqual({ kind: 'refused', reason });
});

test.each([
  ['Jörg', 'JORG'],
  ['Straße', 'strasse'],
  ['Søren', 'soren'],
  ['Łukasz', 'lukasz'],
  ['ΝΙΚΟΣ', 'νίκος'],
  ['Жанна', 'ЖАННА'],
])('%s and %s share their tries', (one, other) => {
  expect(foldName(one)).toBe(foldName(other));
});

test('different names have tries of their own', () => {
  expect(foldName('jo')).not.toBe(foldName('joe'));
  expect(foldName('Жанна')).not.toBe(foldName('Жана'));
});
