/** The release behind a version number as libvirt has it: 9000000n is 9.0.0. */
export function releaseOf(version: bigint): string {
  return `${version / 1_000_000n}.${(version / 1_000n) % 1_000n}.${version % 1_000n}`;
}

/** Whether one release came before another. */
export function isOlder(release: string, than: string): boolean {
  const left = release.split('.').map(Number);
  const right = than.split('.').map(Number);
  const difference = left.map((part, at) => part - (right[at] ?? 0)).find((each) => each !== 0);
  return difference !== undefined && difference < 0;
}
