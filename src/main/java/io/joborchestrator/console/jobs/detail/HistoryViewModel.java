package io.joborchestrator.console.jobs.detail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.JsonDifference;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a job and which jobs it hangs together with: events, lineage, and what a rerun
 * changed. Read when looked at. FX thread only.
 */
final class HistoryViewModel {
  private final EnhancedJobManager jobs;
  private final UiTasks tasks;
  private final ObservableList<JobEvent> events = FXCollections.observableArrayList();
  private final ObservableList<Relative> lineage = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Differences> differences =
      new ReadOnlyObjectWrapper<>(this, "differences", Differences.NONE);
  private final ReadOnlyObjectWrapper<@Nullable Exception> failure =
      new ReadOnlyObjectWrapper<>(this, "failure");
  private String shownId = "";
  private UiTasks.Handle reading = () -> {};

  /**
   * A job that this one hangs together with.
   *
   * @param relation in words ("Waits for", "Rerun of")
   */
  record Relative(String relation, JobRow row) {}

  /**
   * What changed against the job this one reruns.
   *
   * @param parentId null: this is no rerun
   */
  record Differences(@Nullable String parentId, List<JsonDifference> changes) {
    static final Differences NONE = new Differences(null, List.of());
  }

  HistoryViewModel(EnhancedJobManager jobs, UiTasks tasks) {
    this.jobs = jobs;
    this.tasks = tasks;
  }

  void showEvents(String jobId) {
    read(
        jobId,
        () -> jobs.events(jobId),
        found -> {
          if (!events.equals(found)) {
            events.setAll(found);
          }
        });
  }

  void showLineage(JobDetail detail) {
    read(
        detail.row().jobId(),
        () -> relatives(detail),
        found -> {
          if (!lineage.equals(found)) {
            lineage.setAll(found);
          }
        });
  }

  void showDifferences(JobDetail detail) {
    String parent = detail.parentJobId();
    if (parent == null) {
      differences.set(Differences.NONE);
    } else if (!parent.equals(differences.get().parentId())
        || !detail.row().jobId().equals(shownId)) {
      read(detail.row().jobId(), () -> compare(parent, detail.config()), differences::set);
    }
  }

  private <T> void read(
      String jobId,
      java.util.concurrent.Callable<T> work,
      java.util.function.Consumer<T> onSuccess) {
    reading.cancel();
    reading =
        tasks.run(
            "Read history of " + jobId,
            work,
            found -> {
              shownId = jobId;
              failure.set(null);
              onSuccess.accept(found);
            },
            failure::set);
  }

  private List<Relative> relatives(JobDetail detail) {
    List<String> reruns = detail.parentJobId() == null ? List.of() : List.of(detail.parentJobId());
    List<String> ids =
        Stream.of(reruns, detail.parents(), detail.children()).flatMap(List::stream).toList();
    List<JobRow> rows = ids.isEmpty() ? List.of() : jobs.rows(ids);
    List<Relative> found = new ArrayList<>();
    add(found, "Rerun of", reruns, rows);
    add(found, "Waits for", detail.parents(), rows);
    add(found, "Followed by", detail.children(), rows);
    return found;
  }

  private static void add(
      List<Relative> found, String relation, List<String> ids, List<JobRow> rows) {
    for (String id : ids) {
      rows.stream()
          .filter(row -> row.jobId().equals(id))
          .forEach(row -> found.add(new Relative(relation, row)));
    }
  }

  private Differences compare(String parent, ObjectNode config) {
    Optional<JobSubmission> earlier = jobs.submissionForRerun(parent);
    return new Differences(
        parent, earlier.map(job -> JsonDifference.between(job.config(), config)).orElse(List.of()));
  }

  ObservableList<JobEvent> events() {
    return events;
  }

  ObservableList<Relative> lineage() {
    return lineage;
  }

  ReadOnlyObjectProperty<Differences> differencesProperty() {
    return differences.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Exception> failureProperty() {
    return failure.getReadOnlyProperty();
  }
}
