package io.joborchestrator.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What a command sees of the world.
 *
 * @param in standard input
 * @param out for results only, so that it can be piped
 * @param err for progress, notes and errors
 * @param terminal a person watches: bars are drawn
 * @param clock its zone shows and reads times
 * @param folder the current one; relative paths start here
 */
public record CliIo(
    InputStream in, PrintStream out, PrintStream err, boolean terminal, Clock clock, Path folder) {
  /** That of this process. */
  public static CliIo ofProcess() {
    boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
    return new CliIo(
        System.in,
        System.out,
        System.err,
        terminal,
        Clock.systemDefaultZone(),
        Path.of("").toAbsolutePath());
  }
}
