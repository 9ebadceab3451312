import { Connection } from '../../../src/client/connection.ts';
import { Domain } from '../../../src/client/domain.ts';
import * as procedures from '../../../src/generated/remote-procedures.ts';
import type { ServerFault } from '../../../src/rpc/rpc-server.ts';
import { Session } from '../../../src/session/session.ts';
import { ScriptedServer } from '../../../src/testing/scripted-server.ts';
import { memoryPipe } from '../../../src/transport/memory.ts';
import { web } from './domain-with.ts';

/** What one of the two daemons answers; a step that is not told succeeds. */
export interface MigrationScript {
  /** Features that are missing, at the source or at the destination. */
  readonly lacking?: Readonly<Partial<Record<'source' | 'destination', readonly number[]>>>;
  /** Where the destination says to send to. */
  readonly uri?: string | null;
  readonly paused?: boolean;
  /** The steps that fail, by the name of their procedure without "domainMigrate" and "Params". */
  readonly faults?: Readonly<Record<string, ServerFault>>;
  /** Called when a step is asked for, before it is answered. */
  readonly onStep?: (step: string) => Promise<void> | undefined;
}

/** One call of a migration: which step, and what it was told. */
export interface MigrationStep {
  readonly step: string;
  readonly flags: bigint;
  readonly cookie: string | undefined;
  readonly cancelled: number | undefined;
  readonly params: Readonly<Record<string, unknown>> | undefined;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A domain at a scripted source and a connection to a scripted destination, and the calls of both in order. */
export function migrationWith(script: MigrationScript = {}): {
  domain: Domain;
  destination: Connection;
  steps: MigrationStep[];
} {
  const { source, destination, steps } = migrationDaemons(script);
  const connection = (server: ScriptedServer, uri: string): Connection => {
    const [ours, theirs] = memoryPipe();
    server.accept(theirs);
    return new Connection(new Session(ours), uri);
  };
  return {
    domain: new Domain(connection(source, 'qemu://source/system'), web),
    destination: connection(destination, 'qemu://destination/system'),
    steps,
  };
}

/** The two daemons for themselves, for any client. */
export function migrationDaemons(script: MigrationScript): {
  source: ScriptedServer;
  destination: ScriptedServer;
  steps: MigrationStep[];
} {
  const steps: MigrationStep[] = [];
  const results: Readonly<Record<string, unknown>> = {
    Begin3: { cookie_out: bytes('begun'), xml: '<domain/>' },
    Prepare3: { cookie_out: bytes('prepared'), uri_out: script.uri === undefined ? 'tcp://there:49152' : script.uri },
    Perform3: { cookie_out: bytes('performed') },
    Finish3: { dom: { ...web, id: 12 }, cookie_out: bytes('finished') },
    Confirm3: undefined,
  };
  const daemon = (side: 'source' | 'destination'): ScriptedServer => {
    const server = new ScriptedServer();
    server.on(procedures.connectSupportsFeature, ({ args, reply }) => {
      reply({ supported: script.lacking?.[side]?.includes(args.feature) ? 0 : 1 });
    });
    server.on(procedures.domainGetState, ({ reply }) => reply({ state: script.paused ? 3 : 1, reason: 1 }));
    server.on(procedures.domainGetInfo, ({ reply }) =>
      reply({ state: script.paused ? 3 : 1, maxMem: 1n, memory: 1n, nrVirtCpu: 1, cpuTime: 1n }),
    );
    server.on(procedures.domainLookupByName, ({ reply }) => reply({ dom: web }));
    server.on(procedures.domainAbortJob, ({ reply }) => {
      steps.push(stepOf('abortJob', {}));
      reply();
    });
    for (const procedure of phases) {
      const step = procedure.name.replace('domainMigrate', '').replace('Params', '');
      server.on<unknown, unknown>(procedure, ({ args, reply, fail }) => {
        steps.push(stepOf(step, Object(args)));
        const answer = (): void => {
          const fault = script.faults?.[step];
          if (fault !== undefined) fail(fault);
          // Between the daemons there is nobody to carry cookies.
          else if (Object(args).dconnuri) reply({ cookie_out: bytes('') });
          else reply(results[step]);
        };
        const before = script.onStep?.(step);
        if (before === undefined) answer();
        else before.then(answer, fail);
      });
    }
    return server;
  };
  return { source: daemon('source'), destination: daemon('destination'), steps };
}

const phases = [
  procedures.domainMigrateBegin3Params,
  procedures.domainMigratePrepare3Params,
  procedures.domainMigratePerform3Params,
  procedures.domainMigrateFinish3Params,
  procedures.domainMigrateConfirm3Params,
  procedures.domainMigrateBegin3,
  procedures.domainMigratePrepare3,
  procedures.domainMigratePerform3,
  procedures.domainMigrateFinish3,
  procedures.domainMigrateConfirm3,
] as const;

function stepOf(step: string, args: Readonly<Record<string, unknown>>): MigrationStep {
  const { flags = 0, cookie_in, cancelled, params } = args;
  return {
    step,
    flags: BigInt(String(flags)),
    cookie: cookie_in instanceof Uint8Array ? Buffer.from(cookie_in).toString() : undefined,
    cancelled: typeof cancelled === 'number' ? cancelled : undefined,
    params: Array.isArray(params)
      ? Object.fromEntries(params.map(({ field, value }) => [field, value.value]))
      : undefined,
    args,
  };
}

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));
