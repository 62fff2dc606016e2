package io.joborchestrator.engine.custom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.custom.HandlerFailure;
import io.joborchestrator.custom.JobHandler;
import io.joborchestrator.custom.RunCancelled;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.local.LocalRunner;
import io.joborchestrator.pipeline.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs handlers. Thread-safe. */
public final class CustomRunner implements LocalRunner {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> KEYS = Set.of("handler", "config");

  private final HandlerCatalog catalog;
  private final Path checkpoints;

  /**
   * @param checkpoints folder for the folders that {@link
   *     io.joborchestrator.custom.RunContext#checkpointFolder()} gives out
   */
  public CustomRunner(HandlerCatalog catalog, Path checkpoints) {
    this.catalog = catalog;
    this.checkpoints = checkpoints;
  }

  @Override
  public Set<String> jobTypes() {
    return Set.of(JobType.CUSTOM);
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    List<String> names = catalog.handlers().stream().map(HandlerCatalog.Listed::name).toList();
    facts.put("handlers", String.join(", ", names));
    if (!catalog.problems().isEmpty()) {
      facts.put("not usable", String.join(" ", catalog.problems()));
    }
    return facts;
  }

  /** Everything that is wrong with a configuration, as far as this machine can tell. */
  public List<Problem> check(ObjectNode config) {
    List<Problem> problems = new ArrayList<>();
    for (String key : (Iterable<String>) config::fieldNames) {
      if (!KEYS.contains(key)) {
        problems.add(invalid("/" + key, "Unknown key '" + key + "': use handler and config."));
      }
    }
    JsonNode name = config.path("handler");
    JsonNode own = config.path("config");
    if (!name.isTextual() || name.asText().isBlank()) {
      problems.add(invalid("/handler", "'handler' is needed: the name of the handler."));
    }
    if (!own.isMissingNode() && !own.isObject()) {
      problems.add(invalid("/config", "'config' must be an object."));
    }
    return problems.isEmpty() ? checkOwn(name.asText(), own) : problems;
  }

  /** A machine without any plug-in may still submit for those that have them. */
  private List<Problem> checkOwn(String name, JsonNode own) {
    if (catalog.handlers().isEmpty() && catalog.problems().isEmpty()) {
      return List.of();
    }
    HandlerCatalog.Known handler;
    try {
      handler = catalog.get(name);
    } catch (OrchestratorException e) {
      return List.of(Problem.at(e.code(), "/handler", String.valueOf(e.getMessage())));
    }
    if (handler.checks() == null) {
      return List.of();
    }
    JsonNode document = own.isObject() ? own : JSON.createObjectNode();
    return handler.checks().problems(document).stream()
        .map(problem -> problem.withPointer("/config" + problem.pointer()))
        .toList();
  }

  private static Problem invalid(String pointer, String message) {
    return Problem.at(ErrorCode.INVALID_SPECIFICATION, pointer, message);
  }

  @Override
  public RunOutcome run(JobRun run, RunListener listener, Cancellation cancellation)
      throws IOException {
    List<Problem> problems = check(run.config());
    if (!problems.isEmpty()) {
      Problem first = problems.get(0);
      throw new OrchestratorException(first.code(), first.pointer() + ": " + first.message());
    }
    String name = run.config().path("handler").asText();
    HandlerCatalog.Known known = catalog.get(name);
    HandlerRun context = new HandlerRun(run, listener, cancellation, checkpoints, name);
    try {
      return run(known, name, context, cancellation);
    } finally {
      context.discard();
    }
  }

  private static RunOutcome run(
      HandlerCatalog.Known known, String name, HandlerRun context, Cancellation cancellation)
      throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(known.loader());
    Map<String, Object> result;
    try {
      JobHandler handler = known.provider().get();
      result = handler.run(context);
    } catch (RunCancelled e) {
      return ended(e, cancellation);
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Exception
        | LinkageError
        | StackOverflowError
        | java.util.ServiceConfigurationError e) {
      if (cancellation.isRequested()) {
        return new RunOutcome.Cancelled(true, cancellation.reason());
      }
      return new RunOutcome.Failed(HandlerErrors.of(name, e));
    } finally {
      thread.setContextClassLoader(before);
    }
    if (cancellation.isRequested()) {
      return new RunOutcome.Cancelled(true, cancellation.reason());
    }
    return context.complete(result);
  }

  private static RunOutcome ended(RunCancelled e, Cancellation cancellation) {
    if (cancellation.isRequested()) {
      return new RunOutcome.Cancelled(true, cancellation.reason());
    }
    ErrorCode code = ErrorCode.FENCED;
    return new RunOutcome.Failed(
        new JobError(code.wire(), code.type(), String.valueOf(e.getMessage()), null));
  }

  /** The type a handler's own error has for the orchestrator. */
  static ErrorType type(HandlerFailure.Type type) {
    return switch (type) {
      case REQUEST -> ErrorType.USER;
      case DATA -> ErrorType.DATA;
      case ENGINE -> ErrorType.ENGINE;
      case RESOURCE -> ErrorType.RESOURCE;
    };
  }
}
