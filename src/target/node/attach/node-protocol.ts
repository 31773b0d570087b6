// What Node adds to the inspector's protocol, which the protocol's own types do not know.

/** Commands of Node's own, as `devtools-protocol` would describe them. */
export interface NodeCommands {
  /** Be told when the program has ended and only waits for its debuggers to leave. */
  'NodeRuntime.notifyWhenWaitingForDisconnect': {
    paramsType: [{ readonly enabled: boolean }]
    returnType: void
  }
}

export interface NodeEvents {
  'NodeRuntime.waitingForDisconnect': []
}
