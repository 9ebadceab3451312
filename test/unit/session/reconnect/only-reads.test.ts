import { describe, expect, test } from '@jest/globals';
import { procedures } from '../../../../src/protocol/registry.ts';
import { onlyReads } from '../../../../src/session/reconnect/only-reads.ts';
import { knownReads } from './known-reads.ts';

const calls = procedures.flatMap((procedure) => (procedure.kind === 'call' ? [procedure] : []));
const retried = calls.filter(onlyReads).map(({ name }) => name);

describe('calls that are made again', () => {
  test('are those that somebody has looked at, each of them', () => {
    expect(retried.toSorted()).toEqual([...knownReads].sort());
  });

  test('begin with a word for looking', () => {
    const looking = /(?:Get|List|Lookup|Num|Is|Has|Compare|Baseline|Supports|Stats|Addresses|Current)/;
    expect(retried.filter((name) => !looking.test(name))).toEqual([]);
  });

  test('have no word for a change in their names', () => {
    const changing =
      /Set(?!tings)|Create|(?<!Num|List|NumOf)Define(?!d)|Undefine|Delete|Destroy|Attach|De?tach|Abort|(?<!Auto)[sS]tart|Restore|[rR]egister|Open|Close|Freeze|Thaw|Migrate|Upload|Wipe|Resize|Pin(?!Info)|Rename|Send|Inject|Reset|Reboot|Shutdown|Suspend|Resume|Revert|Refresh|Build|Begin|Commit|Rollback|Alloc|auth/;
    expect(retried.filter((name) => changing.test(name))).toEqual([]);
  });

  test('wait for no guest: an agent may do what it is asked twice', () => {
    const byAgent = calls.filter(({ acl }) => acl.some((permission) => permission.startsWith('domain:write')));
    expect(byAgent.length).toBeGreaterThan(50);
    expect(byAgent.filter(onlyReads)).toEqual([]);
  });
});

describe('calls that are not made again', () => {
  test.each([
    ['domainSetSchedulerParameters', 'asks for leave to read alone, and writes'],
    ['domainGetJobStats', 'may forget what it tells'],
    ['connectOpen', 'opens the connection'],
    ['connectClose', 'closes it'],
    ['authPolkit', 'asks a human'],
    ['connectDomainEventCallbackRegisterAny', 'registers, of which the new connection would know nothing'],
    ['connectDomainEventCallbackDeregisterAny', 'speaks of the old connection'],
    ['connectRegisterCloseCallback', 'registers'],
    ['domainGetTime', 'asks the agent of the guest'],
    ['adminConnectDaemonShutdown', 'has no permissions at all'],
  ])('%s: it %s', (name) => {
    const procedure = calls.find((call) => call.name === name);
    expect(procedure).toBeDefined();
    expect(procedure && onlyReads(procedure)).toBe(false);
  });

  test('nor is any whose permission is not known', () => {
    expect(onlyReads({ name: 'domainGetWhatever', acl: [] })).toBe(false);
    expect(onlyReads({ name: 'domainGetWhatever', acl: ['domain:reading'] })).toBe(false);
    expect(onlyReads({ name: 'domainGetWhatever', acl: ['domain:read', 'domain:write:VIR_SOME_FLAG'] })).toBe(false);
    expect(onlyReads({ name: 'domainGetWhatever', acl: ['domain:read', 'domain:read_secure:VIR_SOME_FLAG'] })).toBe(
      true,
    );
  });
});
