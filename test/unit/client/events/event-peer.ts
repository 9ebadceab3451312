import { Connection } from '../../../../src/client/connection.ts';
import { procedureByNumber } from '../../../../src/protocol/registry.ts';
import { type IncomingCall, RpcServer } from '../../../../src/rpc/rpc-server.ts';
import { Session } from '../../../../src/session/session.ts';
import { memoryPipe } from '../../../../src/transport/memory.ts';
import { rawFrame, typeOf } from '../../rpc/raw-frame.ts';
import { eventCalled } from './event-called.ts';

/** Takes a call in place of the peer. */
type Script = (call: IncomingCall) => void;

/** Features that libvirt has numbers for: callback ids, and telling when the hypervisor is gone. */
export const callbackIds = 14;
export const closeCallback = 15;

/** A daemon as far as events go: it confirms every registration with the next id, and sends what a test wants. */
export class EventPeer {
  readonly session: Session;
  readonly connection: Connection;
  /** The names of the calls that have come in, in order. */
  readonly calls: string[] = [];
  /** What the calls were for that were given to no script, as far as they register or end a registration. */
  readonly registered: unknown[] = [];
  readonly #scripts: Readonly<Record<string, Script>>;
  readonly #server: RpcServer;
  readonly #hangUp: () => void;
  readonly #send: (bytes: Uint8Array) => boolean;
  #nextId: number;

  constructor({
    scripts = {},
    features = [callbackIds, closeCallback],
    firstId = 0,
  }: {
    readonly scripts?: Readonly<Record<string, Script>>;
    readonly features?: readonly number[];
    readonly firstId?: number;
  } = {}) {
    const [ours, theirs] = memoryPipe();
    this.#scripts = scripts;
    this.#nextId = firstId;
    this.#send = (bytes) => theirs.write(bytes);
    this.#hangUp = () => theirs.destroy();
    this.#server = new RpcServer({
      procedure: procedureByNumber,
      programs: new Set([0x20008086, 0x20008087]),
      onCall: (call) => this.#answer(call, features),
      send: this.#send,
      onClose: this.#hangUp,
    });
    this.session = new Session(ours);
    theirs.open({
      data: (chunk) => this.#server.receive(chunk),
      drain: () => undefined,
      end: () => undefined,
    });
    this.connection = new Connection(this.session, 'qemu:///system');
  }

  /** Sends an event of the protocol, by the name of its constant. */
  event(name: string, payload: unknown): void {
    this.#server.sendEvent(eventCalled(name), payload);
  }

  /** Sends an event's frame with this number and payload, whatever they are. */
  rawEvent(procedure: number, payload: Uint8Array, program = 0x20008086): void {
    this.raw(rawFrame({ type: typeOf.message, program, procedure, serial: 1, payload }));
  }

  /** Sends bytes as they are. */
  raw(bytes: Uint8Array): void {
    this.#send(bytes);
  }

  /** How often a call of this name has come in. */
  count(name: string): number {
    return this.calls.filter((each) => each === name).length;
  }

  /** Ends the connection from the daemon's side. */
  hangUp(): void {
    this.#hangUp();
  }

  #answer(call: IncomingCall, features: readonly number[]): void {
    const { name } = call.procedure;
    this.calls.push(name);
    const script = this.#scripts[name];
    if (script !== undefined) return script(call);
    if (name === 'connectSupportsFeature') {
      const { feature } = Object(call.args) as { feature: number };
      return call.reply({ supported: features.includes(feature) ? 1 : 0 });
    }
    this.registered.push(call.args);
    if (
      /(?:MonitorEvent|Event|EventCallback)Register(?:Any)?$/.test(name) &&
      name !== 'connectDomainEventRegisterAny'
    ) {
      return call.reply({ callbackID: this.#nextId++ });
    }
    call.reply(undefined);
  }
}
