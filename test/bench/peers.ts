import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDebianPackages } from '../support/debian-packages.ts';
import { runProgram } from '../support/run-program.ts';
import { packageRoot } from './package-root.ts';

/** A program that carries out an operation and prints what it took as a line of JSON. */
export interface Peer {
  readonly name: string;
  readonly ours: boolean;
  /** Program and first arguments. */
  readonly command: readonly string[];
}

export interface Peers {
  readonly peers: readonly Peer[];
  /** Why a peer is not there, a sentence for each. */
  readonly missing: readonly string[];
}

/** Where Debian keeps the sources of Go packages. */
const goPath = '/usr/share/gocode';
const python = '/usr/bin/python3';
const sources = join(packageRoot, 'test', 'bench', 'peers');

/** Our peer of that name: a module beside this one. */
export function ourProgram(name: string): readonly string[] {
  return [process.execPath, join(import.meta.dirname, 'peers', `${name}.js`)];
}

/** The peers that this machine can run; what must be built is built in `directory`. */
export async function findPeers(directory: string): Promise<Peers> {
  const missing: string[] = [];
  const others: Peer[] = [];
  for (const find of [goLibvirt, pythonLibvirt]) {
    const found = await find(directory);
    if (typeof found === 'string') missing.push(found);
    else others.push(found);
  }
  const ours: Peer[] = [
    { name: 'libvirt-rpc/session', ours: true, command: ourProgram('session') },
    { name: 'libvirt-rpc', ours: true, command: ourProgram('client') },
  ];
  return { peers: [...ours, ...others], missing };
}

async function goLibvirt(directory: string): Promise<Peer | string> {
  const packages = ['golang-go', 'golang-github-digitalocean-go-libvirt-dev'];
  const { missing, reason } = await ensureDebianPackages(packages);
  const library = join(goPath, 'src/github.com/digitalocean/go-libvirt');
  if (missing.length > 0 && !existsSync(library)) return `go-libvirt: ${missing.join(' and ')} missing: ${reason}`;
  const program = join(directory, 'go-libvirt');
  const environment = { GO111MODULE: 'off', GOPATH: goPath };
  try {
    const build = await runProgram('go', ['build', '-o', program, join(sources, 'go', 'main.go')], {
      environment,
      timeout: 300_000,
    });
    if (build.status !== 0) return `go-libvirt: the peer cannot be built: ${build.stderr.trim()}`;
  } catch (error) {
    return `go-libvirt: no go: ${String(error)}`;
  }
  return { name: 'go-libvirt', ours: false, command: [program] };
}

async function pythonLibvirt(): Promise<Peer | string> {
  const { reason } = await ensureDebianPackages(['python3-libvirt']);
  try {
    const { status, stderr } = await runProgram(python, ['-c', 'import libvirt']);
    if (status !== 0) return `python3-libvirt: ${reason || stderr.trim()}`;
  } catch (error) {
    return `python3-libvirt: no ${python}: ${String(error)}`;
  }
  return { name: 'python3-libvirt', ours: false, command: [python, join(sources, 'python.py')] };
}
