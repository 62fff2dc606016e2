package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonViewModelTest {
  private final SubmitRig rig = new SubmitRig();
  private final JsonViewModel json = rig.viewModel.json();

  JsonViewModelTest() {
    rig.fillIn();
    json.show();
  }

  @Test
  void showsTheWholeJobWithoutItsKey() {
    assertThat(json.text().get())
        .contains("\"orders_to_parquet\"", "\"amount > 5\"")
        .doesNotContain("idempotencyKey");
  }

  @Test
  void takesWhatIsTypedIntoTheForm() {
    json.text().set(json.text().get().replace("amount > 5", "amount > 7"));

    assertThat(((FilterStep) rig.form.pipeline().steps().get(0)).where().text().get())
        .isEqualTo("amount > 7");
    assertThat(json.error().get()).isEmpty();
  }

  @Test
  void saysTheLineOfAMistakeAndLeavesTheFormAlone() {
    String before = json.text().get();
    json.text().set(before.replace("\"config\"", "config"));

    assertThat(json.error().get()).startsWith("Line ");
    assertThat(json.errorLine().get()).isPositive();
    assertThat(rig.form.pipeline().steps()).hasSize(1);
    rig.viewModel.submit();
    assertThat(rig.orchestrator.jobs().submissions()).isEmpty();
  }

  @Test
  void saysThePlaceOfAWrongStep() {
    json.text().set(json.text().get().replace("\"where\"", "\"were\""));

    assertThat(json.error().get()).contains("steps/0");
  }

  @Test
  void asksBeforeBrokenTextIsDropped() {
    json.text().set("{");
    rig.dialogs.answer(false);
    json.toggle();
    assertThat(json.visible().get()).isTrue();

    rig.dialogs.answer(true);
    json.toggle();
    assertThat(json.visible().get()).isFalse();
    assertThat(json.error().get()).isEmpty();
  }

  @Test
  void followsTheForm() {
    rig.form.run().tags().set("nightly");

    assertThat(json.text().get()).contains("nightly");
  }
}
