import { pythonLibvirt } from '../../support/python-libvirt.ts';

/** What an expression came to. */
export type Answer = { readonly value: unknown } | { readonly error: string };

const script = `
def comparable(value):
    if isinstance(value, bool) or value is None or isinstance(value, (str, float)):
        return value
    if isinstance(value, int):
        return '%dn' % value
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if isinstance(value, (list, tuple)):
        return [comparable(item) for item in value]
    if isinstance(value, dict):
        return {str(key): comparable(item) for key, item in value.items()}
    if isinstance(value, libvirt.virDomain):
        return {'name': value.name(), 'uuid': value.UUIDString(), 'id': comparable(value.ID())}
    if isinstance(value, (libvirt.virNetwork, libvirt.virStoragePool)):
        return {'name': value.name(), 'uuid': value.UUIDString()}
    if isinstance(value, libvirt.virStorageVol):
        return {'pool': value.storagePoolLookupByVolume().name(), 'name': value.name(), 'key': value.key()}
    if isinstance(value, libvirt.virInterface):
        return {'name': value.name(), 'mac': value.MACString()}
    if isinstance(value, libvirt.virNodeDevice):
        return {'name': value.name()}
    if isinstance(value, (libvirt.virDomainSnapshot, libvirt.virDomainCheckpoint)):
        return {'name': value.getName(), 'dom': comparable(value.getDomain())}
    raise TypeError(type(value))

libvirt.registerErrorHandler(lambda *ignored: None, None)
names = {'libvirt': libvirt, 'directory': args['directory'], 'connection': libvirt.open(args['uri'])}
answers = []
for expression in args['expressions']:
    try:
        answers.append({'value': comparable(eval(expression, names))})
    except Exception as error:
        answers.append({'error': str(error)})
print(json.dumps(answers))
`;

/** Evaluates Python expressions, one after the other, that have the URI's `connection` and a `directory`. */
export function askPython(uri: string, directory: string, expressions: readonly string[]): Promise<Answer[]> {
  return pythonLibvirt<Answer[]>(script, { uri, directory, expressions });
}
