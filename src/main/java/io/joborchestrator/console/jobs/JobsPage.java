package io.joborchestrator.console.jobs;

import io.joborchestrator.console.view.Page;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.domain.job.JobFilter;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;

/** The list of jobs with the detail of one. FX thread only. */
public final class JobsPage implements Page {
  private final PageContext context;
  private final StackPane root = new StackPane();

  public JobsPage(PageContext context) {
    this.context = context;
  }

  /** Shows the list with this job's detail open. */
  public void openJob(String jobId) {}

  /** Shows the jobs that match. */
  public void showJobs(JobFilter filter) {}

  @Override
  public String title() {
    return context.texts().get("jobs.title");
  }

  @Override
  public Node node() {
    return root;
  }

  @Override
  public void onShown() {}

  @Override
  public void onHidden() {}
}
