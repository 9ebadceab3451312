import { DomainConsoleFlags } from '../../../generated/api-enums.ts';
import { domainOpenConsole } from '../../../generated/remote-procedures.ts';
import { checkFlags } from '../../fault.ts';
import { type HandledProcedure, handleStream } from '../../handle.ts';
import { runningDomain } from '../running-domain.ts';
import { EchoSink } from './echo-sink.ts';
import { findCharacterDevice } from './find-character-device.ts';

const { FORCE, SAFE } = DomainConsoleFlags;

/** Clients that talk to guests, which say what they are told. */
export const consoleHandlers: readonly HandledProcedure[] = [
  handleStream(domainOpenConsole, (host, { dom, dev_name, flags }, openStream) => {
    checkFlags('testDomainOpenConsole', flags, FORCE | SAFE);
    const { definition, consoles } = runningDomain(host, dom);
    const alias = findCharacterDevice(definition, dev_name);
    consoles.claim(alias, (flags & FORCE) !== 0);
    openStream(false, (stream) => {
      consoles.add(alias, stream);
      return new EchoSink(stream, () => consoles.remove(alias, stream));
    });
  }),
];
