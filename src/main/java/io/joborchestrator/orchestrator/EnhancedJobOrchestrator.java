package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.worker.Absence;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.orchestrator.breaker.BreakerBoard;
import io.joborchestrator.orchestrator.breaker.DatabaseBreakerRecorder;
import io.joborchestrator.orchestrator.duty.DatabaseContact;
import io.joborchestrator.orchestrator.lifecycle.Lifecycle;
import io.joborchestrator.orchestrator.lifecycle.LifecycleRegistry;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.orchestrator.run.EngineSlots;
import io.joborchestrator.orchestrator.submit.SubmissionChecker;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.store.ChangeFeed;
import io.joborchestrator.store.DatabaseBreaker;
import io.joborchestrator.store.FleetStore.ConnectionFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The orchestration core: watches and commands jobs on the shared database and, where its settings
 * say so, executes them as a worker. Runs without a display. Thread-safe; {@link #start()} and
 * {@link #stop} are idempotent.
 */
public final class EnhancedJobOrchestrator implements Orchestrator, Lifecycle {
  /** Longer than this without an answer, and the connection counts as lost. */
  private static final Duration SILENCE = Duration.ofSeconds(7);

  private final OrchestratorStores stores;
  private final PipelineWorkbench workbench;
  private final StoredJobs jobs;
  private final StoredFleet fleet;
  private final StoredDeadLetters deadLetters;
  private final StoredRetryPolicies retryPolicies;
  private final StoredTemplates templates;
  private final StoredStatistics statistics;
  private final GuardedEngines guardedEngines;
  private final ChangeHub changes;
  private final boolean pollOnly;
  private final @Nullable String readOnly;
  private final DatabaseContact contact;
  private final @Nullable WorkerSide worker;
  private final LifecycleRegistry parts;

  /**
   * @param checker looks at submissions before they are stored
   * @param threads makes named threads: {@code ejo-duty} for duties, {@code ejo-run} for runs
   */
  public EnhancedJobOrchestrator(
      OrchestratorStores stores,
      OrchestratorSettings settings,
      PipelineWorkbench workbench,
      EngineRegistry engines,
      SubmissionChecker checker,
      WorkClock clock,
      Function<String, ThreadFactory> threads) {
    this.stores = stores;
    this.workbench = workbench;
    changes = new ChangeHub(threads.apply("ejo-duty"));
    contact = new DatabaseContact(clock, changes::changed);
    WorkerRegistration registration = settings.registration();
    BreakerBoard board =
        new BreakerBoard(registration == null ? List.of() : registration.resources());
    EngineSlots slots = new EngineSlots(engines.usable(), board);
    Duties duties = new Duties(settings, threads.apply("ejo-duty"));
    worker =
        registration == null
            ? null
            : new WorkerSide(
                stores,
                settings,
                slots,
                board,
                checker::routingRequest,
                new WorkerSide.Surroundings(clock, contact, changes::changed, threads),
                duties);
    Hints hints = new Hints(stores.changes(), changes, worker);
    pollOnly = stores.changes().pollOnly();
    readOnly = settings.readOnly();
    jobs =
        new StoredJobs(
            stores,
            checker,
            slots,
            settings.routing(),
            hints,
            new DirectPath(stores.jobs(), worker == null ? null : worker.directRuns()));
    fleet = new StoredFleet(stores.fleet(), hints);
    deadLetters = new StoredDeadLetters(stores.deadLetters(), hints);
    retryPolicies = new StoredRetryPolicies(stores.retryPolicies());
    templates = new StoredTemplates(stores.templates());
    statistics = new StoredStatistics(stores.statistics());
    guardedEngines = new GuardedEngines(engines, stores, hints);
    parts = new LifecycleRegistry(clock.monotonic());
    parts.add("changes", changes);
    parts.add("change feed", new FeedSubscription(stores.changes(), hints));
    if (readOnly == null) {
      parts.add(
          "database breaker",
          duties.patient(
              new DatabaseBreakerRecorder(
                  stores.breakers(), stores.databaseBreaker(), contact, name(registration))));
    }
    if (worker == null) {
      parts.add("contact", duties.probe(stores.fleet(), contact, clock));
    } else {
      parts.add("worker", worker);
    }
  }

  @Override
  public void start() {
    parts.start();
  }

  @Override
  public void stop(Duration deadline) {
    parts.stop(deadline);
  }

  @Override
  public EnhancedJobManager jobs() {
    return jobs;
  }

  @Override
  public QueueManager queues() {
    return fleet;
  }

  @Override
  public WorkerManager workers() {
    return fleet;
  }

  @Override
  public DeadLetterManager deadLetters() {
    return deadLetters;
  }

  @Override
  public TemplateManager templates() {
    return templates;
  }

  @Override
  public RetryPolicyManager retryPolicies() {
    return retryPolicies;
  }

  @Override
  public EngineManager engines() {
    return guardedEngines;
  }

  @Override
  public StatisticsManager statistics() {
    return statistics;
  }

  @Override
  public PipelineWorkbench workbench() {
    return workbench;
  }

  @Override
  public ConnectionFacts facts() {
    return stores.fleet().facts();
  }

  @Override
  public ConnectionState connection() {
    DatabaseContact.State state = contact.state();
    Duration silent = state.sinceContact();
    boolean tooSilent = silent != null && silent.compareTo(SILENCE) > 0;
    boolean connected = silent != null && !state.failing() && !tooSilent;
    return new ConnectionState(
        connected,
        state.lastContact(),
        connected ? null : problem(state, silent, guardedEngines.databaseBreaker()),
        state.roundTrip(),
        state.offset(),
        pollOnly,
        readOnly);
  }

  @Override
  public Optional<Absence> lastAbsence() {
    return worker == null ? Optional.empty() : worker.lastAbsence();
  }

  @Override
  public void joinQueue() {
    if (worker != null) {
      worker.joinQueue();
    }
  }

  @Override
  public AutoCloseable onChange(Runnable listener) {
    return changes.subscribe(listener);
  }

  private static String name(@Nullable WorkerRegistration registration) {
    return registration == null ? "watcher:" + ProcessHandle.current().pid() : registration.name();
  }

  private static String problem(
      DatabaseContact.State state, @Nullable Duration silent, DatabaseBreaker.State breaker) {
    if (breaker.state() != BreakerState.CLOSED) {
      return "The database does not answer: calls fail at once until it does"
          + (breaker.reason() == null ? "." : " (" + breaker.reason() + ").");
    }
    if (state.problem() != null) {
      return state.problem();
    }
    return silent == null
        ? "The database has not answered yet."
        : "The database has not answered for "
            + silent.toSeconds()
            + " s. What is shown may be old.";
  }

  /** Wakes this process and tells others. */
  private record Hints(ChangeFeed feed, ChangeHub changes, @Nullable WorkerSide worker)
      implements StoredJobs.Hints {
    @Override
    public void jobs() {
      feed.hintJobs();
      jobsHere();
    }

    @Override
    public void commands() {
      feed.hintCommands();
      commandsHere();
    }

    void jobsHere() {
      if (worker != null) {
        worker.lookForWork();
      }
      changes.changed();
    }

    void commandsHere() {
      if (worker != null) {
        worker.askForCommands();
      }
    }
  }

  /** Listens to what other processes say. */
  private static final class FeedSubscription implements Lifecycle, ChangeFeed.Listener {
    private final ChangeFeed feed;
    private final Hints hints;
    private @Nullable AutoCloseable subscription;

    FeedSubscription(ChangeFeed feed, Hints hints) {
      this.feed = feed;
      this.hints = hints;
    }

    @Override
    public synchronized void start() {
      if (subscription == null) {
        subscription = feed.subscribe(this);
      }
    }

    @Override
    public synchronized void stop(Duration deadline) {
      if (subscription == null) {
        return;
      }
      try {
        subscription.close();
      } catch (Exception e) {
        throw new IllegalStateException("The subscription to changes could not be ended", e);
      }
      subscription = null;
    }

    @Override
    public void jobsChanged() {
      hints.jobsHere();
    }

    @Override
    public void commandsChanged() {
      hints.commandsHere();
    }
  }
}
