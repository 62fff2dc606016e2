package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobSubmission;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers where it was sent: {@code job ID}, {@code jobs}, {@code submit NAME}. */
final class VisitedPlaces implements Navigator {
  private final List<String> places = new ArrayList<>();

  public List<String> places() {
    return List.copyOf(places);
  }

  @Override
  public void openJob(String jobId) {
    places.add("job " + jobId);
  }

  @Override
  public void openJobs(JobFilter filter) {
    places.add("jobs");
  }

  @Override
  public void openDeadLetter(long entryNo) {}

  @Override
  public void openDeadLetters() {}

  @Override
  public void openSubmit(@Nullable JobSubmission prefill) {
    places.add("submit" + (prefill == null ? "" : " " + prefill.name()));
  }
}
