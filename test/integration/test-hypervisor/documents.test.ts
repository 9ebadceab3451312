import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { pythonLibvirt } from '../../support/python-libvirt.ts';
import { describeBesideLibvirtd } from './beside.ts';
import { deviceCases } from './devices.ts';
import { diskAndInterfaceCases } from './disks-and-interfaces.ts';
import { domainCases } from './domains.ts';
import { refusedDocuments } from './refused.ts';

const head = '<name>devices</name><uuid>11111111-2222-3333-4444-000000000002</uuid><memory>1048576</memory>';

/** What a connection makes of documents, as definitions and as running domains. */
const script = `
libvirt.registerErrorHandler(lambda *ignored: None, None)
connection = libvirt.open(args['uri'])

def made(document):
    try:
        domain = connection.defineXML(document)
        kept = [domain.XMLDesc(0), domain.XMLDesc(1)]
        domain.create()
        running = [domain.XMLDesc(0), domain.XMLDesc(2)]
        domain.destroy()
        domain.undefine()
        transient = connection.createXML(document, 0)
        running.append(transient.XMLDesc(0))
        transient.destroy()
        # what libvirt writes, it reads again as the same
        again = connection.defineXML(kept[1])
        running.append(again.XMLDesc(1) == kept[1])
        again.undefine()
        return [kept, running]
    except libvirt.libvirtError as error:
        return list(error.err)

print(json.dumps([made(document) for document in args['documents']]))
`;

type Made =
  | readonly [kept: readonly string[], running: readonly unknown[]]
  | readonly [code: number, ...rest: unknown[]];

/** Line by line; numbers that are made up at random differ from daemon to daemon. */
function lines(made: Made | undefined): unknown {
  const text = JSON.stringify(made).replace(/(interfaceid=')[-0-9a-f]{36}/g, '$1…');
  return text.split('\\n');
}

describeBesideLibvirtd('documents', (both) => {
  const compare = async (documents: readonly string[]): Promise<readonly Made[]> => {
    const [ours, theirs] = await both((uri) => pythonLibvirt<Made[]>(script, { uri, documents }));
    for (const [at, document] of documents.entries()) {
      expect({ document, made: lines(ours[at]) }).toEqual({ document, made: lines(theirs[at]) });
    }
    return theirs;
  };
  const accepted = (made: readonly Made[]): number => made.filter(([first]) => Array.isArray(first)).length;

  test('of whole machines come out as from libvirtd', async () => {
    const directory = join(import.meta.dirname, 'documents');
    const files = (await readdir(directory)).sort();
    const documents = await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')));
    expect(accepted(await compare(documents))).toBe(documents.length);
  });

  test('of domains come out as from libvirtd', async () => {
    expect(accepted(await compare(domainCases))).toBeGreaterThan(12);
  });

  test('of devices come out as from libvirtd', async () => {
    const documents = [...deviceCases, ...diskAndInterfaceCases].map(
      (devices) => `<domain type='test'>${head}<os><type>hvm</type></os><devices>${devices}</devices></domain>`,
    );
    expect(accepted(await compare(documents))).toBeGreaterThan(90);
  });

  test('that are wrong are refused in the same words', async () => {
    expect(accepted(await compare(refusedDocuments))).toBe(0);
  });
});
