import {
  domainCreate,
  domainCreateWithFiles,
  domainCreateWithFlags,
  domainCreateXML,
  domainCreateXMLWithFiles,
  domainDefineXML,
  domainDefineXMLFlags,
  domainDestroy,
  domainDestroyFlags,
  domainGetState,
  domainHasManagedSaveImage,
  domainManagedSave,
  domainManagedSaveRemove,
  domainReboot,
  domainRename,
  domainReset,
  domainRestore,
  domainRestoreFlags,
  domainResume,
  domainSave,
  domainSaveFlags,
  domainSaveImageDefineXML,
  domainSaveImageGetXMLDesc,
  domainShutdown,
  domainShutdownFlags,
  domainSuspend,
  domainUndefine,
  domainUndefineFlags,
} from '../../../src/generated/remote-procedures.ts';
import type { Session } from '../../../src/session/session.ts';
import { mail, web } from './node-state.ts';
import { asks, does, type Row } from './row.ts';

const uuidOf = (number: number): string => `a1a1a1a1-0000-4000-8000-00000000001${number}`;
const xmlOf = (name: string, number: number): string =>
  `<domain type='test'><name>${name}</name><uuid>${uuidOf(number)}</uuid><memory>4096</memory><os><type>hvm</type></os></domain>`;
const referenceOf = (name: string, number: number) => ({
  name,
  uuid: Uint8Array.from(Buffer.from(uuidOf(number).replaceAll('-', ''), 'hex')),
  id: -1,
});

const stateOf = (name: 'web' | 'mail'): Row<Session> =>
  asks(domainGetState, { dom: name === 'web' ? web : mail, flags: 0 }, `${name}.state()`, ({ state, reason }) => [
    state,
    reason,
  ]);

/** Starting, pausing, saving, stopping, making and forgetting domains. */
export const domainLifeRows = (directory: string): readonly Row<Session>[] => [
  does(domainSuspend, { dom: web }, 'web.suspend()'),
  stateOf('web'),
  does(domainResume, { dom: web }, 'web.resume()'),
  stateOf('web'),
  does(domainReset, { dom: web, flags: 0 }, 'web.reset()'),
  does(domainReboot, { dom: web, flags: 0 }, 'web.reboot(0)'),
  does(domainManagedSave, { dom: web, flags: 0 }, 'web.managedSave()'),
  stateOf('web'),
  asks(domainHasManagedSaveImage, { dom: web, flags: 0 }, 'web.hasManagedSaveImage()', ({ result }) => result),
  does(domainManagedSaveRemove, { dom: web, flags: 0 }, 'web.managedSaveRemove()'),
  does(domainCreate, { dom: web }, 'web.create()'),
  does(domainSave, { dom: web, to: `${directory}/ours.save` }, "web.save(directory + '/save')"),
  asks(
    domainSaveImageGetXMLDesc,
    { file: `${directory}/ours.save`, flags: 0 },
    "(xml := connection.saveImageGetXMLDesc(directory + '/save'))",
    ({ xml }) => xml,
  ),
  does(
    domainSaveImageDefineXML,
    {
      file: `${directory}/ours.save`,
      dxml: xmlOf('web', 0).replace(uuidOf(0), 'a1a1a1a1-0000-4000-8000-000000000001'),
      flags: 0,
    },
    `connection.saveImageDefineXML(directory + '/save', "${xmlOf('web', 0).replace(uuidOf(0), 'a1a1a1a1-0000-4000-8000-000000000001')}", 0)`,
  ),
  does(domainRestore, { from: `${directory}/ours.save` }, "connection.restore(directory + '/save')"),
  stateOf('web'),
  does(
    domainSaveFlags,
    { dom: web, to: `${directory}/ours.save`, dxml: null, flags: 0 },
    "web.saveFlags(directory + '/save', None, 0)",
  ),
  does(
    domainRestoreFlags,
    { from: `${directory}/ours.save`, dxml: null, flags: 0 },
    "connection.restoreFlags(directory + '/save', None, 0)",
  ),
  stateOf('web'),

  asks(domainCreateWithFlags, { dom: mail, flags: 0 }, '(mail.createWithFlags(0), mail)[1]', ({ dom }) => dom),
  stateOf('mail'),
  does(domainShutdown, { dom: mail }, 'mail.shutdown()'),
  stateOf('mail'),
  does(domainCreate, { dom: mail }, 'mail.create()'),
  does(domainShutdownFlags, { dom: mail, flags: 0 }, 'mail.shutdownFlags(0)'),
  does(domainCreate, { dom: mail }, 'mail.create()'),
  does(domainDestroy, { dom: mail }, 'mail.destroy()'),
  stateOf('mail'),
  asks(domainCreateWithFiles, { dom: mail, flags: 0 }, '(mail.createWithFiles([], 0), mail)[1]', ({ dom }) => dom),
  does(domainDestroyFlags, { dom: mail, flags: 1 }, 'mail.destroyFlags(1)'),
  stateOf('mail'),
  asks(domainRename, { dom: mail, new_name: 'post', flags: 0 }, "mail.rename('post')", ({ retcode }) => retcode),

  asks(
    domainDefineXML,
    { xml: xmlOf('defined', 1) },
    `(defined := connection.defineXML("${xmlOf('defined', 1)}"))`,
    ({ dom }) => dom,
  ),
  asks(
    domainDefineXMLFlags,
    { xml: xmlOf('checked', 2), flags: 1 },
    `(checked := connection.defineXMLFlags("${xmlOf('checked', 2)}", 1))`,
    ({ dom }) => dom,
  ),
  asks(
    domainCreateXML,
    { xml_desc: xmlOf('transient', 3), flags: 16 },
    `connection.createXML("${xmlOf('transient', 3)}", 16)`,
    ({ dom }) => dom,
  ),
  asks(
    domainCreateXMLWithFiles,
    { xml_desc: xmlOf('fileless', 4), flags: 0 },
    `connection.createXMLWithFiles("${xmlOf('fileless', 4)}", [], 0)`,
    ({ dom }) => dom,
  ),
  does(domainUndefine, { dom: referenceOf('defined', 1) }, 'defined.undefine()'),
  does(domainUndefineFlags, { dom: referenceOf('checked', 2), flags: 0 }, 'checked.undefineFlags(0)'),
];
