/**
 * The public C functions that are no method of an object class, and what there is instead: in the words of the table of
 * functions, with `$1` for what the pattern's group matched. The first pattern that matches counts. Functions whose
 * procedure is in `withoutMethod` have their reason there.
 */
export const cFunctionsWithoutMethod: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // What a handle knows by itself.
  [/^virAdm(\w+)GetName$/, '`Admin$1.name`, a property'],
  [/^vir(\w+)GetName$/, '`$1.name`, a property'],
  [/^vir(\w+)GetUUID$/, '`$1.uuid`, a property, as text; `reference` has the bytes'],
  [/^vir(\w+)GetUUIDString$/, '`$1.uuid`, a property'],
  [/^vir(\w+)GetConnect$/, '`$1.connection`, a property'],
  [/^vir(DomainSnapshot|DomainCheckpoint)GetDomain$/, '`$1.domain`, a property'],
  [/^virNetworkPortGetNetwork$/, '`NetworkPort.network`, a property'],
  [/^virDomainGetID$/, '`Domain.id`, a property'],
  [/^virInterfaceGetMACString$/, '`Interface.mac`, a property'],
  [/^virNWFilterBindingGetFilterName$/, '`NWFilterBinding.filterName`, a property'],
  [/^virNWFilterBindingGetPortDev$/, '`NWFilterBinding.portDev`, a property'],
  [/^virSecretGetUsageID$/, '`Secret.usageID`, a property'],
  [/^virSecretGetUsageType$/, '`Secret.usageType`, a property'],
  [/^virStorageVolGetKey$/, '`StorageVol.key`, a property'],
  [/^virAdmClientGetID$/, '`AdminClient.id`, a property'],
  [/^virAdmClientGetTimestamp$/, '`AdminClient.timestamp`, a property'],
  [/^virAdmClientGetTransport$/, '`AdminClient.transport`, a property'],

  // The same under another name.
  [/^virNetworkPortLookupByUUIDString$/, '`Network.lookupNetworkPortByUUID`, which takes text as well'],
  [/^vir(\w+)LookupByUUIDString$/, '`Connection.lookup$1ByUUID`, which takes text as well'],
  [/^virDomainCreate$/, '`Domain.create`, which makes virDomainCreateWithFlags and so learns the id'],
  [/^virDomainCreateLinux$/, '`Connection.domainCreateXML`, whose first name this was'],
  [/^virDomainMigrate(|ToURI)2?$/, '`Domain.migrate$1`, which makes the third form of the call'],
  [/^virConnectOpenAuth$/, '`connect()` with `credentials`'],

  // Events.
  [/^virConnectDomainEventRegister$/, '`Connection.events` and `Connection.on`, which make the newer calls'],
  [/^virConnectDomainEventDeregister$/, '`Subscription.close` and `Listening.close`, which make the newer calls'],

  // The end of the connections of administrators, which are asked for no events.
  [/^virAdmConnect(?:Unr|R)egisterCloseCallback$/, '`AdminConnection.closed`, a promise of what ended it'],
  [/^virConnectSetKeepAlive$/, '`connect()` with `keepAlive`'],

  // Streams are Node's.
  [/^virStreamNew$/, 'nothing: a stream comes from the method that opens it, or from `Session.stream`'],
  [/^virStreamSend$/, '`write` of a Node stream'],
  [/^virStreamSendHole$/, '`write` of `{ hole: bytes }`, where the upload is `sparse`'],
  [/^virStream(?:Sparse)?SendAll$/, "Node's `pipeline`; for files `StorageVol.uploadFrom`"],
  [/^virStreamRecv(?:Flags)?$/, '`read` of a Node stream, or `for await`'],
  [/^virStreamRecvHole$/, "an item `{ hole: bytes }`, where the download is `sparse: 'holes'`"],
  [/^virStream(?:Sparse)?RecvAll$/, "Node's `pipeline`; for files `StorageVol.downloadTo`"],
  [/^virStreamFinish$/, '`end` of a Node stream; one that is only read is finished at its end'],
  [/^virStreamAbort$/, '`close` or `destroy` of a Node stream'],
  [/^virStreamEvent\w+Callback$/, 'the events of a Node stream'],

  // What only a C library needs.
  [/^vir\w+Ref$/, 'nothing: objects are not counted'],
  [/^vir\w+Free$|^virFreeError$/, 'nothing: what is not needed any more is collected'],
  [/^virTypedParams\w+$/, 'typed parameters are objects with a property for each name'],
  [/^virEvent\w+$/, "Node's own event loop"],
  [/^vir(?:Adm)?Initialize$/, 'nothing: there is no state to prepare'],
  [/^virAdmGetVersion$/, "nothing: there is no C library; `AdminConnection.getLibVersion` tells the daemon's release"],
  [/^virGetVersion$/, "nothing: there is no C library; `Connection.getLibVersion` tells the daemon's release"],
  [
    /^vir(?:Conn)?(?:Get|Copy|Reset|Save)(?:Last)?Error\w*$/,
    'the error that the call rejects with; none is kept elsewhere',
  ],
  [/^vir(?:Conn)?SetErrorFunc$|^virDefaultErrorFunc$/, 'nothing: errors are not printed, but thrown'],

  // What Node has no way for, or this release not yet.
  [/^virDomainLxcEnter\w+$/, 'none: it changes the calling process, which JavaScript cannot'],
];
