package io.joborchestrator.console.jobs;

import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.Page;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.domain.job.JobFilter;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/** The list of jobs with the detail of one. FX thread only. */
public final class JobsPage implements Page {
  private final PageContext context;
  private final JobsViewModel viewModel;
  private final JobsController controller;
  private @Nullable Parent root;

  public JobsPage(PageContext context) {
    this.context = context;
    this.viewModel = new JobsViewModel(context);
    this.controller = new JobsController(viewModel, context);
  }

  /** Shows the list with this job's detail open. */
  public void openJob(String jobId) {
    viewModel.openJob(jobId);
  }

  /** Shows the jobs that match. */
  public void showJobs(JobFilter filter) {
    viewModel.showJobs(filter);
  }

  @Override
  public String title() {
    return context.texts().get("jobs.title");
  }

  @Override
  public Node node() {
    Parent made = root;
    if (made == null) {
      made = context.loader().load(FxmlView.JOBS, controller);
      root = made;
    }
    return made;
  }

  @Override
  public void onShown() {
    viewModel.shown();
  }

  @Override
  public void onHidden() {
    viewModel.hidden();
  }

  @Override
  public void refresh() {
    viewModel.reload();
  }

  @Override
  public void focusFilter() {
    node();
    controller.focusFilter();
  }

  JobsViewModel viewModel() {
    return viewModel;
  }
}
