import { SecretEventID, type SecretEventLifecycleType } from '../../generated/api-enums.ts';
import { secretEventLifecycle, secretEventValueChanged } from '../../generated/remote-procedures.ts';
import { eventMessage, type HostEvent } from '../event/host-event.ts';
import type { Secret } from './secret.ts';
import { secretReference } from './secret-reference.ts';

/** A secret was defined or undefined. */
export function secretLifecycle(secret: Secret, event: SecretEventLifecycleType): HostEvent {
  const payload = { secret: secretReference(secret), event, detail: 0 };
  return {
    family: 'secret',
    eventID: SecretEventID.LIFECYCLE,
    key: secret.uuid,
    message: (callbackID) => eventMessage(secretEventLifecycle, { callbackID, ...payload }),
  };
}

/** A secret has got a value. */
export function secretValueChanged(secret: Secret): HostEvent {
  const payload = { secret: secretReference(secret) };
  return {
    family: 'secret',
    eventID: SecretEventID.VALUE_CHANGED,
    key: secret.uuid,
    message: (callbackID) => eventMessage(secretEventValueChanged, { callbackID, ...payload }),
  };
}
