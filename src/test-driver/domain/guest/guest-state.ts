/** What a guest would know of itself, were there one. */
export interface GuestState {
  /** The time that its clock shows, in seconds since 1970 and nanoseconds. */
  readonly seconds: bigint;
  readonly nseconds: number;
  /** Where its file systems are mounted that do not take writes at the moment. */
  readonly frozen: ReadonlySet<string>;
}

export const freshGuest: GuestState = { seconds: 627319920n, nseconds: 0, frozen: new Set() };
