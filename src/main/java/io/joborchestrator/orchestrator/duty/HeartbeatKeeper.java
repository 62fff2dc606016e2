package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.orchestrator.run.Execution;
import io.joborchestrator.orchestrator.run.WorkerMembership;
import io.joborchestrator.store.WorkStore;
import io.joborchestrator.store.WorkStore.HeartbeatReply;
import io.joborchestrator.store.WorkStore.WorkerLoad;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers this process as a worker and keeps its lease. Learns from the answers what people ask
 * of its jobs, and whether it was declared dead: then everything is dropped and it registers again
 * under a new epoch. Once this process has signed off, it says nothing any more.
 */
public final class HeartbeatKeeper implements Duty {
  private static final Logger log = LoggerFactory.getLogger(HeartbeatKeeper.class);

  private final Execution execution;
  private final WorkerRegistration registration;
  private final DatabaseContact contact;
  private final MachineLoad load;
  private final Duration interval;
  private final Runnable registered;

  /**
   * @param registered called when there is a new session, so that work is looked for at once
   */
  public HeartbeatKeeper(
      Execution execution,
      WorkerRegistration registration,
      DatabaseContact contact,
      MachineLoad load,
      Duration interval,
      Runnable registered) {
    this.execution = execution;
    this.registration = registration;
    this.contact = contact;
    this.load = load;
    this.interval = interval;
    this.registered = registered;
  }

  @Override
  public String name() {
    return "heartbeat";
  }

  @Override
  public Duration interval() {
    return interval;
  }

  @Override
  public boolean runOnce() {
    if (membership().hasLeft()) {
      return false;
    }
    try {
      Optional<WorkerSession> session = membership().session();
      if (session.isEmpty()) {
        register();
      } else {
        beat(session.get());
      }
      return false;
    } catch (OrchestratorException e) {
      contact.failed(e.getMessage());
      throw e;
    }
  }

  private void register() {
    long sent = clock().nanos();
    WorkerSession session = work().register(registration);
    membership().registered(session, sent);
    contact.answered(sent, session.serverTime());
    log.info(
        "Registered as worker {} ({}), epoch {}, lease {}",
        registration.workerId(),
        session.workerNo(),
        session.epoch(),
        session.lease());
    registered.run();
  }

  private void beat(WorkerSession session) {
    WorkerLoad now = load.measure(execution.parts().book().size(), clock().now());
    long sent = clock().nanos();
    Duration silent = membership().sinceConfirmed();
    HeartbeatReply reply = work().heartbeat(session, now);
    contact.answered(sent, reply.serverTime());
    if (reply.valid()) {
      boolean wasDoubtful = membership().isDoubtful();
      membership().confirmed(reply, sent);
      execution.absences().confirmed(silent);
      reply.commands().forEach(execution.supervisor()::command);
      if (wasDoubtful) {
        log.info("The database still counts on this worker: it goes on");
        registered.run();
      }
      return;
    }
    if (membership().hasLeft()) {
      // It signed off while it was asked; it must not join again.
      return;
    }
    log.warn("The database declared this worker dead; its runs are dropped, it registers again");
    membership().ended();
    execution.absences().declaredDead(session, silent);
    execution.supervisor().fence(session, "This worker was declared dead.");
    register();
  }

  private WorkStore work() {
    return execution.parts().work();
  }

  private WorkerMembership membership() {
    return execution.parts().membership();
  }

  private WorkClock clock() {
    return execution.parts().clock();
  }
}
