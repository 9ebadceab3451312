/**
 * What a SASL mechanism finds wrong: the daemon's messages, or what it was given to work with. Whoever opens the
 * connection gets it as the cause of an AuthenticationError, which also knows what was offered. The message never
 * holds a secret.
 */
export class MechanismError extends Error {
  override readonly name: string = 'MechanismError';
}
