/** What SSH transports may be told besides the URI. */
export interface SshOptions {
  /**
   * Machines to go through, the nearest first, each as `[user@]host[:port]`. Without it, what the user's ssh_config
   * says is done, where the transport reads that.
   */
  readonly jump?: string | readonly string[] | undefined;
  /**
   * Whose SSH the transport `ssh` is made by: the system's `program`, or the one that is `built-in`. Without it, the
   * program is taken where there is one.
   */
  readonly client?: 'program' | 'built-in' | undefined;
  /**
   * Asked by the built-in client whether a host that is not known is the right one; the question has the fingerprint of
   * its key. Without it, no such host is.
   */
  readonly confirmHost?: ((question: string) => boolean | Promise<boolean>) | undefined;
}
