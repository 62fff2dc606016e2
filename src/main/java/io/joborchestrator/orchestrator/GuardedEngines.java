package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.store.BreakerStore;
import io.joborchestrator.store.DatabaseBreaker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engines of this process and the breakers on the shared database. */
final class GuardedEngines implements EngineManager {
  private final EngineRegistry engines;
  private final BreakerStore breakers;
  private final DatabaseBreaker database;
  private final StoredJobs.Hints hints;

  GuardedEngines(EngineRegistry engines, OrchestratorStores stores, StoredJobs.Hints hints) {
    this.engines = engines;
    this.breakers = stores.breakers();
    this.database = stores.databaseBreaker();
    this.hints = hints;
  }

  @Override
  public List<EngineView> engines() {
    return engines.engines();
  }

  @Override
  public Handlers handlers() {
    return engines.handlers();
  }

  @Override
  public Optional<String> breakerOf(String engine) {
    return engines.breakerOf(engine);
  }

  @Override
  public DatabaseBreaker.State databaseBreaker() {
    return database.state();
  }

  @Override
  public List<BreakerRow> breakers() {
    return breakers.breakers();
  }

  @Override
  public List<BreakerEvent> breakerEvents(Instant since, int limit) {
    return breakers.events(since, limit);
  }

  @Override
  public void trip(String breaker, String reason) {
    breakers.trip(breaker, reason);
    hint();
  }

  @Override
  public void probe(String breaker, @Nullable String jobId, String reason) {
    breakers.probe(breaker, jobId, reason);
    hint();
  }

  @Override
  public void reset(String breaker, String reason) {
    breakers.reset(breaker, reason);
    hint();
  }

  /** Other processes were told by the database. */
  private void hint() {
    hints.commands();
    hints.jobs();
  }
}
