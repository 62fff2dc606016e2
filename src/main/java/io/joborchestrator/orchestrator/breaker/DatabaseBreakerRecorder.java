package io.joborchestrator.orchestrator.breaker;

import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.duty.DatabaseContact;
import io.joborchestrator.orchestrator.duty.Duty;
import io.joborchestrator.store.BreakerStore;
import io.joborchestrator.store.DatabaseBreaker;
import io.joborchestrator.store.DatabaseBreaker.Change;
import java.time.Duration;
import java.util.List;

/** Writes down, once the database answers again, when this process could not reach it. */
public final class DatabaseBreakerRecorder implements Duty {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final BreakerStore store;
  private final DatabaseBreaker breaker;
  private final DatabaseContact contact;
  private final String process;

  /**
   * @param process name of this process, as people see it
   */
  public DatabaseBreakerRecorder(
      BreakerStore store, DatabaseBreaker breaker, DatabaseContact contact, String process) {
    this.store = store;
    this.breaker = breaker;
    this.contact = contact;
    this.process = process;
  }

  @Override
  public String name() {
    return "database breaker";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    DatabaseContact.State known = contact.state();
    if (known.failing() || known.lastContact() == null) {
      return false;
    }
    List<Change> changes = breaker.takeChanges();
    if (changes.isEmpty()) {
      return false;
    }
    try {
      store.recordDatabase(
          process,
          changes.stream()
              .map(
                  change ->
                      new BreakerEvent(
                          BreakerEvent.DATABASE,
                          change.at().plus(known.offset()),
                          change.from(),
                          change.to(),
                          change.reason(),
                          process,
                          process,
                          null))
              .toList());
    } catch (OrchestratorException e) {
      breaker.putBack(changes);
      throw e;
    }
    return false;
  }
}
