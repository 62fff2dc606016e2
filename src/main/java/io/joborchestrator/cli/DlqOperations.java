package io.joborchestrator.cli;

import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.BulkOperationItem;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows operations, and waits for them with a bar on a terminal. One per command. */
final class DlqOperations {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int SHOWN = 20;
  private static final int PAGE = 1000;
  private static final Set<BulkOperationItem.State> BAD =
      EnumSet.of(
          BulkOperationItem.State.FAILED,
          BulkOperationItem.State.CANCELLED,
          BulkOperationItem.State.SKIPPED);

  private final Verb verb;
  private final OrchestratorSession session;

  DlqOperations(Verb verb, OrchestratorSession session) {
    this.verb = verb;
    this.session = session;
  }

  /** Says what was started, or waits for it. Returns the exit code. */
  int started(BulkOperation operation, boolean wait, @Nullable Duration limit) throws Exception {
    if (wait && !operation.isFinished()) {
      verb.note("Operation " + operation.operationNo() + " runs.");
      return waitWhoeverRuns(operation.operationNo(), limit);
    }
    if (!operation.isFinished() && !isCarriedOut()) {
      verb.note(
          "No running process carries it out: it waits until a console or 'orchestrator worker run'"
              + " is started.");
    }
    return show(session.orchestrator(), operation);
  }

  /** On the embedded database a waiting command does the work if nobody else is there. */
  private int waitWhoeverRuns(long operationNo, @Nullable Duration limit) throws Exception {
    boolean mayExecute = session.config().profile().database().embedded();
    if (session.executes() || isCarriedOut() || !mayExecute) {
      return untilEnded(session.orchestrator(), operationNo, limit);
    }
    verb.note("No worker is running, so this process executes it.");
    try (OrchestratorSession executing = verb.open(Purpose.WORKER)) {
      return untilEnded(executing.orchestrator(), operationNo, limit);
    }
  }

  private boolean isCarriedOut() {
    return session.orchestrator().workers().workers().stream()
        .anyMatch(worker -> worker.slots() > 0 && !worker.status().equals("lost"));
  }

  private int untilEnded(Orchestrator core, long operationNo, @Nullable Duration limit)
      throws Exception {
    long started = System.nanoTime();
    BulkOperation operation = find(core, operationNo);
    Semaphore hint = new Semaphore(0);
    try (AutoCloseable subscription = core.onChange(hint::release);
        Bar bar = new Bar(verb.io(), operation)) {
      while (!operation.isFinished()
          && (limit == null || System.nanoTime() - started < limit.toNanos())) {
        bar.show(operation);
        if (hint.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
          hint.drainPermits();
        }
        operation = find(core, operationNo);
      }
      bar.show(operation);
    }
    int exitCode = show(core, operation);
    return operation.isFinished() ? exitCode : ExitCode.STILL_RUNNING;
  }

  static BulkOperation find(Orchestrator core, long operationNo) {
    return core.deadLetters()
        .operation(operationNo)
        .orElseThrow(
            () ->
                new OrchestratorException(
                    ErrorCode.JOB_NOT_FOUND, "There is no operation " + operationNo + "."));
  }

  /** Prints how it stands. Returns the exit code. */
  int show(Orchestrator core, BulkOperation operation) {
    if (verb.json()) {
      verb.print(DlqJson.operation(operation, items(core, operation)));
    } else {
      verb.print(words(operation));
      List<BulkOperationItem> bad =
          core.deadLetters().items(operation.operationNo(), BAD, 0, SHOWN + 1);
      bad.stream().limit(SHOWN).forEach(item -> verb.print("  " + Texts.clean(words(item))));
      if (bad.size() > SHOWN) {
        verb.note("There are more; --json prints the result of each entry.");
      }
    }
    return exitCode(core, operation);
  }

  private static List<BulkOperationItem> items(Orchestrator core, BulkOperation operation) {
    List<BulkOperationItem> items = new ArrayList<>();
    List<BulkOperationItem> page;
    do {
      page = core.deadLetters().items(operation.operationNo(), Set.of(), items.size(), PAGE);
      items.addAll(page);
    } while (page.size() == PAGE);
    return items;
  }

  static String words(BulkOperation operation) {
    String why = operation.stateReason() == null ? "" : " (" + operation.stateReason() + ")";
    return Texts.clean(
        "Operation "
            + operation.operationNo()
            + ", "
            + operation.kind().wire()
            + ", "
            + operation.state().wire()
            + why
            + ": "
            + Texts.count(operation.succeeded())
            + " done, "
            + Texts.count(operation.failed())
            + " failed, "
            + Texts.count(operation.skipped())
            + " left out, "
            + Texts.count(operation.running())
            + " running, "
            + Texts.count(operation.waiting())
            + " waiting of "
            + Texts.count(operation.total()));
  }

  private static String words(BulkOperationItem item) {
    String why = item.message() == null ? "" : ": " + item.message();
    return "Entry " + item.entryNo() + " " + item.jobName() + " " + item.state().wire() + why;
  }

  /** That of the first entry that failed; a person's or a breaker's stop has its own. */
  private static int exitCode(Orchestrator core, BulkOperation operation) {
    if (operation.failed() > 0) {
      List<BulkOperationItem> failed =
          core.deadLetters()
              .items(operation.operationNo(), EnumSet.of(BulkOperationItem.State.FAILED), 0, 1);
      return failed.stream()
          .map(BulkOperationItem::replayJobId)
          .findFirst()
          .flatMap(id -> core.jobs().detail(String.valueOf(id)))
          .map(DlqOperations::exitCode)
          .orElse(ErrorType.SYSTEM.exitCode());
    }
    return switch (operation.state()) {
      case CANCELLED -> ErrorType.CANCELLED.exitCode();
      case STOPPED -> ErrorType.ENGINE.exitCode();
      case COMPLETED -> operation.succeeded() > 0 ? ExitCode.OK : ErrorType.USER.exitCode();
      case RUNNING, PAUSED -> ExitCode.OK;
    };
  }

  private static int exitCode(JobDetail job) {
    return ExitCode.of(job.row().status(), job.error());
  }

  /** Drawn on a terminal only. */
  private static final class Bar implements AutoCloseable {
    private static final int UPDATE_MILLIS = 200;

    private final @Nullable ProgressBar bar;

    Bar(CliIo io, BulkOperation operation) {
      bar =
          io.terminal()
              ? new ProgressBarBuilder()
                  .setTaskName("Operation " + operation.operationNo())
                  .setInitialMax(operation.total())
                  .setUpdateIntervalMillis(UPDATE_MILLIS)
                  .setStyle(ProgressBarStyle.ASCII)
                  .setConsumer(new ConsoleProgressBarConsumer(io.err()))
                  .build()
              : null;
    }

    void show(BulkOperation operation) {
      if (bar != null) {
        bar.stepTo(operation.settled());
        bar.setExtraMessage(operation.state().wire() + ", " + operation.failed() + " failed");
      }
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
