package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobFilterParser;
import io.joborchestrator.orchestrator.GuardedSession;
import io.joborchestrator.orchestrator.Orchestrator.ConnectionState;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** What all verbs share. One instance per command line. */
abstract class Verb implements Callable<Integer> {
  /** What every verb is made of. */
  record Context(RootCommand root, OrchestratorLauncher launcher, CliIo io) {}

  private static final Duration STOP_WHEN_ASKED = Duration.ofSeconds(8);

  private final Context context;

  Verb(Context context) {
    this.context = context;
  }

  final RootCommand root() {
    return context.root();
  }

  final OrchestratorLauncher launcher() {
    return context.launcher();
  }

  final CliIo io() {
    return context.io();
  }

  final boolean json() {
    return context.root().json;
  }

  final Texts texts() {
    return new Texts(io().clock().getZone());
  }

  /** A core that is stopped in order also when the process is asked to end (Ctrl+C, TERM). */
  final OrchestratorSession open(Purpose purpose) {
    return open(purpose, STOP_WHEN_ASKED);
  }

  /**
   * @param stopLimit how long running jobs may take when the process is asked to end
   */
  final OrchestratorSession open(Purpose purpose, Duration stopLimit) {
    OrchestratorSession session =
        new GuardedSession(launcher().launch(root().launchOptions(), purpose), stopLimit);
    ConnectionState connection = session.orchestrator().connection();
    if (connection.pollOnly()) {
      note("A connection pooler is in between: what others change is seen by polling only.");
    }
    if (connection.readOnly() != null) {
      note(connection.readOnly());
    }
    return session;
  }

  /** {@code owner:me} is the user the session is connected as. */
  final JobFilter filter(OrchestratorSession session, List<String> words) {
    String text = String.join(" ", words);
    String me = text.contains("owner:") ? session.orchestrator().facts().user() : "";
    return new JobFilterParser(io().clock(), me).parse(text);
  }

  final void print(String line) {
    io().out().println(line);
  }

  final void print(JsonNode node) {
    io().out().println(JobJson.pretty(node));
  }

  /** A line for people; never part of the result. */
  final void note(String line) {
    io().err().println(line);
  }
}
