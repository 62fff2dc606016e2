package io.joborchestrator.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code worker}: holds the verbs of a worker. */
@Command(name = "worker", description = "Execute jobs in this process ('worker run').")
final class WorkerCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "What shall the worker do? Use 'worker run'.");
  }
}
