package io.joborchestrator.testing;

import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.orchestrator.EngineManager;
import io.joborchestrator.store.DatabaseBreaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Engines and breakers in memory: shows what it is given, records the commands. */
public final class FakeEngines implements EngineManager {
  private final FakeOrchestrator owner;
  private final List<EngineView> engines = new ArrayList<>();
  private final List<BreakerRow> breakers = new ArrayList<>();
  private final List<BreakerEvent> events = new ArrayList<>();
  private Handlers handlers = new Handlers(List.of(), List.of(), "/home/me/plugins");
  private DatabaseBreaker.State database =
      new DatabaseBreaker.State(BreakerState.CLOSED, JobRowBuilder.NOW, null);

  FakeEngines(FakeOrchestrator owner) {
    this.owner = owner;
  }

  /** Replaces the engine of that name. */
  public void put(EngineView engine) {
    engines.removeIf(known -> known.name().equals(engine.name()));
    engines.add(engine);
  }

  /** Replaces the breaker of that name. */
  public void put(BreakerRow breaker) {
    breakers.removeIf(known -> known.name().equals(breaker.name()));
    breakers.add(breaker);
  }

  public void put(BreakerEvent event) {
    events.add(0, event);
  }

  public void database(BreakerState state, @Nullable String reason) {
    database = new DatabaseBreaker.State(state, JobRowBuilder.NOW, reason);
  }

  @Override
  public List<EngineView> engines() {
    return List.copyOf(engines);
  }

  @Override
  public Handlers handlers() {
    return handlers;
  }

  /** What is found of custom jobs from now on. */
  public void handlers(Handlers found) {
    handlers = found;
  }

  @Override
  public Optional<String> breakerOf(String engine) {
    return breakers.stream()
        .filter(breaker -> breaker.engine().equals(engine))
        .map(BreakerRow::name)
        .findFirst();
  }

  @Override
  public DatabaseBreaker.State databaseBreaker() {
    return database;
  }

  @Override
  public List<BreakerRow> breakers() {
    owner.mayFail();
    return List.copyOf(breakers);
  }

  @Override
  public List<BreakerEvent> breakerEvents(Instant since, int limit) {
    owner.mayFail();
    return events.stream().filter(event -> !event.at().isBefore(since)).limit(limit).toList();
  }

  @Override
  public void trip(String breaker, String reason) {
    owner.mayFail();
    owner.record("trip " + breaker + " " + reason);
  }

  @Override
  public void probe(String breaker, @Nullable String jobId, String reason) {
    owner.mayFail();
    owner.record("probe " + breaker + " " + jobId + " " + reason);
  }

  @Override
  public void reset(String breaker, String reason) {
    owner.mayFail();
    owner.record("reset " + breaker + " " + reason);
  }
}
