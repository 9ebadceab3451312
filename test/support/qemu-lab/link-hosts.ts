import { runProgram } from '../run-program.ts';
import type { QemuHost } from './qemu-host.ts';

const subnet = '10.77.0';
const interfaceName = 'link0';

/** Puts a cable between two hosts, which then know each other by name. */
export async function linkHosts(first: QemuHost, second: QemuHost): Promise<void> {
  await inNetworkOf(first, `link add ${interfaceName} type veth peer name ${interfaceName} netns ${second.pid}`);
  for (const [at, host] of [first, second].entries()) {
    await inNetworkOf(host, `addr add ${subnet}.${at + 1}/24 dev ${interfaceName}`);
    await inNetworkOf(host, `link set ${interfaceName} up`);
    // its own name too, which it must not know as loopback only, for it tells it to the other
    const names = [first, second].map(({ name }, other) => `${subnet}.${other + 1} ${name}`);
    await host.exec('sh', '-c', `printf '%s\\n' '127.0.0.1 localhost' "$@" > /etc/hosts`, 'sh', ...names);
  }
}

/** Runs `ip` of this machine in the host's network, so that it may name processes by this machine's numbers. */
async function inNetworkOf({ pid }: QemuHost, command: string): Promise<void> {
  const { status, stderr } = await runProgram('nsenter', ['-t', String(pid), '-n', 'ip', ...command.split(' ')]);
  if (status !== 0) throw new Error(`ip ${command} ended with ${status}: ${stderr}`);
}
