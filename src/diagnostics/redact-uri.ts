/** A URI without the password before its host and without its parameters, which may be anything; other text as it is. */
export function redactUri(text: string): string {
  return /^[\w.+-]+:\/\//.test(text) ? withoutPassword(text.replace(/[?#][\s\S]*$/, '')) : text;
}

/** A URI without the password before its host: libvirt's have none, which does not keep people from writing one. */
export function withoutPassword(uri: string): string {
  return uri.replace(/^([^/?#]*\/\/[^/?#:@]*):[^/?#]*@/, '$1@');
}
