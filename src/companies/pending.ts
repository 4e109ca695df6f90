/** A list in a form that nobody has saved yet: what is saved, and what the next save would add to it and remove from it. */
export interface Pending {
  readonly saved: readonly string[];
  readonly toAdd: readonly string[];
  readonly toRemove: readonly string[];
}

export type Added = { kind: 'pending'; list: Pending } | { kind: 'already' };
export type EntryState = 'saved' | 'to-add' | 'to-remove';

/** Marks an entry to be added, before the earlier ones. One that was marked to be removed is kept instead. */
export function add(list: Pending, entry: string): Added {
  if (list.toRemove.includes(entry))
    return { kind: 'pending', list: { ...list, toRemove: without(list.toRemove, entry) } };
  if (list.saved.includes(entry) || list.toAdd.includes(entry)) return { kind: 'already' };
  return { kind: 'pending', list: { ...list, toAdd: [entry, ...list.toAdd] } };
}

/** Remove for what is saved, Undo for what is pending: the form says with the entry what it was. */
export function removeOrUndo(list: Pending, entry: string): Pending {
  if (list.toAdd.includes(entry)) return { ...list, toAdd: without(list.toAdd, entry) };
  if (list.toRemove.includes(entry)) return { ...list, toRemove: without(list.toRemove, entry) };
  return list.saved.includes(entry) ? { ...list, toRemove: [...list.toRemove, entry] } : list;
}

/** The list as it is shown: what is not saved yet comes first. */
export function entriesOf({ saved, toAdd, toRemove }: Pending): { entry: string; state: EntryState }[] {
  const removed = new Set(toRemove);
  return [
    ...toAdd.map((entry) => ({ entry, state: 'to-add' as const })),
    ...saved.map((entry) => ({ entry, state: removed.has(entry) ? ('to-remove' as const) : ('saved' as const) })),
  ];
}

/** Reads the hidden fields back. They come from a browser: what is no entry, or has been saved meanwhile, is dropped. */
export function readPending(
  saved: readonly string[],
  { toAdd, toRemove }: { toAdd: string; toRemove: string },
  isEntry: (text: string) => boolean,
): Pending {
  const known = new Set(saved);
  return {
    saved,
    toAdd: words(toAdd).filter((entry) => !known.has(entry) && isEntry(entry)),
    toRemove: words(toRemove).filter((entry) => known.has(entry)),
  };
}

function words(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter((word) => word !== ''))];
}

function without(entries: readonly string[], entry: string): string[] {
  return entries.filter((other) => other !== entry);
}
