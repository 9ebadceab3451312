/** Something in upstream's API description, in our corrections to it, or in `api.json`, that nobody should guess about. */
export class ApiFactsError extends Error {
  override readonly name = 'ApiFactsError';
  /** `libvirt-api.xml:120`, `corrections.json enums.virDomainState` or `api.json.enums[3].js`. */
  readonly place: string;
  readonly reason: string;

  constructor(place: string, reason: string) {
    super(`${place}: ${reason}`);
    this.place = place;
    this.reason = reason;
  }
}
