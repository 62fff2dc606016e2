package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/** Starts the form from a template, and keeps it as one. FX thread only. */
final class TemplatesMenu extends MenuButton {
  private final TemplatesViewModel viewModel;
  private final Texts texts;

  TemplatesMenu(TemplatesViewModel viewModel, Texts texts) {
    super(texts.get("submit.templates"), Icons.of("mdoal-bookmark_border"));
    this.viewModel = viewModel;
    this.texts = texts;
    setId("templatesButton");
    getStyleClass().add(Styles.QUIET);
    setMinWidth(USE_PREF_SIZE);
    viewModel.list().addListener((InvalidationListener) changed -> fill());
    viewModel.problemProperty().addListener((observed, before, now) -> fill());
    fill();
  }

  private void fill() {
    List<MenuItem> items = new ArrayList<>();
    List<JobTemplate> own = viewModel.list().stream().filter(viewModel::isOwn).toList();
    for (JobTemplate template : viewModel.list()) {
      items.add(item(words(template), "submit-template", () -> viewModel.use(template)));
    }
    String problem = viewModel.problemProperty().get();
    if (!problem.isEmpty()) {
      MenuItem again = item(texts.get("submit.again"), "", viewModel::load);
      again.setId("templatesAgain");
      items.addAll(List.of(saying(problem), again));
    } else if (items.isEmpty()) {
      items.add(saying(texts.get("submit.templates.none")));
    }
    items.add(new SeparatorMenuItem());
    MenuItem save = new MenuItem(texts.get("submit.templates.save"), Icons.of("mdoal-add"));
    save.setId("saveTemplate");
    save.setOnAction(event -> viewModel.saveForm());
    items.add(save);
    if (!own.isEmpty()) {
      items.add(
          of("submit.templates.everyone", notShared(own), each -> viewModel.share(each, true)));
      items.add(of("submit.templates.onlyMe", shared(own), each -> viewModel.share(each, false)));
      items.add(of("submit.templates.delete", own, viewModel::delete));
    }
    getItems().setAll(items);
  }

  private static List<JobTemplate> shared(List<JobTemplate> own) {
    return own.stream().filter(JobTemplate::shared).toList();
  }

  private static List<JobTemplate> notShared(List<JobTemplate> own) {
    return own.stream().filter(each -> !each.shared()).toList();
  }

  private Menu of(String key, List<JobTemplate> which, Consumer<JobTemplate> action) {
    Menu menu = new Menu(texts.get(key));
    menu.setDisable(which.isEmpty());
    which.forEach(each -> menu.getItems().add(item(each.name(), "", () -> action.accept(each))));
    return menu;
  }

  private String words(JobTemplate template) {
    return viewModel.isOwn(template)
        ? template.name()
        : texts.get("submit.templates.of", template.name(), template.owner());
  }

  private static MenuItem saying(String sentence) {
    MenuItem item = item(sentence, "", () -> {});
    item.setDisable(true);
    return item;
  }

  private static MenuItem item(String text, String style, Runnable action) {
    MenuItem item = new MenuItem(text);
    item.setMnemonicParsing(false);
    if (!style.isEmpty()) {
      item.getStyleClass().add(style);
    }
    item.setOnAction(event -> action.run());
    return item;
  }
}
