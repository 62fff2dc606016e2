package io.joborchestrator.orchestrator;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineResources;
import io.joborchestrator.store.DatabaseBreaker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engines of this process, and the circuit breakers of the whole fleet. Thread-safe. */
public interface EngineManager {
  /** One engine as people see it. */
  record EngineView(
      String name,
      EngineCapabilities capabilities,
      EngineHealth health,
      EngineResources resources) {}

  /**
   * A handler of custom jobs that this process has.
   *
   * @param source file name of its plug-in, or {@code class path}
   * @param schema JSON Schema of its configuration, or null
   */
  record Handler(String name, String description, String source, @Nullable JsonNode schema) {}

  /**
   * What was found of custom jobs when this process started.
   *
   * @param problems what could not be used and why, in sentences
   * @param folder where plug-ins are looked for
   */
  record Handlers(List<Handler> handlers, List<String> problems, String folder) {
    public Handlers {
      handlers = List.copyOf(handlers);
      problems = List.copyOf(problems);
    }
  }

  /** Does not block: answers from what is known. */
  List<EngineView> engines();

  /** The handlers of custom jobs. Does not block. */
  Handlers handlers();

  /** The breaker an engine of this process stands behind. Does not block. */
  Optional<String> breakerOf(String engine);

  /** The breaker between this process and the database. Does not block. */
  DatabaseBreaker.State databaseBreaker();

  /** Breakers with live workers behind them, and those that are not closed. Blocks. */
  List<BreakerRow> breakers();

  /** What breakers did, newest first. Blocks. */
  List<BreakerEvent> breakerEvents(Instant since, int limit);

  /** Opens a breaker until somebody probes or resets it. Blocks. */
  void trip(String breaker, String reason);

  /**
   * Has a breaker probed now. Blocks.
   *
   * @param jobId a queued job to probe with, or null for any that is held back
   */
  void probe(String breaker, @Nullable String jobId, String reason);

  /** Closes a breaker without a probe. Blocks. */
  void reset(String breaker, String reason);
}
