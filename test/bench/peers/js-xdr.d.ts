/** The part of the package that the benchmark uses. */
declare module '@stellar/js-xdr' {
  /** A type as a definition refers to it. */
  interface Reference {
    readonly isReference: unique symbol;
  }

  interface TypeBuilder {
    struct(name: string, fields: readonly (readonly [string, Reference])[]): void;
    lookup(name: string): Reference;
    varArray(child: Reference, maxLength: number): Reference;
    string(maxLength: number): Reference;
    opaque(length: number): Reference;
    int(): Reference;
    uint(): Reference;
  }

  const jsXdr: {
    /** Defines types; the result has the structs as classes, by their names. */
    config<Types>(define: (builder: TypeBuilder) => void): Types;
  };
  export default jsXdr;
}
