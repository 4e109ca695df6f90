import type { ConsolePage } from './console-pages.js';
import { median, type Stretch } from './load.js';

/** All that was measured of one server: a stretch for each round. */
export interface Figures {
  name: string;
  signIns: Stretch[];
  alone: Stretch[];
  pages: Stretch[];
  memoryMb: { started: number; loaded: number };
  startMs: number;
}

type Row = [label: string, ...cells: string[]];

/** Servers side by side, the last of them the one that the first is compared with. */
export function printServers(figures: Figures[]): void {
  const row = (label: string, digits: number, value: (of: Figures) => number): Row => [
    label,
    ...figures.map((of) => fixed(value(of), digits)),
    ratio(value(figures[0] as Figures), value(figures.at(-1) as Figures)),
  ];
  print(
    `Medians of ${figures[0]?.signIns.length} rounds`,
    ['', ...figures.map(({ name }) => name), 'first : last'],
    [
      row('sign-ins per second', 0, (of) => middle(of.signIns, 'perSecond')),
      row('  CPU of the server for each, us', 0, (of) => middle(of.signIns, 'cpuMicros')),
      row('  whole sign-in, p50 ms', 1, (of) => middle(of.signIns, 'p50')),
      row('  whole sign-in, p95 ms', 1, (of) => middle(of.signIns, 'p95')),
      row('  whole sign-in, p99 ms', 1, (of) => middle(of.signIns, 'p99')),
      row('  nobody else there, p50 ms', 1, (of) => middle(of.alone, 'p50')),
      row('signed-in page loads per second', 0, (of) => middle(of.pages, 'perSecond')),
      row('  CPU of the server for each, us', 0, (of) => middle(of.pages, 'cpuMicros')),
      row('  page, p95 ms', 1, (of) => middle(of.pages, 'p95')),
      row('start until it listens, ms', 0, (of) => of.startMs),
      row('memory when started, MB', 0, (of) => of.memoryMb.started),
      row('memory after the load, MB', 0, (of) => of.memoryMb.loaded),
    ],
  );
}

export function printFlatness(few: { contacts: number } & Figures, many: { contacts: number } & Figures): void {
  const row = (label: string, digits: number, key: keyof Stretch): Row => {
    const [one, other] = [middle(few.signIns, key), middle(many.signIns, key)];
    return [label, fixed(one, digits), fixed(other, digits), ratio(other, one)];
  };
  const head = ['', ...[few, many].map(({ contacts }) => `${whole(contacts)} contacts`), 'second : first'];
  print('Sign-ins, few and many contacts', head, [
    row('sign-ins per second', 0, 'perSecond'),
    row('  CPU of the server for each, us', 0, 'cpuMicros'),
    row('  whole sign-in, p50 ms', 1, 'p50'),
  ]);
}

export function printConsole(pages: ConsolePage[], few: number, many: number): void {
  const head = ['', `${whole(few)} companies`, `${whole(many)} companies`, 'second : first', 'kB', 'kB'];
  const rows = pages.map(({ name, few: one, many: other }): Row => {
    const sizes = [fixed(one.kb, 0), fixed(other.kb, 0)];
    return [name, fixed(one.ms, 2), fixed(other.ms, 2), ratio(other.ms, one.ms), ...sizes];
  });
  print('Pages of the console, median ms of requests one after the other', head, rows);
}

export function whole(number: number): string {
  return number.toLocaleString('en');
}

function print(title: string, head: string[], rows: Row[]): void {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
  const line = (row: string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('   ');
  const text = [title, line(head), widths.map((width) => '-'.repeat(width)).join('   '), ...rows.map(line)];
  process.stdout.write(`\n${text.join('\n')}\n`);
}

function middle(stretches: Stretch[], key: keyof Stretch): number {
  return median(stretches.map((stretch) => stretch[key]));
}

function fixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : '-';
}

function ratio(value: number, of: number): string {
  return fixed(value / of, 2);
}
