/** As much of a name as there is room for where it is stored, and no half of a character. */
export function cutName(name: string, length: number): string {
  return name
    .trim()
    .slice(0, length)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();
}
