package io.joborchestrator.orchestrator;

import io.joborchestrator.orchestrator.duty.Backoff;
import io.joborchestrator.orchestrator.duty.ContactProbe;
import io.joborchestrator.orchestrator.duty.DatabaseContact;
import io.joborchestrator.orchestrator.duty.Duty;
import io.joborchestrator.orchestrator.duty.DutyLoop;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.store.FleetStore;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/** Makes the loops of duties, each with the pauses that fit it. */
record Duties(OrchestratorSettings settings, ThreadFactory threads) {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** A duty that may wait for long while the database is gone. */
  DutyLoop patient(Duty duty) {
    return new DutyLoop(duty, new Backoff(FIRST, LONGEST, settings.random()), threads);
  }

  /** A duty that others depend on: it comes back soon. */
  DutyLoop eager(Duty duty) {
    Duration longest = settings.heartbeat();
    Duration first = longest.compareTo(FIRST) < 0 ? longest : FIRST;
    return new DutyLoop(duty, new Backoff(first, longest, settings.random()), threads);
  }

  DutyLoop probe(FleetStore fleet, DatabaseContact contact, WorkClock clock) {
    return eager(new ContactProbe(fleet, contact, clock));
  }
}
