package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.store.FleetStore;
import java.time.Duration;

/** Asks the database for its time now and then, where no heartbeat does so. */
public final class ContactProbe implements Duty {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final FleetStore fleet;
  private final DatabaseContact contact;
  private final WorkClock clock;

  public ContactProbe(FleetStore fleet, DatabaseContact contact, WorkClock clock) {
    this.fleet = fleet;
    this.contact = contact;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "contact";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    long sent = clock.nanos();
    try {
      contact.answered(sent, fleet.serverTime());
    } catch (OrchestratorException e) {
      contact.failed(e.getMessage());
      throw e;
    }
    return false;
  }
}
