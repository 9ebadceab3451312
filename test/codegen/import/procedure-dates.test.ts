import { expect, test } from '@jest/globals';
import type { ApiFacts } from '../../../codegen/import/api-facts.ts';
import { procedureDates } from '../../../codegen/import/procedure-dates.ts';
import { Names } from '../../../codegen/names.ts';
import { parse } from '../../../codegen/parser.ts';
import { resolve } from '../../../codegen/resolver.ts';
import { importFixture } from './api-fixture.ts';

function facts(): ApiFacts {
  return importFixture({
    symbols: {
      libvirt: `<function name='virDomainCreate' file='colors' module='colors' version='0.1.0'>
<info></info><return type='int' info='a colour'/></function>
<enum name='VIR_DOMAIN_EVENT_ID_REBOOT' file='colors' value='1' type='virDomainEventID' version='0.8.0'/>
<typedef name='virDomainEventID' file='colors' type='enum' version='0.8.0'/>
`,
    },
  });
}

test('a procedure is as old as its C function, an event as its id, unless a correction knows better', () => {
  const text = `const REMOTE_PROGRAM = 1; const REMOTE_PROTOCOL_VERSION = 1;
    enum remote_procedure {
      REMOTE_PROC_DOMAIN_CREATE = 9,
      REMOTE_PROC_DOMAIN_EVENT_REBOOT = 10,
      REMOTE_PROC_DOMAIN_EVENT_CALLBACK_REBOOT = 11,
      REMOTE_PROC_AUTH_LIST = 12,
      REMOTE_PROC_DOMAIN_EVENT_LIFECYCLE = 13
    };`;
  const program = resolve([{ name: 'remote', definitions: parse('a.x', text) }])[0]?.program;
  if (program === undefined) throw new Error('the text has a program');
  const api = facts();
  const names = new Names(api.functions.map(({ name }) => name));
  const corrections = [
    { procedures: ['REMOTE_PROC_DOMAIN_EVENT_LIFECYCLE'], since: '0.5.0', reason: 'a test' },
    { procedures: ['REMOTE_PROC_DOMAIN_CREATE'], add: { fds: 'required' }, reason: 'a test' },
  ];
  expect(procedureDates('remote', program, names, api, corrections)).toEqual([
    { number: 9, since: '0.1.0' },
    { number: 10, since: '0.8.0' },
    { number: 11, since: '0.8.0' },
    { number: 12, since: undefined },
    { number: 13, since: '0.5.0' },
  ]);
});
