import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../run-program.ts';

export interface LibvirtSourceOptions {
  /** The Debian suite whose release of libvirt is wanted. */
  readonly suite: string;
  readonly mirror: string;
  /** Where the tarball is put, and what apt needs for a moment. */
  readonly directory: string;
}

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * Fetches the upstream tarball of the suite's source package; resolves to its path. The tarball alone is asked for: the
 * rest of a source package goes from a mirror as soon as there is a newer revision. It is checked against the signed
 * index of the suite.
 */
export async function fetchLibvirtSource({ suite, mirror, directory }: LibvirtSourceOptions): Promise<string> {
  const apt = join(directory, `apt-${suite}`);
  try {
    for (const place of ['lists/partial', 'archives/partial']) await mkdir(join(apt, place), { recursive: true });
    const list = join(apt, 'sources.list');
    await writeFile(list, `deb-src [signed-by=${keyring}] ${mirror} ${suite} main\n`);
    const options = Object.entries({
      'APT::Sandbox::User': 'root',
      'Acquire::Check-Valid-Until': 'false',
      'Acquire::Languages': 'none',
      'Dir::Cache': apt,
      'Dir::Etc::SourceList': list,
      'Dir::Etc::SourceParts': '/dev/null',
      'Dir::State::Lists': join(apt, 'lists'),
    }).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    const what = `the source of libvirt in ${suite} at ${mirror}`;
    await succeed(what, 'apt-get', [...options, '--error-on=any', 'update']);
    const uris = await succeed(what, 'apt-get', [...options, 'source', '--print-uris', '--download-only', 'libvirt']);
    const [, uri, name, hash] = /^'([^']+)' (libvirt_[\d.]+\.orig\.tar\.\w+) \d+ (\S+)$/m.exec(uris) ?? [];
    if (uri === undefined || name === undefined || hash === undefined) {
      throw new Error(`${what} names no upstream tarball:\n${uris}`);
    }
    const unfinished = join(apt, name);
    await succeed(`${uri} cannot be fetched`, '/usr/lib/apt/apt-helper', [
      ...options,
      'download-file',
      uri,
      unfinished,
      hash,
    ]);
    const file = join(directory, name);
    await rename(unfinished, file);
    return file;
  } finally {
    await rm(apt, { recursive: true, force: true });
  }
}

async function succeed(what: string, file: string, args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await runProgram(file, args, { timeout: 300_000 });
  if (status === 0) return stdout;
  throw new Error(`${what}: ${file} ended with ${status}:\n${lastLines(`${stdout}\n${stderr}`)}`);
}

const lastLines = (text: string): string => text.trim().split('\n').slice(-8).join('\n');
