import { LibvirtRpcError } from '../../errors/libvirt-rpc-error.ts';
import { TimeoutError } from '../../errors/timeout-error.ts';
import { TransportError } from '../../errors/transport-error.ts';
import type { Environment } from '../../session/environment.ts';
import { openSessionWithUri } from '../../session/open-session.ts';
import type { Session } from '../../session/session.ts';
import { adviceFor, deepestCodes } from './advice.ts';
import { connectionChecks, NobodyToAsk } from './connection-checks.ts';
import { type Fault, makeReport } from './make-report.ts';
import type { DoctorReport, DoctorStepName } from './report.ts';
import { StepRecorder } from './step-recorder.ts';

export interface DiagnoseOptions {
  /** The longest that all of it may take, in milliseconds. */
  readonly timeout: number;
  readonly readOnly?: boolean | undefined;
  readonly environment?: Environment | undefined;
}

/** Goes through a connection to the daemon that the URI means, and tells of each step. Never rejects. */
export async function diagnose(uri: string | undefined, options: DiagnoseOptions): Promise<DoctorReport> {
  const recorder = new StepRecorder(() => performance.now());
  const nobody = new Map<DoctorStepName, string>();
  const deadline = performance.now() + options.timeout;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), options.timeout);
  let session: Session | undefined;
  let fault: Fault | undefined;
  try {
    const { readOnly, environment, timeout } = options;
    session = (await openSessionWithUri(uri, { readOnly, environment, timeout, onStep: recorder.tell })).session;
    await examine(session, recorder, nobody, { deadline, signal: controller.signal });
  } catch (error) {
    fault = faultOf(error, recorder);
    session?.destroy();
  } finally {
    clearTimeout(timer);
  }
  recorder.pause();
  return makeReport({ uri, recorder, nobody, fault, now: Date.now() });
}

interface Limits {
  readonly deadline: number;
  readonly signal: AbortSignal;
}

async function examine(
  session: Session,
  recorder: StepRecorder,
  nobody: Map<DoctorStepName, string>,
  { deadline, signal }: Limits,
): Promise<void> {
  const context = () => ({ session, limits: { signal, timeout: Math.max(0, deadline - performance.now()) } });
  const attempt = async (name: keyof typeof connectionChecks, check: () => Promise<void>): Promise<void> => {
    recorder.tell({ step: name });
    try {
      await check();
    } catch (error) {
      if (!(error instanceof NobodyToAsk)) throw error;
      nobody.set(name, error.message);
    }
  };
  const { call, daemon, hypervisor, features, keepalive, limits } = connectionChecks;
  await attempt('call', async () => recorder.tell({ step: 'call', ...(await call(context())) }));
  await attempt('daemon', async () => recorder.tell({ step: 'daemon', ...(await daemon(context())) }));
  await attempt('hypervisor', async () => recorder.tell({ step: 'hypervisor', ...(await hypervisor(context())) }));
  await attempt('features', async () => recorder.tell({ step: 'features', ...(await features(context())) }));
  await attempt('keepalive', async () => recorder.tell({ step: 'keepalive', ...(await keepalive(context())) }));
  await attempt('limits', async () => recorder.tell({ step: 'limits', ...(await limits(context())) }));
  recorder.tell({ step: 'close' });
  await session.close();
}

function faultOf(error: unknown, recorder: StepRecorder): Fault {
  // What leads to the daemon, as ssh, is known to have failed only when the first call is not answered, and a program
  // that leads nowhere does not even end.
  const { ssh, connect, authentication } = recorder.facts;
  const byProgram = ssh.client === 'program' || connect.program !== undefined;
  const ofTheWay = error instanceof TransportError || (byProgram && error instanceof TimeoutError);
  if (recorder.current === 'authentication' && authentication.offered === undefined && ofTheWay) {
    recorder.move('authentication', recorder.elapsed.has('ssh') ? 'ssh' : 'connect');
  }
  const step = recorder.current;
  const own = error instanceof LibvirtRpcError ? error.code : '';
  // The system's or OpenSSL's own code says more than that a transport has failed.
  const code = [...deepestCodes(error)].filter((each) => each !== '').at(-1) ?? own;
  return {
    step,
    problem: error instanceof Error ? error.message : String(error),
    code: code === '' ? null : code,
    advice: adviceFor({ step, error, facts: recorder.facts }),
  };
}
