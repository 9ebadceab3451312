/** How many places at the front of the array may be empty before it is moved together. */
const emptyPlaces = 1024;

/** First in, first out, at the same cost however many there are: an array's own `shift` moves all that follow. */
export class EventQueue<Event extends object> {
  #places: (Event | undefined)[] = [];
  #first = 0;

  get length(): number {
    return this.#places.length - this.#first;
  }

  push(event: Event): void {
    this.#places.push(event);
  }

  shift(): Event | undefined {
    const event = this.#places[this.#first];
    if (event === undefined) return undefined;
    // Neither is kept alive: what was taken, nor more empty places than there are events.
    this.#places[this.#first] = undefined;
    this.#first++;
    if (this.#first >= emptyPlaces && this.#first >= this.length) {
      this.#places = this.#places.slice(this.#first);
      this.#first = 0;
    }
    return event;
  }

  clear(): void {
    this.#places = [];
    this.#first = 0;
  }
}
