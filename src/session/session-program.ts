import { connectClose } from '../generated/remote-procedures.ts';
import type { CallProcedure } from '../protocol/procedure.ts';

/** The calls that a session makes by itself: each program has its own of them. */
export interface SessionProgram {
  readonly close: CallProcedure<void, void>;
  /** Asks for the daemon's version of libvirt. */
  askLibVersion(call: <Result>(procedure: CallProcedure<void, Result>) => Promise<Result>): Promise<bigint>;
}

/** Of the program that manages hypervisors. */
export const remoteProgram: SessionProgram = {
  close: connectClose,
  askLibVersion: async (call) => (await import('./remote-version.ts')).askRemoteVersion(call),
};
