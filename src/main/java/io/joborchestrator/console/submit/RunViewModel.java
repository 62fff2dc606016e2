package io.joborchestrator.console.submit;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.TimeLimit;
import io.joborchestrator.domain.retry.RetryPolicy;
import io.joborchestrator.pipeline.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** How the job runs: priority, start, limits, tags, queue. FX thread only. */
final class RunViewModel extends FormPart {
  private final ObjectProperty<JobPriority> priority =
      new SimpleObjectProperty<>(JobPriority.NORMAL);
  private final StartViewModel start;
  private final StringProperty timeout = new SimpleStringProperty("");
  private final StringProperty retryPolicy = new SimpleStringProperty("default");
  private final StringProperty tags = new SimpleStringProperty("");
  private final StringProperty queue = new SimpleStringProperty(JobSubmission.DEFAULT_QUEUE);
  private final ObservableList<String> retryPolicies =
      FXCollections.observableArrayList(RetryPolicy.STANDARD.stream().sorted().toList());
  private final ObservableList<String> queues =
      FXCollections.observableArrayList(JobSubmission.DEFAULT_QUEUE);

  RunViewModel(Clock clock) {
    start = new StartViewModel(clock);
    start.onEdit(this::edited);
    watch(priority, timeout, retryPolicy, tags, queue);
  }

  ObjectProperty<JobPriority> priority() {
    return priority;
  }

  StartViewModel start() {
    return start;
  }

  /** "30 m"; empty: no limit. */
  StringProperty timeout() {
    return timeout;
  }

  StringProperty retryPolicy() {
    return retryPolicy;
  }

  /** Policies that a job may name. */
  ObservableList<String> retryPolicies() {
    return retryPolicies;
  }

  /** Adds what is new and takes out what is gone; the choice stays. */
  void showRetryPolicies(List<String> names) {
    retryPolicies.removeIf(name -> !names.contains(name) && !name.equals(retryPolicy.get()));
    names.stream().filter(name -> !retryPolicies.contains(name)).forEach(retryPolicies::add);
  }

  /** Words with commas between them. */
  StringProperty tags() {
    return tags;
  }

  StringProperty queue() {
    return queue;
  }

  /** Queues that are known. */
  ObservableList<String> queues() {
    return queues;
  }

  List<String> tagList() {
    return Arrays.stream(tags.get().split(","))
        .map(String::strip)
        .filter(tag -> !tag.isEmpty())
        .distinct()
        .toList();
  }

  /** Puts everything on a submission that can be read; the rest is in {@link #problems}. */
  JobSubmission applyTo(JobSubmission job) {
    String word = Objects.requireNonNullElse(queue.get(), "");
    String policy = Objects.requireNonNullElse(retryPolicy.get(), "default");
    return job.withPriority(priority.get())
        .withQueue(word.isBlank() ? JobSubmission.DEFAULT_QUEUE : word.strip())
        .withTimeout(limitOrNull())
        .withRetryPolicy("default".equals(policy) || policy.isBlank() ? null : policy.strip())
        .withTags(tagList())
        .withRunAt(start.runAt());
  }

  List<Problem> problems() {
    List<Problem> found = new ArrayList<>();
    start.problem().ifPresent(found::add);
    if (!timeout.get().isBlank() && limitOrNull() == null) {
      found.add(
          Problem.at(
              ErrorCode.INVALID_SPECIFICATION,
              "timeout",
              "Write the limit like 30 m, 1 h 30 m or 90 s"));
    }
    return found;
  }

  void load(JobSubmission job, @Nullable Instant runAt) {
    quietly(
        () -> {
          priority.set(job.priority());
          timeout.set(job.timeout() == null ? "" : TimeLimit.format(job.timeout()));
          retryPolicy.set(Objects.requireNonNullElse(job.retryPolicy(), "default"));
          tags.set(String.join(", ", job.tags()));
          queue.set(job.queue());
          start.load(runAt);
        });
  }

  private @Nullable Duration limitOrNull() {
    try {
      return timeout.get().isBlank() ? null : TimeLimit.parse(timeout.get());
    } catch (IllegalArgumentException notALength) {
      return null;
    }
  }
}
