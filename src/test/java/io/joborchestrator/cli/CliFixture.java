package io.joborchestrator.cli;

import io.joborchestrator.orchestrator.OrchestratorLauncher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** Runs command lines and keeps what they print. */
final class CliFixture {
  static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  private final OrchestratorLauncher launcher;
  private final Path folder;
  private String input = "";
  private String out = "";
  private String err = "";

  CliFixture(OrchestratorLauncher launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  CliFixture input(String text) {
    input = text;
    return this;
  }

  /** Returns the exit code. */
  int run(String... words) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    CliIo io =
        new CliIo(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(outBytes, true, StandardCharsets.UTF_8),
            new PrintStream(errBytes, true, StandardCharsets.UTF_8),
            false,
            Clock.fixed(NOW, ZoneId.of("Europe/Berlin")),
            folder);
    int exitCode = new CliMain(launcher, io, options -> 42).run(words);
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = errBytes.toString(StandardCharsets.UTF_8);
    return exitCode;
  }

  String out() {
    return out;
  }

  String err() {
    return err;
  }
}
