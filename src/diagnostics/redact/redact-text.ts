import { redactUri } from '../redact-uri.ts';
import { redacted } from './secret-words.ts';

/** Names of attributes and settings whose values are secrets. */
const secretWord = /passw|passphrase|credential|priv(ate)?[-_.]?key/i;
/** Elements of which nobody knows what they hold, or of which it is known too well. */
const holder =
  /^(metadata|cookies?|cmdline|initarg|initenv|entry|dhCert|session|description|title|.*(passw|passphrase).*)$/i;
/** What a document gives to the hypervisor's program: `value` of these, and of whatever has a namespace's prefix. */
const given = /:|^(arg|env)$/;

/**
 * A text of the protocol, be it a document, a URI or an error's message, without the secrets that it may hold. It reads
 * no further than it must, and never twice, so that what cannot be parsed is redacted, too.
 */
export function redactText(text: string): string {
  const plain = redactUri(text);
  return /[<=:]/.test(plain) ? new TextRedactor(plain).run() : plain;
}

class TextRedactor {
  readonly #text: string;
  #at = 0;
  #told = '';
  /** The tag within which it stands, if any. */
  #tag: string | undefined;
  /** The word that a separator may follow, and whether it has. */
  #word = '';
  #separated = false;

  constructor(text: string) {
    this.#text = text;
  }

  run(): string {
    while (this.#at < this.#text.length) this.#step();
    return this.#told;
  }

  #step(): void {
    if (this.#separated && this.#isSecret() && this.#skipValue()) return;
    const word = this.#match(/[\w.-]+/y);
    if (word !== undefined) {
      this.#word = word;
      this.#separated = false;
      this.#told += word;
      return;
    }
    const char = this.#text[this.#at] ?? '';
    if (char === '<') return this.#openTag();
    this.#at++;
    this.#told += char;
    if (this.#tag !== undefined) {
      if (char === '>') return this.#closeTag();
      if (this.#separated && (char === '"' || char === "'")) return this.#harmlessValue(char);
    }
    if (char === '=' || char === ':') this.#separated = this.#word !== '';
    else if (!/[\s"']/.test(char)) this.#forget();
  }

  #isSecret(): boolean {
    return secretWord.test(this.#word) || (this.#word === 'value' && this.#tag !== undefined && given.test(this.#tag));
  }

  /** Puts the mark in the place of a value, which ends with its quotes, or else with the text. */
  #skipValue(): boolean {
    this.#told += this.#match(/\s+/y) ?? '';
    const value = this.#match(/"[^"]*"?|'[^']*'?|[^\s"'<>,;&]+/y);
    this.#forget();
    if (value === undefined) return false;
    this.#told += `'${redacted}'`;
    return true;
  }

  /** An attribute's value may hold what would end a tag, and a list of settings. */
  #harmlessValue(quote: string): void {
    this.#forget();
    const end = this.#text.indexOf(quote, this.#at);
    const value = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#told += value.includes('=') ? new TextRedactor(value).run() : value;
    this.#at += value.length;
    this.#told += this.#match(/["']/y) ?? '';
  }

  #openTag(): void {
    this.#forget();
    const head = this.#match(/<[!?/]?[\w.:-]*/y) ?? '';
    this.#tag = head.slice(1);
    this.#told += head;
  }

  #closeTag(): void {
    const tag = this.#tag ?? '';
    const isEmpty = this.#text[this.#at - 2] === '/';
    this.#tag = undefined;
    this.#forget();
    if (isEmpty || !holder.test(tag.slice(tag.indexOf(':') + 1))) return;
    const end = this.#text.indexOf(`</${tag}`, this.#at);
    this.#told += redacted;
    this.#at = end < 0 ? this.#text.length : end;
  }

  #forget(): void {
    this.#word = '';
    this.#separated = false;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    this.#at += found?.length ?? 0;
    return found;
  }
}
