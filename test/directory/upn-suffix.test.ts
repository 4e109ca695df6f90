import { expect, test } from 'vitest';
import { parseUpnSuffix } from '../../src/directory/upn-suffix.js';

test.each([
  ['corp.acme.example', 'corp.acme.example'],
  ['@Corp.Acme.Example', 'corp.acme.example'],
  ['acme.local.', 'acme.local'],
  ['CORP', 'corp'],
  ['@corp', 'corp'],
  ['bücher.example', 'xn--bcher-kva.example'],
])('%j is the suffix %s', (typed, suffix) => {
  expect(parseUpnSuffix(typed)).toEqual({ kind: 'suffix', suffix });
});

test.each([
  ['', 'malformed'],
  ['a b', 'malformed'],
  ['jo@corp', 'malformed'],
  ['-corp', 'malformed'],
  ['corp_', 'malformed'],
  ['acme..example', 'malformed'],
  ['192.0.2.1', 'malformed'],
  ['c'.repeat(64), 'malformed'],
  ['gmail.com', 'everybodys'],
  ['co.uk', 'everybodys'],
  ['onmicrosoft.com', 'everybodys'],
])('%j is refused: %s', (typed, reason) => {
  expect(parseUpnSuffix(typed)).toEqual({ kind: 'refused', reason });
});
