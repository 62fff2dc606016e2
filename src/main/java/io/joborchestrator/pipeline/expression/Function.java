package io.joborchestrator.pipeline.expression;

/**
 * A function of the language.
 *
 * @param signature as shown to people: {@code round(number, digits)}
 * @param doc one line
 * @param most arguments, or -1 for any number
 */
record Function(String name, String signature, String doc, int least, int most, Resolver resolver) {
  /** Checks the types of the arguments and builds the operation. */
  @FunctionalInterface
  interface Resolver {
    Typed resolve(Arguments arguments);
  }
}
