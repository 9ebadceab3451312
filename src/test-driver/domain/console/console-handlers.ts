import { DomainChannelFlags, DomainConsoleFlags } from '../../../generated/api-enums.ts';
import { domainOpenChannel, domainOpenConsole } from '../../../generated/remote-procedures.ts';
import { checkFlags } from '../../fault.ts';
import { type HandledProcedure, handleStream, type OpenStream } from '../../handle.ts';
import type { Domain } from '../domain.ts';
import { runningDomain } from '../running-domain.ts';
import { EchoSink } from './echo-sink.ts';
import { findChannel, findCharacterDevice } from './find-character-device.ts';

function echo({ consoles }: Domain, alias: string, openStream: OpenStream): void {
  openStream(false, (stream) => {
    consoles.add(alias, stream);
    return new EchoSink(stream, () => consoles.remove(alias, stream));
  });
}

/** Clients that talk to guests, which say what they are told. */
export const consoleHandlers: readonly HandledProcedure[] = [
  handleStream(domainOpenConsole, (host, { dom, dev_name, flags }, openStream) => {
    checkFlags('testDomainOpenConsole', flags, DomainConsoleFlags.FORCE | DomainConsoleFlags.SAFE);
    const domain = runningDomain(host, dom);
    const alias = findCharacterDevice(domain.definition, dev_name);
    domain.consoles.claim(alias, (flags & DomainConsoleFlags.FORCE) !== 0, 'console session');
    echo(domain, alias, openStream);
  }),
  handleStream(domainOpenChannel, (host, { dom, name, flags }, openStream) => {
    checkFlags('testDomainOpenChannel', flags, DomainChannelFlags.FORCE);
    const domain = runningDomain(host, dom);
    const alias = findChannel(domain.definition, name);
    domain.consoles.claim(alias, (flags & DomainChannelFlags.FORCE) !== 0, 'channel stream');
    echo(domain, alias, openStream);
  }),
];
