import { pythonLibvirt } from '../../support/python-libvirt.ts';

/** Where an expression is evaluated. */
export interface PythonPlace {
  readonly uri: string;
  /** The words that run Python there; this machine's, unless told. */
  readonly interpreter?: readonly [string, ...string[]];
}

/** What an expression came to; of a daemon's error with everything that it is made of. */
export type Answer = { readonly value: unknown } | { readonly error: string; readonly fields?: unknown };

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
    if isinstance(value, libvirt.virSecret):
        return {'uuid': value.UUIDString(), 'usageType': comparable(value.usageType()), 'usageID': value.usageID()}
    if isinstance(value, libvirt.virNWFilter):
        return {'name': value.name(), 'uuid': value.UUIDString()}
    if isinstance(value, libvirt.virNWFilterBinding):
        return {'portDev': value.portDev(), 'filterName': value.filterName()}
    if isinstance(value, libvirt.virNetworkPort):
        return {'network': comparable(value.network()), 'uuid': value.UUIDString()}
    raise TypeError(type(value))

def refusal(error):
    if not isinstance(error, libvirt.libvirtError) or error.get_error_code() is None:
        return {'error': str(error)}
    numbers = [error.get_error_code(), error.get_error_domain(), error.get_error_level()]
    parts = [error.get_str1(), error.get_str2(), error.get_str3(), error.get_int1(), error.get_int2()]
    return {'error': str(error), 'fields': comparable(numbers + parts)}

libvirt.registerErrorHandler(lambda *ignored: None, None)
names = {'libvirt': libvirt, 'directory': args['directory'], 'connection': libvirt.open(args['uri'])}
answers = []
for expression in args['expressions']:
    try:
        answers.append({'value': comparable(eval(expression, names))})
    except Exception as error:
        answers.append(refusal(error))
print(json.dumps(answers))
`;

/** Evaluates Python expressions, one after the other, that have the URI's `connection` and a `directory`. */
export function askPython(
  { uri, interpreter }: PythonPlace,
  directory: string,
  expressions: readonly string[],
): Promise<Answer[]> {
  return pythonLibvirt<Answer[]>(script, { uri, directory, expressions }, interpreter);
}
