/** What `util.inspect` asks an object for; the same symbol as `util.inspect.custom`, without Node's module. */
export const inspectSymbol: unique symbol = Symbol.for('nodejs.util.inspect.custom');
