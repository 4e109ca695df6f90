/** A company there, as far as an import looks at it. */
export interface Importable {
  psaId: string;
  name: string;
  nameSort: string;
  types: string[];
  active: boolean;
  linked: boolean;
}

/** One of ours. */
export interface Namesake {
  id: string;
  name: string;
  nameSort: string;
  linked: boolean;
}

export type ImportLeftOut = 'linked' | 'inactive' | 'several-there' | 'several-here' | 'ours-linked';

export interface ImportPlan {
  toAdd: Importable[];
  toLink: { there: Importable; ours: Namesake }[];
  leftOut: Record<ImportLeftOut, Importable[]>;
}

type Fate = { kind: 'add' } | { kind: 'link'; ours: Namesake } | { kind: ImportLeftOut };

/**
 * What an import of the companies of one type, or of all, would do with each: link it to ours of the same name, add one, or
 * leave it to an administrator where a name means several.
 */
export function planImport(there: Importable[], ours: Namesake[], type: string | undefined): ImportPlan {
  const wanted = type === undefined ? there : there.filter(({ types }) => types.includes(type));
  const activeByName = groupByName(wanted.filter(({ active }) => active));
  const oursByName = groupByName(ours);
  const plan = emptyPlan();
  for (const one of wanted) {
    const fate = fateOf(one, activeByName.get(one.nameSort) ?? [], oursByName.get(one.nameSort) ?? []);
    if (fate.kind === 'add') plan.toAdd.push(one);
    else if (fate.kind === 'link') plan.toLink.push({ there: one, ours: fate.ours });
    else plan.leftOut[fate.kind].push(one);
  }
  return plan;
}

function fateOf(one: Importable, sameNameThere: Importable[], [ours, ...others]: Namesake[]): Fate {
  if (one.linked) return { kind: 'linked' };
  if (!one.active) return { kind: 'inactive' };
  if (sameNameThere.length > 1) return { kind: 'several-there' };
  if (!ours) return { kind: 'add' };
  if (others.length > 0) return { kind: 'several-here' };
  return ours.linked ? { kind: 'ours-linked' } : { kind: 'link', ours };
}

function groupByName<T extends { nameSort: string }>(companies: T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const company of companies) groups.set(company.nameSort, [...(groups.get(company.nameSort) ?? []), company]);
  return groups;
}

function emptyPlan(): ImportPlan {
  const leftOut = { linked: [], inactive: [], 'several-there': [], 'several-here': [], 'ours-linked': [] };
  return { toAdd: [], toLink: [], leftOut };
}
