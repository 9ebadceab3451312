import { domainOpenChannel, domainOpenConsole, domainScreenshot } from '../../generated/remote-procedures.ts';
import type { NonnullDomain } from '../../generated/remote-types.ts';
import type { Session } from '../session.ts';
import { Conversation } from './conversation.ts';
import { Download } from './download.ts';
import { openStream, type StreamOptions } from './open-stream.ts';

/** A picture of a guest's screen, as a stream of bytes, and the kind of picture that it is. */
export interface Screenshot {
  /** As `image/png`. */
  readonly mime: string | null;
  readonly image: Download;
}

/** Opens a console of a guest: the one of that name, or the first. */
export async function openConsole(
  session: Session,
  dom: NonnullDomain,
  devname: string | null,
  flags: number,
  options: StreamOptions,
): Promise<Conversation> {
  const { port } = await openStream(session, domainOpenConsole, { dom, dev_name: devname, flags }, options);
  return new Conversation(port, `the console of ${dom.name}`, options.signal);
}

/** Opens a channel of a guest: the one of that name, or the first. */
export async function openChannel(
  session: Session,
  dom: NonnullDomain,
  name: string | null,
  flags: number,
  options: StreamOptions,
): Promise<Conversation> {
  const { port } = await openStream(session, domainOpenChannel, { dom, name, flags }, options);
  return new Conversation(port, `the channel of ${dom.name}`, options.signal);
}

/** Takes a picture of a guest's screen. */
export async function takeScreenshot(
  session: Session,
  dom: NonnullDomain,
  screen: number,
  flags: number,
  options: StreamOptions,
): Promise<Screenshot> {
  // It is small, and made at once: no stream that could hold others up.
  const { port, result } = await openStream(
    session,
    domainScreenshot,
    { dom, screen, flags },
    { connection: 'shared', ...options },
  );
  return { mime: result.mime, image: new Download(port, `the screenshot of ${dom.name}`, 'zeros', options.signal) };
}
