/** How text is set off where that can be. */
export interface TerminalStyle {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

const controlSequence = '\u001b[';

/** Colours for terminals, and nothing for files and pipes, or where NO_COLOR is set. */
export function terminalStyle(hasColors: boolean): TerminalStyle {
  const style = (on: number, off: number) => (text: string) =>
    hasColors ? `${controlSequence}${on}m${text}${controlSequence}${off}m` : text;
  return { bold: style(1, 22), dim: style(2, 22), red: style(31, 39), green: style(32, 39), yellow: style(33, 39) };
}
