import {
  ConnectListAllSecretsFlags,
  ErrorDomain,
  ErrorNumber,
  SecretDefineFlags,
  SecretEventLifecycleType,
} from '../../generated/api-enums.ts';
import {
  connectListAllSecrets,
  connectListSecrets,
  connectNumOfSecrets,
  secretDefineXML,
  secretGetValue,
  secretGetXMLDesc,
  secretLookupByUsage,
  secretLookupByUUID,
  secretSetValue,
  secretUndefine,
} from '../../generated/remote-procedures.ts';
import { REMOTE_SECRET_LIST_MAX } from '../../generated/remote-types.ts';
import { formatUuid } from '../../protocol/uuid.ts';
import { allFlags } from '../all-flags.ts';
import { mustNotBeNull } from '../arguments.ts';
import { listing } from '../bounded-list.ts';
import { checkFlags, fault } from '../fault.ts';
import { passesFlags } from '../flag-filter.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import { formatSecret, parseSecret, type Secret } from './secret.ts';
import { secretLifecycle, secretValueChanged } from './secret-events.ts';
import { secretReference } from './secret-reference.ts';

const Flags = ConnectListAllSecretsFlags;
const knownFlags = allFlags(Flags);

function passes({ isEphemeral, isPrivate }: Secret, flags: number): boolean {
  return [
    passesFlags(flags, [
      [Flags.EPHEMERAL, isEphemeral],
      [Flags.NO_EPHEMERAL, !isEphemeral],
    ]),
    passesFlags(flags, [
      [Flags.PRIVATE, isPrivate],
      [Flags.NO_PRIVATE, !isPrivate],
    ]),
  ].every(Boolean);
}

/** Secrets, as libvirt's secret driver keeps them. */
export const secretHandlers: readonly HandledProcedure[] = [
  handle(connectNumOfSecrets, ({ secrets }) => ({ num: secrets.all().length })),
  handle(connectListSecrets, ({ secrets }, { maxuuids }) => ({
    uuids: secrets
      .all()
      .slice(0, Math.max(0, maxuuids))
      .map(({ uuid }) => uuid),
  })),
  handle(connectListAllSecrets, ({ secrets }, { need_results, flags }) => {
    checkFlags('secretConnectListAllSecrets', flags, knownFlags, ErrorDomain.SECRET);
    const matching = secrets.all().filter((secret) => passes(secret, flags));
    const { items, ret } = listing(matching.map(secretReference), need_results, REMOTE_SECRET_LIST_MAX, 'secrets');
    return { secrets: items, ret };
  }),
  handle(secretLookupByUUID, ({ secrets }, { uuid }) => ({
    secret: secretReference(secrets.ofUuid(formatUuid(uuid))),
  })),
  handle(secretLookupByUsage, ({ secrets }, { usageType, usageID }) => ({
    secret: secretReference(secrets.ofUsage(usageType, usageID)),
  })),
  handle(secretDefineXML, ({ secrets, secretEvents }, { xml, flags }) => {
    checkFlags('secretDefineXML', flags, SecretDefineFlags.VALIDATE, ErrorDomain.SECRET);
    const secret = secrets.define(parseSecret(xml));
    secretEvents.emit(secretLifecycle(secret, SecretEventLifecycleType.DEFINED));
    return { secret: secretReference(secret) };
  }),
  handle(secretGetXMLDesc, ({ secrets }, { secret, flags }) => {
    checkFlags('secretGetXMLDesc', flags, 0, ErrorDomain.SECRET);
    return { xml: formatSecret(secrets.ofUuid(formatUuid(secret.uuid))) };
  }),
  handle(secretSetValue, ({ secrets, secretEvents }, { secret: { uuid }, value, flags }) => {
    if (value.length === 0) throw mustNotBeNull(ErrorDomain.SECRET, 'virSecretSetValue', 'value');
    checkFlags('secretSetValue', flags, 0, ErrorDomain.SECRET);
    const secret = secrets.ofUuid(formatUuid(uuid));
    secrets.setValue(secret, value);
    secretEvents.emit(secretValueChanged(secret));
  }),
  handle(secretGetValue, ({ secrets }, { secret, flags }) => {
    checkFlags('secretGetValue', flags, 0, ErrorDomain.SECRET);
    const { uuid, isPrivate, value } = secrets.ofUuid(formatUuid(secret.uuid));
    if (isPrivate) throw fault(ErrorNumber.ERR_INVALID_SECRET, ErrorDomain.SECRET, 'secret is private');
    if (value !== undefined) return { value };
    throw fault(ErrorNumber.ERR_NO_SECRET, ErrorDomain.SECRET, `secret '${uuid}' does not have a value`);
  }),
  handle(secretUndefine, ({ secrets, secretEvents }, { secret: { uuid } }) => {
    const secret = secrets.ofUuid(formatUuid(uuid));
    secrets.remove(secret);
    secretEvents.emit(secretLifecycle(secret, SecretEventLifecycleType.UNDEFINED));
  }),
];
