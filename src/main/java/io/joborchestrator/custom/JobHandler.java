package io.joborchestrator.custom;

import java.util.Map;
import java.util.Optional;

/**
 * Work written in Java, found by {@link java.util.ServiceLoader}: a jar in the folder {@code
 * plugins} with a public class that implements this, has a constructor without arguments, and is
 * named in {@code META-INF/services/io.joborchestrator.custom.JobHandler}.
 *
 * <p>A job of kind {@code custom} names its handler: {@code {"handler": "word-count", "config":
 * {…}}}. Each run gets a new object and a thread of its own.
 */
public interface JobHandler {
  /** The version of this interface; grows when handlers have to be compiled anew. */
  int API_VERSION = 1;

  /**
   * Return {@link #API_VERSION}: the compiler writes down the number it saw, so that a handler made
   * for another version is refused with a clear message.
   */
  int apiVersion();

  /** What jobs call it: 1 to 64 lower-case letters, digits, dots, hyphens and underscores. */
  String name();

  /** What it does, in a sentence for people. */
  default String description() {
    return "";
  }

  /**
   * A JSON Schema (draft 2020-12) of the configuration. With it the form for new jobs has a field
   * for each property, and wrong configurations are refused before anything runs.
   */
  default Optional<String> configSchema() {
    return Optional.empty();
  }

  /**
   * Does the work. Ask {@link RunContext#checkCancelled()} at least every tenth of a second.
   *
   * @return named results for people: texts, numbers, booleans, lists and maps. {@code rowsRead},
   *     {@code rowsWritten} and {@code badRows} are shown as such
   * @throws HandlerFailure for errors it understands: their type decides whether the job is tried
   *     again
   * @throws Exception anything else is an error of the handler, shown with its own frames
   */
  Map<String, Object> run(RunContext context) throws Exception;
}
