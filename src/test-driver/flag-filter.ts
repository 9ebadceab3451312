/** Whether something is so, by the flag that asks for it. */
export type FlagTest = readonly [flag: number, isSo: boolean];

/** Whether an object passes a group of flags: it does when none of them is set, or one that is true of it. */
export function passesFlags(flags: number, group: readonly FlagTest[]): boolean {
  const asked = group.filter(([flag]) => (flags & flag) !== 0);
  return asked.length === 0 || asked.some(([, isSo]) => isSo);
}
