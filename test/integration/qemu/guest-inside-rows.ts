import type { Connection } from '../../../src/client/connection.ts';
import { DomainAgentResponseTimeoutValues } from '../../../src/generated/api-enums.ts';
import { ofWeb, webDoes } from '../client/domain-row.ts';
import type { Row } from '../oracle/row.ts';

/** What the agent is asked to do in a guest that has little in it: much is refused. */
export const guestInsideRows: readonly Row<Connection>[] = [
  webDoes('agentSetResponseTimeout', 'web.agentSetResponseTimeout(30)', (web) => web.agentSetResponseTimeout(30)),
  ofWeb('fsFreeze', 'web.fsFreeze()', (web) => web.fsFreeze()),
  ofWeb('fsThaw', 'web.fsThaw()', (web) => web.fsThaw()),
  ofWeb('fsFreeze', "web.fsFreeze(['/nowhere'])", (web) => web.fsFreeze({ mountpoints: ['/nowhere'] })),
  ofWeb('fsThaw', 'web.fsThaw()', (web) => web.fsThaw()),
  webDoes('fsTrim', 'web.fSTrim(None, 4096)', (web) => web.fsTrim({ minimum: 4096 })),
  webDoes('fsTrim', "web.fSTrim('/', 0)", (web) => web.fsTrim({ mountPoint: '/' })),
  ofWeb('getFSInfo', '[list(each[:3]) for each in web.fsInfo()]', async (web) =>
    (await web.getFSInfo()).map(({ mountpoint, name, fstype }) => [mountpoint, name, fstype]),
  ),
  webDoes('setTime', "web.setTime({'seconds': 1700000000, 'nseconds': 0})", (web) => web.setTime(1_700_000_000, 0)),
  webDoes('setUserPassword', "web.setUserPassword('root', 'none')", (web) => web.setUserPassword('root', 'none')),
  webDoes('setGuestVcpus', "web.setGuestVcpus('0', 1)", (web) => web.setGuestVcpus([0], true)),
  webDoes('setGuestVcpus', "web.setGuestVcpus('9', 1)", (web) => web.setGuestVcpus([9], true)),
  ofWeb('authorizedSSHKeysGet', "web.authorizedSSHKeysGet('root')", (web) => web.authorizedSSHKeysGet('root')),
  webDoes('authorizedSSHKeysSet', "web.authorizedSSHKeysSet('nobody', ['ssh-ed25519 key'])", (web) =>
    web.authorizedSSHKeysSet('nobody', ['ssh-ed25519 key']),
  ),
  webDoes('agentSetResponseTimeout', 'web.agentSetResponseTimeout(-2)', (web) =>
    web.agentSetResponseTimeout(DomainAgentResponseTimeoutValues.BLOCK),
  ),
];
