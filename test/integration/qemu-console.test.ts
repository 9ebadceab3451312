import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../src/client/connect.ts';
import type { Connection } from '../../src/client/connection.ts';
import type { Domain } from '../../src/client/domain.ts';
import { DomainConsoleFlags } from '../../src/generated/api-enums.ts';
import type { Conversation } from '../../src/session/streams/conversation.ts';
import { describeWithQemu } from '../support/qemu-lab/describe-with-qemu.ts';
import { guestXml } from '../support/qemu-lab/guest-xml.ts';
import { type QemuHost, startQemuHost } from '../support/qemu-lab/qemu-host.ts';

const setUpTime = 1_800_000;
const testTime = 30_000;

const xml = guestXml({
  name: 'talker',
  uuid: 'c0c0c0c0-0000-4000-8000-000000000001',
  devices: `<video><model type='vga'/></video>
    <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'/>
    <channel type='unix'><target type='virtio' name='org.example.words'/></channel>`,
});

/** What comes on a stream, as text, until it has what is waited for. */
class Listener {
  readonly stream: Conversation;
  text = '';
  /** How the stream has ended. */
  #end: 'end' | Error | undefined;
  #onNews: () => void = () => undefined;

  constructor(stream: Conversation) {
    this.stream = stream;
    stream.on('data', (bytes: Buffer) => {
      this.text += bytes.toString('latin1');
      this.#onNews();
    });
    stream.on('end', () => this.#ended('end'));
    stream.on('error', (error) => this.#ended(error));
  }

  async hears(words: string): Promise<void> {
    while (!this.text.includes(words)) {
      if (this.#end !== undefined) throw new Error(`the stream ended without ${words}:\n${this.text}`);
      await this.#news();
    }
  }

  /** Resolves to how it has ended. */
  async hearsTheEnd(): Promise<'end' | Error> {
    while (this.#end === undefined) await this.#news();
    return this.#end;
  }

  #ended(how: 'end' | Error): void {
    this.#end ??= how;
    this.#onNews();
  }

  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#onNews = resolve;
    });
  }
}

await describeWithQemu('the streams of a guest of QEMU', ['9.0.0'], () => {
  let host: QemuHost;
  let connection: Connection;
  let domain: Domain;

  beforeAll(async () => {
    host = await startQemuHost({ release: '9.0.0' });
    connection = await connect(host.uri);
    domain = await connection.domainCreateXML(xml);
    const console = new Listener(await domain.openConsole());
    // The prompt of its shell: what is typed before that is lost.
    await console.hears('# ');
    await console.stream.close();
  }, setUpTime);

  afterAll(async () => {
    await connection?.close();
    await host?.stop();
  });

  test(
    'what is typed at the serial console is done there, and what it prints is read',
    async () => {
      const console = new Listener(await domain.openConsole({ device: 'serial0' }));
      // Quotes keep what is echoed apart from what is printed.
      console.stream.write("echo 'fif'teen-$((7 + 8))\n");
      await console.hears('fifteen-15');
      // Ctrl-C ends what would go on for long.
      console.stream.write("(echo 'asl'eep; exec sleep 1000)\n");
      await console.hears('asleep');
      console.stream.write('\x03');
      console.stream.write("echo 'is '$?\n");
      await console.hears('is 130');
      console.stream.write("seq 3000; echo 'all'-printed\n");
      await console.hears('all-printed');
      expect(console.text.match(/^\d+\r$/gm)?.map(Number)).toEqual(Array.from({ length: 3000 }, (_, at) => at + 1));
      console.stream.end();
      expect(await console.hearsTheEnd()).toBe('end');
    },
    testTime,
  );

  test(
    'a second reader is refused, unless it takes the console by force, which ends the first',
    async () => {
      for (const carrier of ['own', 'shared'] as const) {
        const first = new Listener(await domain.openConsole({ connection: carrier }));
        await expect(domain.openConsole()).rejects.toMatchObject({
          name: 'LibvirtError',
          code: 'VIR_ERR_OPERATION_FAILED',
        });
        const second = new Listener(await domain.openConsole({ flags: DomainConsoleFlags.FORCE, connection: carrier }));
        // The daemon calls it a failure.
        expect(await first.hearsTheEnd()).toMatchObject({ name: 'LibvirtError', message: 'stream had I/O failure' });
        second.stream.write("echo 'tak'en\n");
        await second.hears('taken');
        await second.stream.close();
      }
    },
    testTime,
  );

  test(
    'its screen can be seen',
    async () => {
      const { mime, image } = await domain.screenshot();
      const pieces: Buffer[] = [];
      for await (const piece of image) pieces.push(piece);
      const bytes = Buffer.concat(pieces);
      expect(mime).toBe('image/png');
      // The signature, the width and height of its first chunk, and its last chunk.
      expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([720, 400]);
      expect(bytes.subarray(-8, -4).toString()).toBe('IEND');
      await expect(domain.screenshot({ screen: 5 })).rejects.toMatchObject({ name: 'LibvirtError' });
    },
    testTime,
  );

  test(
    'a channel leads to a program in it, both ways',
    async () => {
      await using console = await domain.openConsole();
      const shell = new Listener(console);
      // Without anyone at this end, a program there reads the end at once.
      const channel = new Listener(await domain.openChannel({ name: 'org.example.words' }));
      const reader = 'while read word; do echo "got $word"; done <> /dev/virtio-ports/org.example.words >&0';
      shell.stream.write(`(${reader}) & echo 'rea'dy\n`);
      await shell.hears('ready');
      channel.stream.write('one\n');
      await channel.hears('got one');
      channel.stream.write('two\nthree\n');
      await channel.hears('got three');
      await expect(domain.openChannel({ name: 'org.example.words' })).rejects.toMatchObject({ name: 'LibvirtError' });
      await channel.stream.close();
      await expect(domain.openChannel({ name: 'org.example.none' })).rejects.toMatchObject({ name: 'LibvirtError' });
    },
    testTime,
  );

  test(
    'the end of the guest is the end of its console',
    async () => {
      const own = new Listener(await domain.openConsole());
      await domain.destroy();
      expect(await own.hearsTheEnd()).toBe('end');
      await own.stream.close();
      await expect(domain.openConsole()).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
    },
    testTime,
  );
});
