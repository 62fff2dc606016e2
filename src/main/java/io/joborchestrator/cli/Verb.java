package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobFilterParser;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.List;
import java.util.concurrent.Callable;

/** What all verbs share. One instance per command line. */
abstract class Verb implements Callable<Integer> {
  /** What every verb is made of. */
  record Context(RootCommand root, OrchestratorLauncher launcher, CliIo io) {}

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

  final OrchestratorSession open(Purpose purpose) {
    return launcher().launch(root().launchOptions(), purpose);
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
