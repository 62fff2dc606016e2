package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.retry.RetryPolicy;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.orchestrator.RetryPolicyManager;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code policies}: the retry policies of the database, and which kinds have one of their own. */
@Command(name = "policies", description = "List the retry policies a job may name.")
final class PoliciesCommand extends Verb {
  PoliciesCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      RetryPolicyManager policies = session.orchestrator().retryPolicies();
      Map<String, String> kinds = policies.byKind();
      if (json()) {
        ArrayNode array = JobJson.array();
        policies.policies().forEach(policy -> array.add(json(policy, kindsOf(kinds, policy))));
        print(array);
        return ExitCode.OK;
      }
      TablePrinter table =
          new TablePrinter("NAME", "RETRIES", "FIRST WAIT", "LONGEST", "ERRORS", "KINDS");
      for (RetryPolicy policy : policies.policies()) {
        table.row(
            policy.name(),
            Integer.toString(policy.maxRetries()),
            Texts.duration(policy.initialDelay()),
            Texts.duration(policy.maxDelay()),
            String.join(", ", errors(policy)),
            String.join(", ", kindsOf(kinds, policy)));
      }
      table.print(io().out());
    }
    return ExitCode.OK;
  }

  private static List<String> kindsOf(Map<String, String> kinds, RetryPolicy policy) {
    return kinds.entrySet().stream()
        .filter(kind -> kind.getValue().equals(policy.name()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static List<String> errors(RetryPolicy policy) {
    return policy.retried().stream().map(ErrorType::wire).sorted().toList();
  }

  private static ObjectNode json(RetryPolicy policy, List<String> kinds) {
    ObjectNode node = JobJson.object();
    node.put("name", policy.name()).put("maxRetries", policy.maxRetries());
    node.put("initialDelayMillis", JobJson.millis(policy.initialDelay()));
    node.put("maxDelayMillis", JobJson.millis(policy.maxDelay()));
    node.put("base", policy.base()).put("jitterMin", policy.jitterMin());
    node.put("jitterMax", policy.jitterMax());
    node.set("errorTypes", JobJson.tree(errors(policy)));
    node.set("kinds", JobJson.tree(kinds));
    return node.put("description", policy.description()).put("standard", policy.standard());
  }
}
