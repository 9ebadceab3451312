/** A place in an input file; lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something wrong in an input file, and where. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly reason: string;
  readonly position: Position;

  constructor(reason: string, position: Position) {
    super(`${position.file}:${position.line}:${position.column}: ${reason}`);
    this.reason = reason;
    this.position = position;
  }
}
