package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.store.JobStore.CommandResult;
import java.util.List;

/** Shows what became of a command on each of several jobs. */
final class CommandResults {
  private final Verb verb;

  CommandResults(Verb verb) {
    this.verb = verb;
  }

  /** The exit code: 0 if it was done for all. */
  int show(List<CommandResult> results) {
    if (verb.json()) {
      ArrayNode array = JobJson.array();
      for (CommandResult result : results) {
        array
            .addObject()
            .put("id", result.jobId())
            .put("done", result.done())
            .put("message", result.message());
      }
      verb.print(array);
    } else {
      results.forEach(result -> verb.print(result.jobId() + "  " + Texts.clean(result.message())));
    }
    boolean all = results.stream().allMatch(CommandResult::done);
    return all ? ExitCode.OK : ErrorType.USER.exitCode();
  }
}
