import { describe, expect, test } from '@jest/globals';
import { Domain } from '../../../../src/client/domain.ts';
import { DomainModel, isUnderstood, type Lifecycle } from '../../../../src/client/events/domain-model.ts';
import type { WatchedDomain } from '../../../../src/client/events/watch-domains-types.ts';
import {
  DomainEventCrashedDetailType as Crashed,
  DomainEventDefinedDetailType as Defined,
  DomainEventType as Event,
  DomainEventStartedDetailType as Started,
  DomainState as State,
  DomainEventUndefinedDetailType as Undefined,
} from '../../../../src/generated/api-enums.ts';
import { EventPeer } from './event-peer.ts';
import { uuidOf, wireDomain } from './payloads.ts';

const { connection } = new EventPeer();

function event(number: number, kind: number, { id = -1, detail = 0, name = `domain-${number}` } = {}): Lifecycle {
  return { domain: new Domain(connection, { ...wireDomain(number, id), name }), event: kind, detail };
}

function watched(number: number, facts: Partial<WatchedDomain> = {}): WatchedDomain {
  const domain = new Domain(connection, wireDomain(number, facts.id));
  const { uuid, name } = domain;
  return { domain, uuid, name, id: -1, state: State.SHUTOFF, isPersistent: true, ...facts };
}

const running = { id: 7, state: State.RUNNING };
const transient = { ...running, isPersistent: false };

/** A model that knows some domains. */
function modelOf(...domains: readonly WatchedDomain[]): DomainModel {
  const model = new DomainModel();
  model.replace(domains);
  return model;
}

/** What the changes are, without the handles. */
function brief(changes: readonly object[]): unknown {
  const withoutHandle = (key: string, value: unknown): unknown => (key === 'domain' ? undefined : value);
  return JSON.parse(JSON.stringify(changes, withoutHandle));
}

