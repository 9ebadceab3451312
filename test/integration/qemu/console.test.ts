import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import { DomainConsoleFlags } from '../../../src/generated/api-enums.ts';
import type { Conversation } from '../../../src/session/streams/conversation.ts';
import { bundleProgram } from '../../support/bundle-program.ts';
import { describeWithQemu } from '../../support/qemu-lab/describe-with-qemu.ts';
import { guestXml } from '../../support/qemu-lab/guest-xml.ts';
import { type QemuHost, startQemuHost } from '../../support/qemu-lab/qemu-host.ts';

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

/** A program in a pseudo-terminal, whose settings are told before and after it. */
class Terminal {
  readonly #script: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<unknown>;
  #text = '';
  #onText: () => void = () => undefined;

  constructor(...program: readonly string[]) {
    const quoted = [process.execPath, ...program].map((word) => `'${word}'`).join(' ');
    // The program's own number, for signals: the shell becomes it.
    const command = `stty -g; sh -c 'echo "pid $$;"; exec "$@"' sh ${quoted}; stty -g`;
    this.#script = spawn('script', ['-qfec', command, '/dev/null']);
    this.#closed = once(this.#script, 'close');
    this.#script.stdout.on('data', (bytes: Buffer) => {
      this.#text += bytes.toString('latin1');
      this.#onText();
    });
  }

  async shows(words: string): Promise<void> {
    while (!this.#text.includes(words)) {
      await Promise.race([
        this.#closed.then(() => {
          if (!this.#text.includes(words)) throw new Error(`it ended without ${words}:\n${this.#text}`);
        }),
        new Promise<void>((resolve) => {
          this.#onText = resolve;
        }),
      ]);
    }
  }

  type(keys: string): void {
    this.#script.stdin.write(keys);
  }

  signal(signal: NodeJS.Signals): void {
    process.kill(Number(/pid (\d+);/.exec(this.#text)?.[1]), signal);
  }

  async ended(): Promise<string> {
    await this.#closed;
    return this.#text;
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
    'the example is a terminal at it, and gives back its own as it was',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
      try {
        const program = await bundleProgram(join(import.meta.dirname, '../../../examples/console.ts'), folder);
        const ways: [how: string, leave: (terminal: Terminal) => void, said: string][] = [
          ['Ctrl-]', (terminal) => terminal.type('\x1d'), 'left talker'],
          ['a signal', (terminal) => terminal.signal('SIGTERM'), 'SIGTERM'],
        ];
        for (const [how, leave, said] of ways) {
          const terminal = new Terminal(program, host.uri, domain.name);
          await terminal.shows('Ctrl-] leaves it');
          terminal.type("stty echo; echo 'in the 'guest; stty -echo\r");
          await terminal.shows('in the guest');
          leave(terminal);
          const text = await terminal.ended();
          expect(text).toContain(said);
          const settings = [...text.matchAll(/^(\S+:\S+:\S+:\S+:\S+)\r$/gm)].map(([, each]) => each);
          expect([how, settings.length, settings[1]]).toEqual([how, 2, settings[0]]);
        }
      } finally {
        await rm(folder, { recursive: true });
      }
    },
    testTime,
  );

  test(
    'console, download, upload and calls go on side by side on one connection',
    async () => {
      const size = 24 * 1024 * 1024;
      const folder = '/volumes';
      await host.exec('mkdir', '-p', folder);
      await using one = await connect(host.uri);
      const pool = await one.storagePoolCreateXML(
        `<pool type='dir'><name>volumes</name><target><path>${folder}</path></target></pool>`,
      );
      const [source, target] = await Promise.all(
        ['source', 'target'].map((name) =>
          pool.storageVolCreateXML(`<volume><name>${name}</name><capacity>${size}</capacity></volume>`),
        ),
      );
      if (source === undefined || target === undefined) throw new Error('no volumes');
      const bytes = randomBytes(size);
      const pieces = (): Readable => Readable.from([bytes.subarray(0, 7_000_001), bytes.subarray(7_000_001)]);
      await pipeline(pieces(), await source.upload());

      const shared = { connection: 'shared' } as const;
      const guest = await one.lookupDomainByName(domain.name);
      const console = new Listener(await guest.openConsole(shared));
      const digest = createHash('sha256');
      const [down, up] = [await source.download(shared), await target.upload(shared)];
      console.stream.write("seq 2000; echo 'all'-counted\n");
      const calls = Promise.all(Array.from({ length: 100 }, () => guest.getInfo()));
      await Promise.all([pipeline(down, digest), pipeline(pieces(), up), console.hears('all-counted'), calls]);
      expect(digest.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
      // The first of them may stand behind a prompt.
      expect(console.text.match(/(?:^|\s)\d+\r$/gm)).toHaveLength(2000);
      expect(await host.exec('cmp', `${folder}/source`, `${folder}/target`)).toBe('');
      for (const { memory } of await calls) expect(memory).toBeGreaterThan(0n);
      await console.stream.close();
      expect(one.session.inFlight).toEqual([]);
      await pool.destroy();
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
