import { DomainLifecycleAction, ErrorDomain } from '../../generated/api-enums.ts';
import { domainSetLifecycleAction } from '../../generated/remote-procedures.ts';
import { checkFlags, invalidArgument, unsupportedConfiguration } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import { affectedDefinitions, impactFlags } from './affected-definitions.ts';
import { crashActions } from './definition/domain-vocabulary.ts';

const events = ['poweroff', 'reboot', 'crash'] as const;
/** libvirt's words, by number. */
const actions: readonly string[] = Object.keys(DomainLifecycleAction).map((name) =>
  name.toLowerCase().replaceAll('_', '-').replace('restart-rename', 'rename-restart'),
);

function invalid(what: string, value: number): Error {
  return invalidArgument(ErrorDomain.DOMAIN, `invalid lifecycle ${what} '${value}'`);
}

/** What is to happen when guests end. */
export const lifecycleActionHandlers: readonly HandledProcedure[] = [
  handle(domainSetLifecycleAction, ({ domains }, { dom, type, action, flags }) => {
    checkFlags('testDomainSetLifecycleAction', flags, impactFlags);
    const domain = domains.referredBy(dom);
    const event = events[type];
    if (event === undefined) throw invalid('type', type);
    const word = actions[action];
    if (word === undefined) throw invalid('action', action);
    if (event !== 'crash' && crashActions.has(word)) {
      const detail = `Lifecycle event '${event}' doesn't support '${word}' action`;
      throw unsupportedConfiguration(ErrorDomain.DOMAIN, detail);
    }
    domain.change(affectedDefinitions(domain, flags), (definition) => definition.withActionOn(event, word));
  }),
];