describe('the events of a life', () => {
  const known = watched(1);
  test.each<[string, WatchedDomain | undefined, Lifecycle, string[], Partial<WatchedDomain> | undefined]>([
    ['a definition', undefined, event(1, Event.DEFINED), ['added'], { state: State.SHUTOFF, isPersistent: true }],
    ['a definition of one that runs', undefined, event(1, Event.DEFINED, { id: 7 }), ['added'], running],
    ['another definition', known, event(1, Event.DEFINED, { detail: Defined.UPDATED }), ['redefined'], {}],
    [
      'a first definition',
      watched(1, transient),
      event(1, Event.DEFINED),
      ['redefined'],
      { ...running, isPersistent: true },
    ],
    [
      'another name',
      known,
      event(1, Event.DEFINED, { detail: Defined.RENAMED, name: 'n' }),
      ['renamed'],
      { name: 'n' },
    ],
    ['the old name', known, event(1, Event.UNDEFINED, { detail: Undefined.RENAMED }), [], {}],
    ['the end of a definition', known, event(1, Event.UNDEFINED), ['removed'], undefined],
    ['that while it runs', watched(1, running), event(1, Event.UNDEFINED, { id: 7 }), ['redefined'], transient],
    ['a start', known, event(1, Event.STARTED, { id: 7 }), ['state'], running],
    ['a start without a definition', undefined, event(1, Event.STARTED, { id: 7 }), ['added'], transient],
    [
      'an arrival',
      known,
      event(1, Event.STARTED, { id: 7, detail: Started.MIGRATED }),
      ['state'],
      { id: 7, state: State.PAUSED },
    ],
    ['a start known already', watched(1, running), event(1, Event.STARTED, { id: 7 }), [], running],
    ['a start under another id', watched(1, running), event(1, Event.STARTED, { id: 8 }), ['state'], { id: 8 }],
    ['a pause', watched(1, running), event(1, Event.SUSPENDED, { id: 7 }), ['state'], { id: 7, state: State.PAUSED }],
    ['a sleep', watched(1, running), event(1, Event.PMSUSPENDED, { id: 7 }), ['state'], { state: State.PMSUSPENDED }],
    ['a wish to end', watched(1, running), event(1, Event.SHUTDOWN, { id: 7 }), ['state'], { state: State.SHUTDOWN }],
    ['a crash', watched(1, running), event(1, Event.CRASHED, { id: 7 }), ['state'], { state: State.CRASHED }],
    [
      'a crash that goes on',
      watched(1, running),
      event(1, Event.CRASHED, { id: 7, detail: Crashed.CRASHLOADED }),
      [],
      running,
    ],
    ['an end', watched(1, running), event(1, Event.STOPPED), ['state'], { id: -1, state: State.SHUTOFF }],
    ['an end without a definition', watched(1, transient), event(1, Event.STOPPED), ['removed'], undefined],
    ['an end of nobody', undefined, event(1, Event.STOPPED), [], undefined],
    ['an end of no definition', undefined, event(1, Event.UNDEFINED), [], undefined],
  ])('%s', (_, before, happens, types, after) => {
    const model = modelOf(...(before === undefined ? [] : [before]), watched(2));
    const changes = model.apply(happens);
    expect(changes.map(({ type }) => type)).toEqual(types);
    for (const change of changes) {
      expect(change).toMatchObject({ lifecycle: { event: happens.event, detail: happens.detail } });
      if ('previous' in change) expect(change.previous).toBe(before);
      if ('current' in change) expect(change.current).toBe(model.domains.get(uuidOf(1)));
    }
    const current = model.domains.get(uuidOf(1));
    if (after === undefined) expect(current).toBeUndefined();
    else expect(current).toMatchObject(after);
    expect(model.domains.get(uuidOf(2))).toMatchObject({ name: 'domain-2' });
  });

  test('that are older than the list lead to the same', () => {
    const replay = [
      event(1, Event.DEFINED),
      event(1, Event.STARTED, { id: 5 }),
      event(1, Event.UNDEFINED, { id: 5 }),
      event(1, Event.STOPPED),
      event(1, Event.DEFINED),
      event(1, Event.STARTED, { id: 7 }),
      event(2, Event.STARTED, { id: 6 }),
      event(2, Event.STOPPED),
    ];
    // The list was made at any moment of all that.
    const known = Array.from({ length: replay.length + 1 }, (_, seen) => {
      const at = new DomainModel();
      for (const each of replay.slice(0, seen)) at.apply(each);
      return at;
    });
    const last = brief([...(known.at(-1)?.domains.values() ?? [])]);
    expect(last).toEqual([{ uuid: uuidOf(1), name: 'domain-1', ...running, isPersistent: true }]);
    for (const at of known) {
      for (const each of replay) at.apply(each);
      expect(brief([...at.domains.values()])).toEqual(last);
    }
  });

  test('that are newer than this release are not understood', () => {
    expect([Event.DEFINED, Event.CRASHED, 9, -1].map((kind) => isUnderstood(event(1, kind)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

test('another list is told as its differences, one by one', () => {
  const model = modelOf(watched(1, running), watched(2), watched(3), watched(4, running));
  const changes = model.replace([
    watched(1, { ...transient, name: 'other', id: 8, state: State.PAUSED }),
    watched(3),
    watched(5, transient),
    watched(4, { ...running, id: 9 }),
  ]);
  const lifecycle = undefined;
  expect(changes).toMatchObject([
    { type: 'removed', previous: { name: 'domain-2' }, lifecycle },
    { type: 'renamed', previous: { name: 'domain-1', ...running }, current: { name: 'other', ...running }, lifecycle },
    { type: 'redefined', current: { name: 'other', ...transient }, lifecycle },
    { type: 'state', previous: { id: 7, state: State.RUNNING }, current: { id: 8, state: State.PAUSED }, lifecycle },
    { type: 'added', current: { name: 'domain-5' }, lifecycle },
    { type: 'state', previous: { id: 7 }, current: { id: 9, state: State.RUNNING }, lifecycle },
  ]);
  expect([...model.domains.values()].map(({ name }) => name).sort()).toEqual([
    'domain-3',
    'domain-4',
    'domain-5',
    'other',
  ]);
  expect(model.replace([...model.domains.values()])).toEqual([]);
});
