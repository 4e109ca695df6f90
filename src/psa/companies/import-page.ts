import { en as t } from '../../text/en.js';
import type { ImportLeftOut, ImportPlan } from './import-plan.js';

/** More than that nobody reads: the rest is counted. */
const SHOWN = 100;

interface Line {
  id: string;
  name: string;
  ours?: { id: string; name: string };
}

interface Group {
  heading: string;
  lines: Line[];
  more: number;
}

/** The plan in groups with their headings, the first of each; empty groups are left out. */
export function showPlan({ toAdd, toLink, leftOut }: ImportPlan): object {
  const words = t.psaCompanies.import;
  const added = toAdd.map(({ psaId: id, name }) => ({ id, name }));
  const linked = toLink.map(({ there, ours: { id, name } }) => ({
    id: there.psaId,
    name: there.name,
    ours: { id, name },
  }));
  const reasons = Object.keys(words.leftOut) as ImportLeftOut[];
  const left = reasons.map((reason) => {
    const lines = leftOut[reason].map(({ psaId: id, name }) => ({ id, name }));
    return groupOf(words.leftOut[reason](lines.length), lines);
  });
  return {
    count: toAdd.length + toLink.length,
    done: [groupOf(words.toLink(linked.length), linked), groupOf(words.toAdd(added.length), added)].filter(isFull),
    leftOut: left.filter(isFull),
  };
}

function groupOf(heading: string, lines: Line[]): Group {
  return { heading, lines: lines.slice(0, SHOWN), more: Math.max(0, lines.length - SHOWN) };
}

function isFull({ lines }: Group): boolean {
  return lines.length > 0;
}
