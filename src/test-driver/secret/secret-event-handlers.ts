import { connectSecretEventRegisterAny } from '../../generated/remote-procedures.ts';
import { formatUuid } from '../../protocol/uuid.ts';
import { checkEventId } from '../event/event-ids.ts';
import { type HandledProcedure, handleOpen } from '../handle.ts';

/** Who is told of what happens to secrets. */
export const secretEventHandlers: readonly HandledProcedure[] = [
  handleOpen(connectSecretEventRegisterAny, ({ host, registrations, release }, { eventID, secret }) => {
    checkEventId('secret', eventID, release);
    const key = secret === null ? undefined : formatUuid(secret.uuid);
    return { callbackID: registrations.add(host.secretEvents, { family: 'secret', eventID, key }) };
  }),
];
