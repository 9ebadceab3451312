import type { DoctorStepName, DoctorSteps } from './report.ts';

/** What a step tells of itself. */
export type ToldStep = {
  readonly [Name in DoctorStepName]: { readonly step: Name } & DoctorSteps[Name];
}[DoctorStepName];

/** Takes down what steps tell, and how long each takes: the time until the next word is that of the step that spoke. */
export class StepRecorder {
  readonly facts: DoctorSteps = {
    uri: {},
    certificates: {},
    resolve: {},
    connect: {},
    tls: {},
    verdict: {},
    ssh: {},
    authentication: {},
    sasl: {},
    open: {},
    call: {},
    daemon: {},
    hypervisor: {},
    features: {},
    keepalive: {},
    limits: {},
    close: {},
  };
  readonly #now: () => number;
  readonly #elapsed = new Map<DoctorStepName, number>([['uri', 0]]);
  #current: DoctorStepName = 'uri';
  #since: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#since = now();
  }

  /** The step that spoke last. */
  get current(): DoctorStepName {
    return this.#current;
  }

  /** How long the steps took that have spoken, in milliseconds. */
  get elapsed(): ReadonlyMap<DoctorStepName, number> {
    return this.#elapsed;
  }

  readonly tell = ({ step, ...told }: ToldStep): void => {
    this.pause();
    this.#current = step;
    if (!this.#elapsed.has(step)) this.#elapsed.set(step, 0);
    const facts: object = this.facts[step];
    const known = new Map<string, unknown>(Object.entries(facts));
    for (const [name, value] of Object.entries(told)) {
      const before = known.get(name);
      Object.assign(facts, { [name]: Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value });
    }
  };

  /** Takes down the time until now. */
  pause(): void {
    const now = this.#now();
    this.#add(this.#current, now - this.#since);
    this.#since = now;
  }

  /** What was taken for one step belonged to another. */
  move(from: DoctorStepName, to: DoctorStepName): void {
    this.pause();
    this.#current = to;
    this.#add(to, this.#elapsed.get(from) ?? 0);
    if (from !== to) this.#elapsed.delete(from);
  }

  #add(step: DoctorStepName, time: number): void {
    this.#elapsed.set(step, (this.#elapsed.get(step) ?? 0) + time);
  }
}
