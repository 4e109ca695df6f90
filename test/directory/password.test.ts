import { expect, test } from 'vitest';
import { checkTypedPassword } from '../../src/directory/password.js';

test.each(['x', ' ', 'correct horse battery staple', 'pässwörd', '密码', '*)(objectClass=*', 'x'.repeat(256)])(
  '%j may be sent',
  (typed) => {
    expect(checkTypedPassword(typed)).toEqual({ kind: 'password' });
  },
);

test.each([
  ['', 'empty'],
  ['x'.repeat(257), 'too-long'],
  ['\0', 'control-character'],
  ['secret\0', 'control-character'],
  ['sec\nret', 'control-character'],
  ['secret\u007f', 'control-character'],
  ['secret\u0085', 'control-character'],
])('%j is refused as %s', (typed, reason) => {
  expect(checkTypedPassword(typed)).toEqual({ kind: 'refused', reason });
});
