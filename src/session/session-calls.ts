import type { Tracer } from '../diagnostics/tracer.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import type { CallProcedure } from '../protocol/procedure.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import { type CallOutcome, maybeUnknownProcedure, resultOf } from '../rpc/call-outcome.ts';
import { type CallLimits, restOf } from './call-limits.ts';
import type { LinkKeeper } from './link-keeper.ts';
import { nodeClock } from './node-clock.ts';
import type { SessionProgram } from './session-program.ts';

/** A procedure whatever its arguments and result are. */
type AnyCall = Pick<CallProcedure<unknown, unknown>, 'name' | 'program' | 'fds' | 'since'>;

/** Sends a call on the connection that there is. */
export type SendCall<Result> = (limits: CallLimits) => Promise<CallOutcome<Result>>;

/** What all calls of a session have in common, however they are sent. */
export class SessionCalls {
  /** The longest wait for each call that names none itself, in milliseconds. */
  timeout: number | undefined;
  tracer: Tracer | undefined;
  readonly #keeper: LinkKeeper;
  readonly #program: SessionProgram;

  constructor(keeper: LinkKeeper, program: SessionProgram, timeout: number | undefined) {
    this.#keeper = keeper;
    this.#program = program;
    this.timeout = timeout;
  }

  /** Makes a call, under the eyes of whoever watches; resolves with its result, and rejects as `Session.call` does. */
  make<Result>(procedure: AnyCall, args: unknown, options: CallOptions, send: SendCall<Result>): Promise<Result> {
    const { tracer } = this;
    return tracer?.calls.hasSubscribers
      ? tracer.call(this.#keeper.link.transport.description, procedure, args, options, () =>
          this.#make(procedure, options, send),
        )
      : this.#make(procedure, options, send);
  }

  async #make<Result>(
    procedure: AnyCall,
    { signal, timeout = this.timeout }: CallOptions,
    send: SendCall<Result>,
  ): Promise<Result> {
    const { name, fds, since } = procedure;
    if (fds === 'required') {
      throw new UsageError(`${name} passes file descriptors between processes, which Node cannot do`);
    }
    if (this.#keeper.isEnding) throw new ConnectionError(`${name}: the connection is closed`, 'client');
    const limits: CallLimits = { signal, timeout, startedAt: nodeClock.now() };
    const outcome = await send(limits);
    if (outcome.kind !== 'error' || !maybeUnknownProcedure(outcome.error)) return resultOf(outcome, name);
    const { link } = this.#keeper;
    const { tooOld } = await import('./too-old.ts');
    return resultOf(outcome, name, await tooOld(since, link, this.#program, restOf(limits)));
  }
}
