package io.joborchestrator.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dlq}: holds the verbs of the dead-letter queue. */
@Command(
    name = "dlq",
    description = "Jobs that failed for good: list, show, replay, discard, restore them.")
final class DlqCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "What about the dead letters? Use list, show, replay, operation, discard or restore.");
  }
}
