/*
 * Every name that generated code carries is made here.
 *
 * Types and procedures of the remote program go without a prefix, those of the other programs carry theirs, since
 * their names collide. Constants and fields keep the spelling of the protocol files: who looks for one finds it there.
 */
import type { ProtocolType } from './model.ts';

/** Words that libvirt's C functions spell in their own way; for procedures that have no C function of their own. */
const spellings = new Map(
  [
    'XML',
    'URI',
    'UUID',
    'ID',
    'MAC',
    'CPU',
    'OS',
    'NMI',
    'PM',
    'FS',
    'IO',
    'IP',
    'SCSI',
    'WWN',
    'DHCP',
    'NIC',
    'RTC',
    'SASL',
  ].map((word) => [word.toLowerCase(), word]),
);

const exceptions = new Map([
  // A type named String would hide JavaScript's own in every file that imports it.
  ['remote_nonnull_string', 'NonnullString'],
  ['remote_string', 'NullableString'],
  ['remote_procedure', 'RemoteProcedure'],
]);

const javascriptWords = new Set(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield'.split(
    ' ',
  ),
);

/** What generated code itself names where the local variables of fields are in sight. */
const generatedWords = new Set(['r', 'w', 'v', 'at', 'index', 'n', 'inField']);

/** The spelling of C's public functions, by their folded names: `domaingetxmldesc` gives `DomainGetXMLDesc`. */
export class Names {
  readonly #spelledByC: ReadonlyMap<string, string>;

  constructor(functions: readonly string[]) {
    this.#spelledByC = new Map(functions.map((name) => [fold(name), name]));
  }

  /** The public C function of a procedure, as `virDomainGetInfo`; `undefined` for libvirt's internal ones. */
  cFunction(file: string, procedure: string): string | undefined {
    const stem = procedureStem(procedure);
    // virAdmConnectOpen; virDomainQemuMonitorCommand, virConnectDomainQemuMonitorEventRegister; virDomainLxcOpenNamespace.
    const candidates = file === 'admin' ? [`virAdm${stem}`] : [`vir${stem}`];
    if (file === 'qemu' || file === 'lxc') {
      candidates.unshift(`vir${stem.replace(/^(CONNECT_)?DOMAIN_/, `$1DOMAIN_${file.toUpperCase()}_`)}`);
    }
    for (const candidate of candidates) {
      const found = this.#spelledByC.get(fold(candidate));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** `REMOTE_PROC_DOMAIN_GET_XML_DESC` gives `domainGetXMLDesc`, `QEMU_PROC_DOMAIN_ATTACH` `qemuDomainAttach`. */
  procedure(file: string, procedure: string): string {
    return lowerFirst(this.#procedureStem(file, procedure));
  }

  /** The TypeScript type. `remote_domain_get_info_ret` gives `DomainGetInfoRet`, `remote_domain` `NullableDomain`. */
  type({ name, file, kind, ...type }: ProtocolType): string {
    const exception = exceptions.get(name);
    if (exception !== undefined) return exception;
    const words = name.replace(/^vir/, '').replace(new RegExp(`^${file}_`), '');
    const [, stem = words, suffix = ''] = /^(.*?)(_args|_ret|_msg)?$/.exec(words) ?? [];
    const pointer = kind === 'alias' && 'target' in type && type.target.shape === 'pointer';
    const spelled = suffix === '' ? pascal(stem) : this.#procedureStem('', `_PROC_${stem}`, file);
    const prefix = file === 'remote' || file === 'net' ? '' : pascal(file);
    return `${prefix}${pointer ? 'Nullable' : ''}${spelled}${pascal(suffix.slice(1))}`;
  }

  codec(type: ProtocolType): string {
    return `${lowerFirst(this.type(type))}Codec`;
  }

  read(type: ProtocolType): string {
    return `read${this.type(type)}`;
  }

  write(type: ProtocolType): string {
    return `write${this.type(type)}`;
  }

  #procedureStem(file: string, procedure: string, functionFile: string = file): string {
    const c = this.cFunction(functionFile, procedure);
    const prefix = file === 'remote' || file === '' ? '' : pascal(file);
    if (c === undefined) return prefix + pascal(procedureStem(procedure));
    return prefix + c.replace(/^virAdm|^vir/, '').replace(/^((?:Connect)?Domain)(?:Qemu|Lxc)/, '$1');
  }
}

/** Whether a name of a protocol file looks like a constant's, as `DOMAIN_LIST_MAX`. */
export function isConstantName(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}

/**
 * A field as a local variable of generated code. Fields are called whatever their authors liked; those that would
 * hide something else get a dollar sign, which protocol files do not know.
 */
export function local(field: string): string {
  const hides =
    javascriptWords.has(field) ||
    generatedWords.has(field) ||
    isConstantName(field) ||
    /^(read|write)[A-Z]/.test(field);
  return hides ? `$${field}` : field;
}

/** A field as a key of an object type. */
export function key(field: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(field) ? field : JSON.stringify(field);
}

function procedureStem(procedure: string): string {
  return procedure.slice(procedure.indexOf('_PROC_') + '_PROC_'.length);
}

function pascal(name: string): string {
  return name
    .split('_')
    .map((word) => {
      const lower = word.toLowerCase();
      const mixed = word !== lower && word !== word.toUpperCase();
      return mixed ? upperFirst(word) : (spellings.get(lower) ?? upperFirst(lower));
    })
    .join('');
}

function upperFirst(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** `DomainCreate` gives `domainCreate`, `NWFilterUndefine` `nwFilterUndefine`. */
export function lowerFirst(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase());
}

function fold(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
