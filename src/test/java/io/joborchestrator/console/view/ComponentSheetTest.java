package io.joborchestrator.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.CssWarnings;
import io.joborchestrator.testing.Screenshots;
import org.junit.jupiter.api.Test;

class ComponentSheetTest {
  @Test
  void everySharedPartDrawsInBothThemesWithoutACssWarning() {
    try (CssWarnings warnings = CssWarnings.collect()) {
      Screenshots.both("components", ComponentSheet::make);
      assertThat(warnings.messages()).isEmpty();
    }
  }
}
