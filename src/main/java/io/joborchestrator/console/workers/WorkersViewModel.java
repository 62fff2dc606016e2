package io.joborchestrator.console.workers;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.Refresher;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.orchestrator.WorkerManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The fleet. Sorted by kind, then by name, so that a worker that is lost does not move. FX thread
 * only.
 */
public final class WorkersViewModel {
  /** Beyond this a clock is wrong enough to be said. */
  static final Duration SKEW_LIMIT = Duration.ofSeconds(2);

  private static final List<String> KIND_ORDER = List.of("worker", "traditional", "console", "cli");

  /** What the tabs choose from. */
  public enum Tab {
    ALL,
    WORKERS,
    CONSOLES,
    EXECUTORS;

    boolean shows(WorkerRow row) {
      return switch (this) {
        case ALL -> true;
        case WORKERS -> !isConsole(row) && row.executor() == null;
        case CONSOLES -> isConsole(row);
        case EXECUTORS -> row.executor() != null;
      };
    }
  }

  /** Sums over all live ones. Slots and what runs in them are those of processes, not executors. */
  public record Summary(
      int workers,
      int aliveWorkers,
      int consoles,
      int aliveConsoles,
      int executors,
      int aliveExecutors,
      int slots,
      int running,
      int lost,
      int skewed) {
    public int needALook() {
      return lost + skewed;
    }
  }

  private final WorkerManager workers;
  private final UiTasks tasks;
  private final LiveFeed feed;
  private final Dialogs dialogs;
  private final Texts texts;
  private final Refresher<List<WorkerRow>> refresher;
  private final ObservableList<WorkerRow> rows = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper();
  private List<WorkerRow> all = List.of();
  private Tab tab = Tab.ALL;
  private UiTasks.Handle subscription = () -> {};
  private Consumer<Runnable> rowChanges = Runnable::run;

  public WorkersViewModel(PageContext context) {
    this.workers = context.orchestrator().workers();
    this.tasks = context.tasks();
    this.feed = context.feed();
    this.dialogs = context.dialogs();
    this.texts = context.texts();
    this.refresher =
        new Refresher<>(
            tasks, texts.get("workers.task"), workers::workers, this::show, this::showProblem);
  }

  public void onShown() {
    subscription = feed.subscribe(refresher::request);
    refresher.request();
  }

  public void onHidden() {
    subscription.cancel();
    refresher.stop();
  }

  public void refresh() {
    refresher.request();
  }

  private void show(List<WorkerRow> answer) {
    all = ordered(answer);
    loaded.set(true);
    problem.set("");
    fill();
  }

  private static Comparator<WorkerRow> order() {
    return Comparator.comparingInt((WorkerRow row) -> kindRank(row.kind()))
        .thenComparing(WorkerRow::name)
        .thenComparing(WorkerRow::workerId);
  }

  /** Processes in their order, each with its executors behind it, the oldest first. */
  private static List<WorkerRow> ordered(List<WorkerRow> rows) {
    Map<String, List<WorkerRow>> executors =
        rows.stream()
            .filter(row -> row.executor() != null)
            .sorted(Comparator.comparingInt(WorkersViewModel::executorNumber))
            .collect(Collectors.groupingBy(WorkersViewModel::processId));
    List<WorkerRow> ordered = new ArrayList<>();
    rows.stream()
        .filter(row -> row.executor() == null)
        .sorted(order())
        .forEach(
            row -> {
              ordered.add(row);
              List<WorkerRow> own = executors.remove(row.workerId());
              ordered.addAll(own == null ? List.of() : own);
            });
    executors.values().forEach(ordered::addAll);
    return ordered;
  }

  private static String processId(WorkerRow executor) {
    return executor.workerId().replaceFirst("/[^/]*/[^/]*$", "");
  }

  private static int executorNumber(WorkerRow row) {
    String id = row.workerId().substring(row.workerId().lastIndexOf('/') + 1);
    return id.matches("\\d{1,9}") ? Integer.parseInt(id) : Integer.MAX_VALUE;
  }

  private static int kindRank(String kind) {
    int rank = KIND_ORDER.indexOf(kind);
    return rank < 0 ? KIND_ORDER.size() : rank;
  }

  private void showProblem(Exception failure) {
    String message = failure.getMessage();
    problem.set(message == null ? failure.getClass().getSimpleName() : message);
  }

  private void fill() {
    rowChanges.accept(this::changeRows);
    changes.set(changes.get() + 1);
  }

  /** What changes of the rows are run by: a view keeps its selection around them. */
  public void changeRowsWith(Consumer<Runnable> runner) {
    rowChanges = runner;
  }

  /** Rows are taken out, put in and replaced one by one, so that the scroll position stays. */
  private void changeRows() {
    List<WorkerRow> wanted = all.stream().filter(tab::shows).toList();
    Set<String> stay = new HashSet<>(ids(wanted));
    rows.removeIf(row -> !stay.contains(row.workerId()));
    for (int i = 0; i < wanted.size(); i++) {
      WorkerRow row = wanted.get(i);
      if (i == rows.size() || !rows.get(i).workerId().equals(row.workerId())) {
        rows.removeIf(other -> other.workerId().equals(row.workerId()));
        rows.add(i, row);
      } else if (!row.equals(rows.get(i))) {
        rows.set(i, row);
      }
    }
  }

