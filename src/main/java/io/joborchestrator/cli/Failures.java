package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobFilterSyntaxException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what went wrong: a sentence with its code; the stack only when asked for. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final int ID_LENGTH = 8;

  private final CliIo io;
  private final RootCommand root;

  Failures(CliIo io, RootCommand root) {
    this.io = io;
    this.root = root;
  }

  /** Prints it and returns the exit code. */
  int report(Exception failure) {
    OrchestratorException known = known(failure);
    if (root.json) {
      io.err().println(JobJson.pretty(json(known)));
    } else {
      io.err().println("Error " + known.code() + ": " + known.getMessage());
    }
    if (known instanceof JobFilterSyntaxException syntax && syntax.suggestion() != null) {
      io.err().println("    Did you mean '" + syntax.suggestion() + "'?");
    }
    if (root.verbose) {
      printStack(failure);
    }
    return known.type().exitCode();
  }

  private static OrchestratorException known(Exception failure) {
    if (failure instanceof OrchestratorException known) {
      log.debug("The command failed", failure);
      return known;
    }
    String id = UUID.randomUUID().toString().substring(0, ID_LENGTH);
    log.error("The command failed unexpectedly, incident {}", id, failure);
    return new OrchestratorException(
        ErrorCode.INTERNAL,
        "This program failed ("
            + failure
            + "). The log has the details under incident "
            + id
            + "; --verbose prints them.",
        failure);
  }

  private static ObjectNode json(OrchestratorException known) {
    ObjectNode node = JobJson.object();
    node.putObject("error")
        .put("code", known.code().wire())
        .put("type", known.type().wire())
        .put("message", known.getMessage());
    return node;
  }

  private void printStack(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      io.err().println((each == failure ? "" : "Caused by: ") + each);
      for (StackTraceElement frame : each.getStackTrace()) {
        io.err().println("  at " + frame);
      }
    }
  }
}
