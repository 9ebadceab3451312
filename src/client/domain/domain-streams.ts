import type { DomainChannelFlags, DomainConsoleFlags } from '../../generated/api-enums.ts';
import type { Conversation } from '../../session/streams/conversation.ts';
import type { Screenshot } from '../../session/streams/guest-streams.ts';
import type { StreamOptions } from '../../session/streams/open-stream.ts';
import { type FlagOptions, flagBits } from '../flag-options.ts';
import { DomainJobs } from './domain-jobs.ts';

/** A domain's consoles, channels and screens. Their code is loaded when they are first used. */
export abstract class DomainStreams extends DomainJobs {
  /**
   * Opens a console: what is written to the stream is typed at the guest, what the guest prints is read from it. With
   * DomainConsoleFlags.FORCE it is taken from whoever has it, whose stream fails with VIR_ERR_RPC. Needs a connection
   * that may write.
   *
   * @example
   * await using console = await domain.openConsole({ flags: DomainConsoleFlags.FORCE });
   * console.pipe(process.stdout);
   *
   * @throws LibvirtError VIR_ERR_OPERATION_FAILED when somebody else has it open, VIR_ERR_OPERATION_INVALID when the
   * domain does not run, VIR_ERR_INTERNAL_ERROR when it has no such console
   * @see virDomainOpenConsole, since libvirt 0.8.6
   */
  async openConsole(
    options: StreamOptions &
      FlagOptions<DomainConsoleFlags> & {
        /** The alias of a serial port, parallel port or console, as `serial0`; the first console unless told. */
        readonly device?: string | undefined;
      } = {},
  ): Promise<Conversation> {
    const { openConsole } = await import('../../session/streams/guest-streams.ts');
    const { session } = this.connection;
    return openConsole(session, this.reference, options.device ?? null, flagBits(options), options);
  }

  /**
   * Opens a channel to a program in the guest. Needs a connection that may write.
   *
   * @example
   * await using channel = await domain.openChannel({ name: 'org.example.0' });
   * channel.write('hello');
   *
   * @throws LibvirtError as {@link openConsole}
   * @see virDomainOpenChannel, since libvirt 1.0.2
   */
  async openChannel(
    options: StreamOptions &
      FlagOptions<DomainChannelFlags> & {
        /** Its alias, or the name that the guest sees, as `org.example.0`; the first channel unless told. */
        readonly name?: string | undefined;
      } = {},
  ): Promise<Conversation> {
    const { openChannel } = await import('../../session/streams/guest-streams.ts');
    const { session } = this.connection;
    return openChannel(session, this.reference, options.name ?? null, flagBits(options), options);
  }

  /**
   * Takes a picture of a screen; its bytes are a stream. Needs a connection that may write.
   *
   * @example
   * const { mime, image } = await domain.screenshot();
   * await pipeline(image, createWriteStream('screen.png'));
   *
   * @param options `screen` counts the domain's screens from 0
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run, VIR_ERR_INVALID_ARG when it has no such screen
   * @see virDomainScreenshot, since libvirt 0.9.2
   */
  async screenshot(options: StreamOptions & { readonly screen?: number | undefined } = {}): Promise<Screenshot> {
    const { takeScreenshot } = await import('../../session/streams/guest-streams.ts');
    return takeScreenshot(this.connection.session, this.reference, options.screen ?? 0, 0, options);
  }
}