  private static List<String> ids(List<WorkerRow> list) {
    return list.stream().map(WorkerRow::workerId).toList();
  }

  public void choose(Tab value) {
    tab = value;
    fill();
  }

  public long count(Tab which) {
    return all.stream().filter(which::shows).count();
  }

  public Summary summary() {
    List<WorkerRow> alive = all.stream().filter(WorkersViewModel::isAlive).toList();
    List<WorkerRow> processes = alive.stream().filter(row -> row.executor() == null).toList();
    return new Summary(
        count(all, Tab.WORKERS::shows),
        count(alive, Tab.WORKERS::shows),
        count(all, Tab.CONSOLES::shows),
        count(alive, Tab.CONSOLES::shows),
        count(all, Tab.EXECUTORS::shows),
        count(alive, Tab.EXECUTORS::shows),
        processes.stream().mapToInt(WorkerRow::slots).sum(),
        processes.stream().mapToInt(WorkerRow::runningJobs).sum(),
        lost().size(),
        count(processes, WorkersViewModel::isSkewed));
  }

  private static int count(List<WorkerRow> rows, Predicate<WorkerRow> which) {
    return (int) rows.stream().filter(which).count();
  }

  static boolean isConsole(WorkerRow row) {
    return "console".equals(row.kind()) || "cli".equals(row.kind());
  }

  static boolean isAlive(WorkerRow row) {
    return !"lost".equals(row.status()) && !"offline".equals(row.status());
  }

  static boolean isSkewed(WorkerRow row) {
    Duration skew = row.clockSkew();
    return skew != null && skew.abs().compareTo(SKEW_LIMIT) > 0;
  }

  /**
   * Time since the last heartbeat by the database's clock, counted on without asking; without a
   * connection as last heard.
   */
  @Nullable Duration age(WorkerRow row) {
    Instant last = row.lastHeartbeat();
    if (last == null || !feed.connectedProperty().get()) {
      return row.heartbeatAge();
    }
    Duration age = Duration.between(last, feed.now());
    return age.isNegative() ? Duration.ZERO : age;
  }

  /** Why a command is not possible for these now, or null if it is. */
  public @Nullable String missing(String command, List<WorkerRow> chosen) {
    if (!feed.connectedProperty().get()) {
      return texts.get("workers.missing.connection");
    }
    if (chosen.isEmpty()) {
      return texts.get("workers.missing.selection");
    }
    if (chosen.stream().anyMatch(row -> row.executor() != null)) {
      return texts.get("workers.missing.executor");
    }
    Set<String> allowed =
        switch (command) {
          case "drain" -> Set.of("online", "busy", "paused");
          case "pause" -> Set.of("online", "busy");
          case "resume" -> Set.of("paused", "draining");
          default -> Set.of("lost", "offline");
        };
    boolean fits = chosen.stream().allMatch(row -> allowed.contains(row.status()));
    return fits ? null : texts.get("workers.missing." + command);
  }

  public void command(String command, List<WorkerRow> chosen) {
    if (missing(command, chosen) != null) {
      return;
    }
    if (command.equals("drain") || command.equals("remove")) {
      long running = chosen.stream().mapToLong(WorkerRow::runningJobs).sum();
      dialogs.confirm(
          texts.count("workers." + command + ".title", chosen.size()),
          texts.get("workers." + command + ".text", Formats.exact(running)),
          texts.count("workers." + command + ".verb", chosen.size()),
          texts.get("workers." + command + ".keep"),
          command.equals("remove"),
          () -> send(command, chosen));
    } else {
      send(command, chosen);
    }
  }

  private void send(String command, List<WorkerRow> chosen) {
    tasks.run(
        texts.get("workers.task.command", command),
        () -> {
          for (WorkerRow row : chosen) {
            workers.command(row.workerId(), command);
          }
          return chosen.size();
        },
        count -> {
          dialogs.notice(texts.count("workers." + command + ".done", count), null);
          refresher.request();
        },
        failure -> {
          dialogs.error(texts.get("workers.failed"), failure);
          refresher.request();
        });
  }

  /** Those that can be removed together. */
  public List<WorkerRow> lost() {
    return all.stream()
        .filter(row -> "lost".equals(row.status()) && row.executor() == null)
        .collect(Collectors.toList());
  }

  public ObservableList<WorkerRow> rows() {
    return rows;
  }

  /** The first answer has come. */
  public ReadOnlyBooleanProperty loadedProperty() {
    return loaded.getReadOnlyProperty();
  }

  /** Why the last question failed, or the empty text. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Grows with every answer: sums and counts may be different. */
  public ReadOnlyLongProperty changesProperty() {
    return changes.getReadOnlyProperty();
  }
}
