/**
 * `libvirt-rpc/testing`: a hypervisor that runs nothing, and a daemon that does what a test tells it.
 *
 * @module
 */
export { connectEmbedded } from '../test-driver/embedded.ts';
export { type AcceptOptions, TestHypervisor, type TestHypervisorOptions } from '../test-driver/test-hypervisor.ts';
export { listenTestHypervisor } from './listen-test-hypervisor.ts';
export type { ListenAddress, Listener } from './listener.ts';
export { replaySession } from './replay-session.ts';
export { type ScriptedCall, type ScriptedClient, ScriptedServer } from './scripted-server.ts';
