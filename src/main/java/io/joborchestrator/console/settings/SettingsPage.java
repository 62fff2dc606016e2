package io.joborchestrator.console.settings;

import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.Page;
import io.joborchestrator.console.view.PageContext;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;

/** Looks, connection, paths, versions. FX thread only. */
public final class SettingsPage implements Page {
  private final PageContext context;
  private final SettingsViewModel viewModel;
  private final SettingsController.Looks looks;
  private @Nullable Parent root;

  public SettingsPage(PageContext context, SettingsFacts facts, SettingsController.Looks looks) {
    this.context = context;
    this.viewModel = new SettingsViewModel(context, facts);
    this.looks = looks;
  }

  @Override
  public String title() {
    return context.texts().get("settings.title");
  }

  @Override
  public Node node() {
    Parent made = root;
    if (made == null) {
      made =
          context
              .loader()
              .load(FxmlView.SETTINGS, new SettingsController(viewModel, looks, context.texts()));
      root = made;
    }
    return made;
  }

  @Override
  public void onShown() {
    viewModel.onShown();
  }

  @Override
  public void onHidden() {
    viewModel.onHidden();
  }
}
