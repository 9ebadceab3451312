/** All flags of an enumeration at once: what a function knows that knows all of them. */
export function allFlags(flags: Readonly<Record<string, number>>): number {
  return Object.values(flags).reduce((all, flag) => all | flag, 0);
}
