import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The hand-written modules of the object classes, by their paths in src/client. */
export function readClientSources(root: string): Map<string, string> {
  const folder = join(root, 'src/client');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('generated/'))
    .sort();
  return new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}
