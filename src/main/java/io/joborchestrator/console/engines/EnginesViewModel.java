package io.joborchestrator.console.engines;

import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.Refresher;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.orchestrator.EngineManager;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** The engines of this process, asked with every refresh. FX thread only. */
public final class EnginesViewModel {
  private final LiveFeed feed;
  private final Refresher<List<EngineView>> refresher;
  private final ReadOnlyObjectWrapper<@Nullable List<EngineView>> engines =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private UiTasks.Handle subscription = () -> {};

  public EnginesViewModel(PageContext context) {
    EngineManager manager = context.orchestrator().engines();
    this.feed = context.feed();
    this.refresher =
        new Refresher<>(
            context.tasks(),
            context.texts().get("engines.task"),
            manager::engines,
            this::show,
            failure -> problem.set(String.valueOf(failure.getMessage())));
  }

  private void show(List<EngineView> answer) {
    problem.set("");
    if (!answer.equals(engines.get())) {
      engines.set(answer);
    }
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

  /** As of the last answer; null before the first. */
  public ReadOnlyObjectProperty<@Nullable List<EngineView>> enginesProperty() {
    return engines.getReadOnlyProperty();
  }

  /** Why the last question failed, or the empty text. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
