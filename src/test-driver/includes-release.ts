/** Whether a release has come with, or after, another. */
export function includesRelease(release: string, since: string): boolean {
  const parts = release.split('.').map(Number);
  const others = since.split('.').map(Number);
  const at = parts.findIndex((part, place) => part !== (others[place] ?? 0));
  return at < 0 || (parts[at] ?? 0) > (others[at] ?? 0);
}
