/**
 * The messages of one kind of registration. Callback ids are a family's own: another one uses the same numbers on the
 * same connection.
 */
export interface EventFamily {
  readonly name: string;
  readonly program: number;
  /** The numbers of its messages, as far as this release knows them. */
  readonly procedures: ReadonlySet<number>;
  /** How its messages say whose they are: by the callback id they begin with, or not at all as there is one taker. */
  readonly addressed: 'by-id' | 'to-one';
}
