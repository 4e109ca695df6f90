import { describe, expect, test } from 'vitest';
import { add, entriesOf, type Pending, readPending, removeOrUndo } from '../../src/companies/pending.js';

const list: Pending = { saved: ['a', 'b'], toAdd: ['n'], toRemove: ['b'] };

describe('Add', () => {
  test.each([
    ['something new is added, before what was added earlier', 'x', { ...list, toAdd: ['x', 'n'] }],
    ['what was to be removed is kept', 'b', { ...list, toRemove: [] }],
  ])('%s', (_outcome, entry, expected) => {
    expect(add(list, entry)).toEqual({ kind: 'pending', list: expected });
  });

  test.each(['a', 'n'])('%s is in the list already', (entry) => {
    expect(add(list, entry)).toEqual({ kind: 'already' });
  });
});

describe('Remove and Undo', () => {
  test.each([
    ['what is saved is to be removed', 'a', { ...list, toRemove: ['b', 'a'] }],
    ['what was to be removed is kept', 'b', { ...list, toRemove: [] }],
    ['what was to be added is dropped', 'n', { ...list, toAdd: [] }],
    ['what is not in the list changes nothing', 'x', list],
  ])('%s', (_outcome, entry, expected) => {
    expect(removeOrUndo(list, entry)).toEqual(expected);
  });
});

test('the list shows what is not saved yet first', () => {
  expect(entriesOf(list)).toEqual([
    { entry: 'n', state: 'to-add' },
    { entry: 'a', state: 'saved' },
    { entry: 'b', state: 'to-remove' },
  ]);
});

test.each([
  ['fields that say nothing', { toAdd: '', toRemove: ' ' }, [], []],
  ['the same entry twice', { toAdd: 'n n', toRemove: 'b b' }, ['n'], ['b']],
  ['what is no entry', { toAdd: 'n !! o', toRemove: '' }, ['n', 'o'], []],
  ['what somebody else has saved meanwhile', { toAdd: 'a n', toRemove: 'z' }, ['n'], []],
])('hidden fields are read back without %s', (_what, fields, toAdd, toRemove) => {
  expect(readPending(['a', 'b'], fields, (text) => text !== '!!')).toEqual({ saved: ['a', 'b'], toAdd, toRemove });
});
