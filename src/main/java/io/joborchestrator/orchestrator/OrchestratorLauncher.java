package io.joborchestrator.orchestrator;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.domain.error.OrchestratorException;

/** Opens a core for a window, a command or a worker. Thread-safe. */
public interface OrchestratorLauncher {
  /** What a core is opened for. */
  enum Purpose {
    /** Watches and commands; executes jobs as far as the configuration says. */
    CONSOLE,
    /** Watches and commands only. */
    COMMAND,
    /** Executes everything it is allowed to. */
    WORKER,
    /** Executes what is submitted through it to run directly, and nothing of the queue. */
    DIRECT
  }

  /** Reads the configuration without connecting to anything. */
  AppConfig configuration(LaunchOptions options);

  /** The databases that jobs may name, without connecting to anything. */
  Connections connections(LaunchOptions options);

  /**
   * Connects (starts the embedded database where the profile says so) and starts the core. Blocks
   * for as long as that takes.
   *
   * @throws OrchestratorException if the configuration is wrong or the database cannot be reached;
   *     nothing is left running then
   */
  OrchestratorSession launch(LaunchOptions options, Purpose purpose);
}
