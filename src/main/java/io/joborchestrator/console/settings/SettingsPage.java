package io.joborchestrator.console.settings;

import io.joborchestrator.console.view.FxmlPage;
import io.joborchestrator.console.view.FxmlView;
import io.joborchestrator.console.view.PageContext;
import java.util.List;

/** Looks, connection, paths, versions. FX thread only. */
public final class SettingsPage extends FxmlPage {
  private final SettingsViewModel viewModel;
  private final List<SettingsChoice> choices;

  public SettingsPage(PageContext context, SettingsFacts facts, List<SettingsChoice> choices) {
    super(context, FxmlView.SETTINGS, "settings.title");
    this.viewModel = new SettingsViewModel(context, facts);
    this.choices = List.copyOf(choices);
  }

  @Override
  protected List<Object> controllers() {
    return List.of(new SettingsController(viewModel, choices, context().texts()));
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
