import type { SessionRecording } from '../diagnostics/recording/session-recording.ts';
import type { Tracer } from '../diagnostics/tracer.ts';
import type { OpenedSession } from './open-options.ts';
import type { Session } from './session.ts';

/** Who sees what a session does: all its connections share it, those too that follow a lost one or carry a stream. */
export interface Watching {
  readonly tracer: Tracer | undefined;
  readonly recording: SessionRecording | undefined;
}

/** Gets ready to watch a session that is not open yet. Rejects with a UsageError where it cannot be recorded. */
export async function startWatching(record: string | undefined): Promise<Watching> {
  const tracer = await (await import('../diagnostics/tracer.ts')).startTracing();
  if (record === undefined) return { tracer, recording: undefined };
  const { startRecording } = await import('../diagnostics/recording/session-recording.ts');
  return { tracer, recording: startRecording(record) };
}

/** Watches the opening of a connection. */
export function watchOpening(
  uri: string | undefined,
  { readOnly = false }: { readonly readOnly?: boolean | undefined },
  { tracer }: Watching,
  open: () => Promise<OpenedSession>,
): Promise<OpenedSession> {
  return tracer === undefined ? open() : tracer.connect(uri, readOnly, open);
}

/** Watches a connection from now on, which is before its first packet. */
export function watchConnection(session: Session, { tracer, recording }: Watching, driver: string | undefined): void {
  session.tracer = tracer;
  if (recording !== undefined) session.showFrames(recording.connection(driver, session.peer));
}

/** Watches the life of a session that is open. */
export function watchState(session: Session, { tracer }: Watching): void {
  if (tracer !== undefined) session.observe((state, cause) => tracer.state({ state, peer: session.peer, cause }));
}
