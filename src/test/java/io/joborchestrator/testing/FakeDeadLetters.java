package io.joborchestrator.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.BulkOperationItem;
import io.joborchestrator.domain.deadletter.DeadLetterCounts;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterGroup;
import io.joborchestrator.domain.deadletter.DeadLetterPage;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import io.joborchestrator.domain.deadletter.ReplayPreview;
import io.joborchestrator.domain.deadletter.RuleChange;
import io.joborchestrator.orchestrator.DeadLetterManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a {@link FakeOrchestrator}: holds what it is given, filters by state, group
 * and text, moves states for replay, discard and restore, records commands. Operations that replay
 * stay as they are until the test replaces them. Thread-safe by one lock.
 */
public final class FakeDeadLetters implements DeadLetterManager {
  private final FakeOrchestrator owner;
  private final Map<Long, DeadLetterRow> rows = new TreeMap<>();
  private final Map<Long, DeadLetterDetail> details = new LinkedHashMap<>();
  private final Map<Integer, DeadLetterGroup> groups = new LinkedHashMap<>();
  private final Map<Long, BulkOperation> operations = new TreeMap<>(Comparator.reverseOrder());
  private final Map<Long, List<BulkOperationItem>> items = new LinkedHashMap<>();
  private @Nullable ReplayOptions lastOptions;

  FakeDeadLetters(FakeOrchestrator owner) {
    this.owner = owner;
  }

  /** Adds an entry, or replaces the one with its number. */
  public synchronized void add(DeadLetterRow row) {
    rows.put(row.entryNo(), row);
  }

  /** Message, code and trend of a group; its counts come from the entries. */
  public synchronized void describe(DeadLetterGroup group) {
    groups.put(group.groupNo(), group);
  }

  public synchronized void setDetail(DeadLetterDetail detail) {
    details.put(detail.row().entryNo(), detail);
    add(detail.row());
  }

  public synchronized void setOperation(BulkOperation operation, List<BulkOperationItem> results) {
    operations.put(operation.operationNo(), operation);
    items.put(operation.operationNo(), List.copyOf(results));
  }

  /** The options of the last replay that was started. */
  public synchronized @Nullable ReplayOptions lastOptions() {
    return lastOptions;
  }

  @Override
  public synchronized DeadLetterCounts counts() {
    owner.mayFail();
    return new DeadLetterCounts(
        rows.values().stream()
            .collect(Collectors.groupingBy(DeadLetterRow::state, Collectors.counting())));
  }

  @Override
  public synchronized List<DeadLetterGroup> groups(DeadLetterFilter filter) {
    owner.mayFail();
    return matching(filter).stream()
        .collect(Collectors.groupingBy(DeadLetterRow::groupNo))
        .values()
        .stream()
        .map(this::group)
        .sorted(Comparator.comparingLong(DeadLetterGroup::entries).reversed())
        .toList();
  }

  private DeadLetterGroup group(List<DeadLetterRow> entries) {
    DeadLetterRow first = entries.get(0);
    @Nullable DeadLetterGroup known = groups.get(first.groupNo());
    return new DeadLetterGroup(
        first.groupNo(),
        "signature-" + first.groupNo(),
        known == null ? String.valueOf(first.errorMessage()) : known.message(),
        Objects.requireNonNullElse(first.errorCode(), ""),
        entries.stream().map(DeadLetterRow::reason).collect(Collectors.toSet()),
        first.jobType(),
        first.engine(),
        entries.size(),
        count(entries, DeadLetterState.OPEN),
        count(entries, DeadLetterState.PENDING),
        count(entries, DeadLetterState.PARKED),
        rows.values().stream()
            .filter(row -> row.groupNo() == first.groupNo())
            .filter(row -> row.state() == DeadLetterState.RECOVERED)
            .count(),
        entries.stream().map(DeadLetterRow::firstFailedAt).min(Comparator.naturalOrder()).get(),
        entries.stream().map(DeadLetterRow::failedAt).max(Comparator.naturalOrder()).get(),
        known == null ? java.util.Collections.nCopies(24, 0) : known.trend());
  }

  private static long count(List<DeadLetterRow> entries, DeadLetterState state) {
    return entries.stream().filter(row -> row.state() == state).count();
  }

  private List<DeadLetterRow> matching(DeadLetterFilter filter) {
    return rows.values().stream()
        .filter(row -> filter.states().contains(row.state()))
        .filter(row -> filter.groups().isEmpty() || filter.groups().contains(row.groupNo()))
        .filter(row -> filter.types().isEmpty() || filter.types().contains(row.jobType()))
        .filter(row -> filter.reasons().isEmpty() || filter.reasons().contains(row.reason()))
        .filter(row -> filter.engines().isEmpty() || filter.engines().contains(row.engine()))
        .filter(row -> filter.owners().isEmpty() || filter.owners().contains(row.owner()))
        .filter(row -> filter.assignees().isEmpty() || filter.assignees().contains(row.assignee()))
        .filter(row -> filter.text() == null || hasText(row, filter.text()))
        .sorted(
            Comparator.comparing(DeadLetterRow::failedAt)
                .thenComparing(DeadLetterRow::entryNo)
                .reversed())
        .toList();
  }

