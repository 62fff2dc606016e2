package io.joborchestrator.store.postgres;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.store.WorkStore;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worker that does what the test says. */
record TestWorker(WorkStore work, WorkerSession session) {
  static final List<String> TYPES = List.of("etl", "data_processing", "script");
  static final List<String> ENGINES = List.of("local", "spark");

  static TestWorker register(WorkStore work, String id) {
    return register(work, id, Duration.ofSeconds(30));
  }

  static TestWorker register(WorkStore work, String id, Duration lease) {
    return new TestWorker(
        work,
        work.register(
            new WorkerRegistration(
                id,
                "node-" + id,
                "worker",
                "host",
                "1.0",
                1,
                8,
                2,
                1L << 30,
                TYPES,
                ENGINES,
                List.of(),
                false,
                lease)));
  }

  /** Claims and says that the runs start, as every worker does before it does anything. */
  List<ClaimedJob> claim(int limit) {
    List<ClaimedJob> jobs = work.claim(session, new WorkStore.ClaimRequest(limit, TYPES, ENGINES));
    if (!jobs.isEmpty()) {
      work.started(session, jobs.stream().map(TestWorker::start).toList());
    }
    return jobs;
  }

  static WorkStore.Start start(ClaimedJob job) {
    RoutingDecision routing = new RoutingDecision("local", List.of());
    return new WorkStore.Start(claim(job), "local", "ejo-" + job.no() + "-" + job.epoch(), routing);
  }

  List<Claim> complete(ClaimedJob... jobs) {
    return complete(List.of(jobs));
  }

  List<Claim> complete(List<ClaimedJob> jobs) {
    return work.complete(
        session,
        jobs.stream()
            .map(
                job ->
                    new WorkStore.Completion(
                        claim(job),
                        session.serverTime(),
                        "local",
                        JsonNodeFactory.instance.objectNode().put("rows", 1),
                        1))
            .toList());
  }

  List<Claim> fail(ClaimedJob job, JobError error, @Nullable Duration retryAfter) {
    return work.fail(
        session,
        List.of(
            new WorkStore.Failure(
                claim(job), session.serverTime(), "local", error, false, retryAfter)));
  }

  static Claim claim(ClaimedJob job) {
    return new Claim(job.no(), job.epoch());
  }
}
