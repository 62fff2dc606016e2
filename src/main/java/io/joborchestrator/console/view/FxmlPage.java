package io.joborchestrator.console.view;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/** A page whose structure is one FXML file, loaded when it is first shown. FX thread only. */
public abstract class FxmlPage implements Page {
  private final PageContext context;
  private final FxmlView view;
  private final String titleKey;
  private @Nullable Parent root;

  protected FxmlPage(PageContext context, FxmlView view, String titleKey) {
    this.context = context;
    this.view = view;
    this.titleKey = titleKey;
  }

  /** What drives the file and those it includes; asked once, before it is loaded. */
  protected abstract List<Object> controllers();

  protected final PageContext context() {
    return context;
  }

  @Override
  public final String title() {
    return context.texts().get(titleKey);
  }

  @Override
  public final Node node() {
    Parent made = root;
    if (made == null) {
      made = context.loader().load(view, controllers().toArray());
      root = made;
    }
    return made;
  }
}
