package io.joborchestrator.console.jobs.compare;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPageRequest;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * Two runs side by side, the earlier one at the left; kept up to date while they run. FX thread
 * only.
 */
public final class CompareViewModel {
  /** How far back an earlier run of the same name is looked for. */
  private static final int PREVIOUS_AMONG = 200;

  private final PageContext context;
  private final EnhancedJobManager jobs;
  private final UiTasks tasks;
  private final Texts texts;
  private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper(this, "open");
  private final BooleanProperty everything = new SimpleBooleanProperty(this, "everything");
  private final ReadOnlyObjectWrapper<@Nullable Pair> pair =
      new ReadOnlyObjectWrapper<>(this, "pair");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
  private UiTasks.Handle reading = () -> {};
  private boolean refreshing;
  private @Nullable String leftId;
  private @Nullable String rightId;

  /** Both runs as last read. */
  record Pair(JobDetail left, JobDetail right) {}

  public CompareViewModel(PageContext context) {
    this.context = context;
    this.jobs = context.orchestrator().jobs();
    this.tasks = context.tasks();
    this.texts = context.texts();
  }

  /** Why these jobs cannot be compared, in a sentence, or null: they can. */
  public @Nullable String whyNot(List<JobRow> rows, boolean connected) {
    if (rows.isEmpty() || rows.size() > 2) {
      return texts.get("jobs.compare.needsTwo");
    }
    return connected ? null : texts.get("jobs.compare.offline");
  }

  /** Compares two jobs, or one with the run before it. */
  public void compare(List<JobRow> rows) {
    if (rows.size() == 2) {
      JobRow first = rows.get(0);
      JobRow second = rows.get(1);
      boolean inOrder = first.no() <= second.no();
      show(inOrder ? first.jobId() : second.jobId(), inOrder ? second.jobId() : first.jobId());
    } else if (rows.size() == 1) {
      compareWithPrevious(rows.get(0));
    }
  }

  /** Compares a job with the one it reruns, else with the last earlier one of its name and kind. */
  public void compareWithPrevious(JobRow row) {
    tasks.run(
        texts.get("jobs.compare.task.previous", row.name()),
        () -> previous(row),
        found ->
            found.ifPresentOrElse(
                earlier -> show(earlier, row.jobId()),
                () -> context.dialogs().notice(texts.get("jobs.compare.first", row.name()), null)),
        failure -> context.dialogs().error(texts.get("jobs.compare.failed"), failure));
  }

  private Optional<String> previous(JobRow row) {
    String parent = jobs.detail(row.jobId()).map(JobDetail::parentJobId).orElse(null);
    if (parent != null && !jobs.rows(List.of(parent)).isEmpty()) {
      return Optional.of(parent);
    }
    JobFilter same = JobFilter.ALL.withTypes(Set.of(row.type())).withText(List.of(row.name()));
    return jobs.page(new JobPageRequest(same, row.no(), 0, PREVIOUS_AMONG, true)).rows().stream()
        .filter(each -> each.no() < row.no() && each.name().equals(row.name()))
        .map(JobRow::jobId)
        .findFirst();
  }

  private void show(String left, String right) {
    boolean other = !left.equals(leftId) || !right.equals(rightId);
    leftId = left;
    rightId = right;
    if (other) {
      pair.set(null);
    }
    problem.set("");
    open.set(true);
    read(left, right);
  }

  /** Measures the earlier run against the later one instead. */
  void swap() {
    String left = leftId;
    String right = rightId;
    if (left != null && right != null) {
      show(right, left);
    }
  }

  /** Reads both again, if they are shown. */
  public void refresh() {
    String left = leftId;
    String right = rightId;
    if (open.get() && left != null && right != null && !refreshing) {
      read(left, right);
    }
  }

  private void read(String left, String right) {
    reading.cancel();
    refreshing = true;
    Callable<Optional<Pair>> work =
        () ->
            jobs.detail(left).flatMap(one -> jobs.detail(right).map(other -> new Pair(one, other)));
    reading =
        tasks.run(
            texts.get("jobs.compare.task.read"),
            work,
            found -> {
              refreshing = false;
              problem.set(found.isPresent() ? "" : texts.get("jobs.compare.gone"));
              found.ifPresent(pair::set);
            },
            failure -> {
              refreshing = false;
              problem.set(texts.get("jobs.compare.unread", String.valueOf(failure.getMessage())));
            });
  }

  public void close() {
    open.set(false);
    reading.cancel();
    refreshing = false;
  }

  /** What is to be shown now: everything, or only what differs. */
  List<ComparedPart> parts() {
    List<ComparedPart> all = allParts();
    return everything.get()
        ? all
        : all.stream()
            .map(ComparedPart::differing)
            .filter(part -> !part.lines().isEmpty())
            .toList();
  }

  private List<ComparedPart> allParts() {
    Pair shown = pair.get();
    if (shown == null) {
      return List.of();
    }
    return new RunComparison(
            shown.left(), shown.right(), texts, context.clock().getZone(), context.feed().now())
        .parts();
  }

  void copyText() {
    Pair shown = pair.get();
    if (shown != null) {
      String title =
          texts.get("jobs.compare.copied.title", words(shown.left()), words(shown.right()));
      context.dialogs().copyToClipboard(ComparisonText.plain(title, parts()));
    }
  }

  void copyCsv() {
    Pair shown = pair.get();
    if (shown != null) {
      String left = shown.left().row().jobId();
      String right = shown.right().row().jobId();
      context.dialogs().copyToClipboard(ComparisonText.csv(left, right, parts()));
    }
  }

  private static String words(JobDetail detail) {
    return detail.row().name() + " " + detail.row().jobId();
  }

  void openJob(JobDetail detail) {
    close();
    context.navigator().openJob(detail.row().jobId());
  }

  /** The words of the window. */
  public Texts texts() {
    return texts;
  }

  public ReadOnlyBooleanProperty openProperty() {
    return open.getReadOnlyProperty();
  }

  /** Whether lines in which the runs are the same are shown as well. */
  BooleanProperty everythingProperty() {
    return everything;
  }

  ReadOnlyObjectProperty<@Nullable Pair> pairProperty() {
    return pair.getReadOnlyProperty();
  }

  /** Why what is shown is not there or old, or empty. */
  ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
