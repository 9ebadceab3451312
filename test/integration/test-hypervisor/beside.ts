import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { type Listener, listenTestHypervisor } from '../../../src/testing/index.ts';
import { describeWithLab } from '../../support/lab.ts';
import { startTestDaemon, type TestDaemon } from '../../support/test-daemon.ts';

/** Does the same with our test hypervisor and with libvirt's own driver in a libvirtd. */
export type Both = <T>(ask: (uri: string) => Promise<T>) => Promise<[ours: T, theirs: T]>;

/** How our test hypervisor is to behave. */
export interface BesideOptions {
  /** Whether it does no more than libvirt's own driver; it does unless told. */
  readonly strict?: boolean;
}

/** A describe block with a test hypervisor of ours and a libvirtd, both on unix sockets and nobody else's. */
export function describeBesideLibvirtd(
  name: string,
  body: (both: Both, peers: Peers) => void,
  { strict = true }: BesideOptions = {},
): void {
  describeWithLab(name, () => {
    const peers = new Peers(strict);
    beforeAll(() => peers.start());
    afterAll(() => peers.stop());
    body((ask) => Promise.all([ask(peers.ours), ask(peers.theirs)]), peers);
  });
}

export class Peers {
  readonly #strict: boolean;
  #directory = '';
  #hypervisor: Listener | undefined;
  #daemon: TestDaemon | undefined;

  constructor(strict: boolean) {
    this.#strict = strict;
  }

  get ours(): string {
    return `test+unix:///default?socket=${this.ourSocket}`;
  }

  get ourSocket(): string {
    return join(this.#directory, 'socket');
  }

  get theirs(): string {
    return this.#daemon?.unixUri ?? '';
  }

  get theirSocket(): string {
    return this.#daemon?.socketPath ?? '';
  }

  async start(): Promise<void> {
    this.#directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    this.#hypervisor = await listenTestHypervisor({ path: this.ourSocket }, { strict: this.#strict });
    this.#daemon = await startTestDaemon();
  }

  async stop(): Promise<void> {
    await this.#hypervisor?.close();
    await this.#daemon?.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }
}