  private static boolean hasText(DeadLetterRow row, String text) {
    String all = row.jobName() + '\n' + row.jobId() + '\n' + row.errorMessage();
    return all.toLowerCase(java.util.Locale.ROOT).contains(text.toLowerCase(java.util.Locale.ROOT));
  }

  private List<DeadLetterRow> selected(DeadLetterSelection selection) {
    if (selection instanceof DeadLetterSelection.Entries some) {
      return some.entries().stream().map(rows::get).filter(Objects::nonNull).toList();
    }
    if (selection instanceof DeadLetterSelection.Matching matching) {
      return matching(matching.filter());
    }
    long earlier = ((DeadLetterSelection.OfOperation) selection).operationNo();
    return items.getOrDefault(earlier, List.of()).stream()
        .map(item -> rows.get(item.entryNo()))
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public synchronized DeadLetterPage page(DeadLetterFilter filter, long offset, int limit) {
    owner.mayFail();
    List<DeadLetterRow> all = matching(filter);
    return new DeadLetterPage(all.stream().skip(offset).limit(limit).toList(), offset, all.size());
  }

  @Override
  public synchronized Optional<DeadLetterDetail> detail(long entryNo) {
    owner.mayFail();
    DeadLetterDetail detail = details.get(entryNo);
    DeadLetterRow row = rows.get(entryNo);
    if (row == null) {
      return Optional.empty();
    }
    return Optional.of(
        detail == null
            ? new DeadLetterDetail(
                row,
                null,
                JsonNodeFactory.instance.objectNode(),
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of())
            : new DeadLetterDetail(
                row,
                detail.error(),
                detail.payload(),
                detail.requestedEngine(),
                detail.timeout(),
                detail.retryPolicy(),
                detail.attempts(),
                detail.replays(),
                detail.comments()));
  }

  @Override
  public synchronized Optional<Long> entryOfJob(String jobId) {
    owner.mayFail();
    return rows.values().stream()
        .filter(row -> row.jobId().equals(jobId))
        .map(DeadLetterRow::entryNo)
        .findFirst();
  }

  @Override
  public synchronized int assign(DeadLetterSelection selection, @Nullable String assignee) {
    owner.mayFail();
    List<DeadLetterRow> entries = selected(selection);
    owner.record("assign " + numbers(entries) + " to " + assignee);
    entries.forEach(row -> add(with(row, row.state(), row.operationNo(), null, assignee)));
    return entries.size();
  }

  @Override
  public synchronized void comment(long entryNo, String text) {
    owner.mayFail();
    owner.record("comment " + entryNo + ": " + text);
  }

  @Override
  public synchronized BulkOperation discard(DeadLetterSelection selection, String reason) {
    return move(selection, reason, BulkOperation.Kind.DISCARD);
  }

  @Override
  public synchronized BulkOperation restore(
      DeadLetterSelection selection, @Nullable String reason) {
    return move(selection, reason, BulkOperation.Kind.RESTORE);
  }

  private BulkOperation move(
      DeadLetterSelection selection, @Nullable String reason, BulkOperation.Kind kind) {
    owner.mayFail();
    boolean discards = kind == BulkOperation.Kind.DISCARD;
    List<DeadLetterRow> entries =
        selected(selection).stream()
            .filter(row -> discards == (row.state() != DeadLetterState.DISCARDED))
            .toList();
    owner.record(kind.wire() + " " + numbers(entries) + ": " + reason);
    DeadLetterState to = discards ? DeadLetterState.DISCARDED : DeadLetterState.OPEN;
    entries.forEach(row -> add(with(row, to, null, reason, row.assignee())));
    return store(
        kind,
        BulkOperation.State.COMPLETED,
        ReplayOptions.AS_IT_WAS,
        reason,
        entries,
        BulkOperationItem.State.SUCCEEDED);
  }

  @Override
  public synchronized ReplayPreview preview(DeadLetterSelection selection, boolean forced) {
    owner.mayFail();
    List<DeadLetterRow> entries = selected(selection);
    return new ReplayPreview(
        entries.size(),
        entries.stream().filter(row -> isEligible(row, forced)).count(),
        count(entries, DeadLetterState.PARKED),
        count(entries, DeadLetterState.PENDING),
        entries.stream().filter(row -> !row.state().isUnresolved()).count(),
        entries.stream().map(DeadLetterRow::engine).filter(Objects::nonNull).distinct().toList(),
        entries.stream().map(DeadLetterRow::failedAt).min(Comparator.naturalOrder()).orElse(null));
  }

  private static boolean isEligible(DeadLetterRow row, boolean forced) {
    return row.state() == DeadLetterState.OPEN || (forced && row.state() == DeadLetterState.PARKED);
  }

  @Override
  public synchronized BulkOperation replay(
      DeadLetterSelection selection, ReplayOptions options, @Nullable String reason) {
    owner.mayFail();
    lastOptions = options;
    List<DeadLetterRow> entries =
        selected(selection).stream().filter(row -> isEligible(row, options.forced())).toList();
    owner.record("replay " + numbers(entries));
    BulkOperation operation =
        store(
            BulkOperation.Kind.REPLAY,
            BulkOperation.State.RUNNING,
            options,
            reason,
            entries,
            BulkOperationItem.State.WAITING);
    entries.forEach(
        row ->
            add(
                with(
                    row,
                    DeadLetterState.PENDING,
                    operation.operationNo(),
                    reason,
                    row.assignee())));
    return operation;
  }

  private BulkOperation store(
      BulkOperation.Kind kind,
      BulkOperation.State state,
      ReplayOptions options,
      @Nullable String reason,
      List<DeadLetterRow> entries,
      BulkOperationItem.State outcome) {
    long number = operations.size() + 1L;
    List<BulkOperationItem> results = new ArrayList<>();
    for (DeadLetterRow row : entries) {
      results.add(
          new BulkOperationItem(
              results.size() + 1,
              row.entryNo(),
              row.jobId(),
              row.jobName(),
              outcome,
              null,
              null,
              JobRowBuilder.NOW));
    }
    boolean running = state == BulkOperation.State.RUNNING;
    BulkOperation operation =
        new BulkOperation(
            number,
            kind,
            state,
            JsonNodeFactory.instance.objectNode(),
            options,
            reason,
            "m.keller",
            JobRowBuilder.NOW,
            null,
            JobRowBuilder.NOW,
            null,
            entries.size(),
            running ? entries.size() : 0,
            0,
            running ? 0 : entries.size(),
            0,
            0,
            running ? null : JobRowBuilder.NOW);
    setOperation(operation, results);
    return operation;
  }

  @Override
  public synchronized List<BulkOperation> operations(int limit) {
    owner.mayFail();
    return operations.values().stream()
        .sorted(Comparator.comparing(BulkOperation::isFinished))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<BulkOperation> operation(long operationNo) {
    owner.mayFail();
    return Optional.ofNullable(operations.get(operationNo));
  }

  @Override
  public synchronized List<BulkOperationItem> items(
      long operationNo, Set<BulkOperationItem.State> states, long offset, int limit) {
    owner.mayFail();
    return items.getOrDefault(operationNo, List.of()).stream()
        .filter(item -> states.isEmpty() || states.contains(item.state()))
        .skip(offset)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized BulkOperation.CommandOutcome command(
      long operationNo, BulkOperation.Command command, @Nullable String reason) {
    owner.mayFail();
    owner.record(command.wire() + " operation " + operationNo);
    return new BulkOperation.CommandOutcome(true, "Done.");
  }

  @Override
  public synchronized BulkOperation.CommandOutcome change(
      long operationNo, RuleChange change, @Nullable String reason) {
    owner.mayFail();
    BulkOperation now = Objects.requireNonNull(operations.get(operationNo));
    ReplayOptions options = now.options();
    if (change.changesRate()) {
      options = options.withPerSecond(change.perSecond());
    }
    if (change.changesStop()) {
      options = options.withStopAfter(change.stopAfter());
    }
    owner.record(
        "change operation "
            + operationNo
            + ": rate "
            + options.perSecond()
            + ", stop after "
            + options.stopAfter());
    setOperation(withOptions(now, options), items.getOrDefault(operationNo, List.of()));
    return new BulkOperation.CommandOutcome(true, "Done.");
  }

  private static BulkOperation withOptions(BulkOperation now, ReplayOptions options) {
    return new BulkOperation(
        now.operationNo(),
        now.kind(),
        now.state(),
        now.selection(),
        options,
        now.reason(),
        now.createdBy(),
        now.createdAt(),
        now.stateBy(),
        now.stateAt(),
        now.stateReason(),
        now.total(),
        now.waiting(),
        now.running(),
        now.succeeded(),
        now.failed(),
        now.skipped(),
        now.finishedAt());
  }

  private static String numbers(List<DeadLetterRow> entries) {
    return entries.stream()
        .map(row -> String.valueOf(row.entryNo()))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static DeadLetterRow with(
      DeadLetterRow row,
      DeadLetterState state,
      @Nullable Long operation,
      @Nullable String reason,
      @Nullable String assignee) {
    return new DeadLetterRow(
        row.entryNo(),
        row.jobId(),
        row.jobName(),
        row.jobType(),
        row.queue(),
        row.owner(),
        row.tags(),
        row.engine(),
        row.groupNo(),
        state,
        row.reason(),
        row.errorCode(),
        row.errorType(),
        row.errorMessage(),
        row.retryCount(),
        row.crashCount(),
        row.manualRetries(),
        row.failures(),
        row.replays(),
        row.firstFailedAt(),
        row.failedAt(),
        operation,
        assignee,
        row.stateAt(),
        row.stateBy(),
        reason == null ? row.stateReason() : reason);
  }
}
