package io.joborchestrator.testing;

import javafx.scene.Node;
import javafx.scene.control.MenuButton;

/** Builds a pipeline in the form of Submit, as a {@link Person} does. Used on the test's thread. */
public final class PipelineHand {
  private final Person person;

  public PipelineHand(Person person) {
    this.person = person;
  }

  /**
   * @param op as in the pipeline: {@code filter}, {@code group_by}
   */
  public void addStep(String op) {
    FxThread.run(
        () ->
            person.robot().lookup("#addStep").queryAs(MenuButton.class).getItems().stream()
                .filter(item -> ("add-" + op).equals(item.getId()))
                .findFirst()
                .orElseThrow()
                .fire());
    FxThread.pulses(2);
  }

  /** The last card with this title. */
  public void choose(String title) {
    person.awaitThat("a step is there: " + title, () -> person.reads(".step-card .label", title));
    Node card =
        FxThread.get(
            () ->
                person.robot().lookup(".step-card .label").lookup(title).<Node>queryAll().stream()
                    .reduce((first, second) -> second)
                    .orElseThrow());
    person.robot().clickOn(card);
    FxThread.pulses(2);
  }
}
