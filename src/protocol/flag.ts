declare const family: unique symbol;

/** A bit of one flags enum, so that another enum's bit does not compile in its place. */
export type Flag<Family extends string> = number & { readonly [family]: Family };
